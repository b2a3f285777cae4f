package import Records
import Support

/// An Agent or a Group.
package struct StatementActor: Sendable {
  let isGroup: Bool
  /// Nil for Groups without one.
  let identifier: ActorIdentifier?
  let name: String?

  init?(_ json: JSONValue) {
    guard json.members != nil else { return nil }
    isGroup = json["objectType"]?.string == "Group" || json["member"] != nil
    identifier = ActorIdentifier(json)
    name = json["name"]?.string
  }

  /// The identifier, if this is an Agent.
  var agent: ActorIdentifier? { isGroup ? nil : identifier }
}

/// What identifies an actor (xapi.md §4.1): a kind of identity, and its value as `identities` has it.
package struct ActorIdentifier: Hashable, Sendable {
  package let kind: IdentityKind
  package let value: ID

  package init(kind: IdentityKind, value: String) {
    self.kind = kind
    self.value = ID(text: value)
  }

  init?(_ json: JSONValue) {
    if let mbox = json["mbox"]?.string {
      let address = mbox.trimmingWhitespace.asciiLowercased
      self.init(
        kind: .mbox, value: address.utf8.starts(with: "mailto:".utf8) ? address.utf8.dropFirst(7).text : address)
    } else if let digest = json["mbox_sha1sum"]?.string {
      self.init(kind: .sha1, value: digest.asciiLowercased)
    } else if let openid = json["openid"]?.string {
      self.init(kind: .openid, value: openid)
    } else if let page = json["account"]?["homePage"]?.string, let name = json["account"]?["name"]?.string {
      self.init(kind: .account, value: page + " " + name)
    } else {
      return nil
    }
  }

  /// What the id of a placeholder user is computed from (§4.3).
  var canonical: String { kind.rawValue + " " + (kind == .mbox ? "mailto:" : "") + value.text }

  /// The last part of an account; otherwise the whole value.
  var shortName: String {
    guard kind == .account, let blank = value.text.utf8.firstIndex(of: UInt8(ascii: " ")) else { return value.text }
    return value.text.utf8[value.text.utf8.index(after: blank)...].text
  }
}

extension String {
  var trimmingWhitespace: String {
    let words = unicodeScalars.drop { $0.properties.isWhitespace }
    guard let last = words.lastIndex(where: { !$0.properties.isWhitespace }) else { return "" }
    return String(words[...last])
  }
}
