// How other systems identify a person.

extension RecordKind {
  /// A user may have any number of identities; an identity belongs to one user. A later record can move it to another.
  package static let identities = RecordKind(
    "identities", "A name by which another system knows a user. A user can have any number of them.",
    key: ["kind", "value"],
    example: """
      user,kind,value
      u2,account,https://lms.example.com bob
      """,
    fields: [
      .required("user", .reference("users"), "The user; a later record with the same key can name another one."),
      .required("kind", .choice(IdentityKind.allCases.map(\.rawValue)), "The type of name."),
      .required(
        "value", .text, "By kind: \(IdentityKind.allCases.map { "`\($0)` \($0.expected)" }.joined(separator: "; "))."),
    ],
    normalize: { row in
      guard let kind = row["kind"].text.flatMap(IdentityKind.init), let value = row["value"].text else { return nil }
      guard let normal = kind.normalized(value) else { return row.fault("value", "is not \(kind.expected)") }
      row.set("value", .text(normal))
      return nil
    })
}

/// The type of an identity. Values are compared by code point.
package enum IdentityKind: String, Sendable, CaseIterable {
  /// An email address, in lower case.
  case mbox
  /// The SHA-1 of `mailto:` and an address (xAPI): 40 hexadecimal digits, in lower case.
  case sha1
  /// A URI.
  case openid
  /// `HOMEPAGE NAME`: an account on a website.
  case account
  /// `ISSUER SUBJECT`: an account at an OpenID Connect provider.
  case oidc
  /// The `externalId` of a directory.
  case scim
  /// `NAME:ID`: the id of a person in a source.
  case source

  /// The longest value, in bytes of UTF-8; bounded because it is indexed whole.
  package static let limit = 2_000
  /// The longest subject of an OpenID Connect provider, in bytes (OpenID Connect Core 1.0, 2).
  package static let subjectLimit = 255

  /// The value as it is stored; nil if it is not valid for this kind.
  package func normalized(_ text: String) -> String? {
    guard (1...Self.limit).contains(text.utf8.count), !text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else {
      return nil
    }
    switch self {
    case .mbox: return Self.address(text)
    case .sha1: return Self.digest(text)
    case .openid: return Self.isURI(text[...]) ? text : nil
    case .scim: return text
    case .account, .oidc:
      guard let blank = text.utf8.firstIndex(of: UInt8(ascii: " ")) else { return nil }
      let (place, name) = (text[..<blank], text[text.utf8.index(after: blank)...])
      if self == .account { return Self.isURI(place) && !name.isEmpty ? text : nil }
      return Self.isIssuer(place) && (1...Self.subjectLimit).contains(name.utf8.count) ? text : nil
    case .source:
      let parts = text.utf8.split(separator: UInt8(ascii: ":"), maxSplits: 1, omittingEmptySubsequences: false)
      let isNamed = (1...32).contains(parts[0].count) && parts[0].allSatisfy(\.isOfSourceName)
      return isNamed && parts.count == 2 && !parts[1].isEmpty ? text : nil
    }
  }

  /// Completes "the value is not …".
  var expected: String {
    switch self {
    case .mbox: "an email address, such as ada@example.com"
    case .sha1: "40 hexadecimal digits"
    case .openid: "a URI, such as https://ada.example.com/"
    case .account: "the URL of a site, a space and the account name, such as https://lms.example.com ada"
    case .oidc:
      "an issuer, a space and a subject of at most 255 bytes, such as https://login.example.com 248289761001"
    case .scim: "an externalId of 1 to \(Self.limit) bytes without control characters"
    case .source: "the name of a source, a colon and an id, such as campus:12"
    }
  }

  private static func address(_ text: String) -> String? {
    guard !text.utf8.starts(with: "mailto:".utf8) else { return nil }
    return try? RecordKind.users.field(named: "email")?.words(text)
  }

  private static func digest(_ text: String) -> String? {
    let lower = text.lowercased()
    let isHex = lower.utf8.allSatisfy { $0.isDigit || ($0 >= UInt8(ascii: "a") && $0 <= UInt8(ascii: "f")) }
    return lower.utf8.count == 40 && isHex ? lower : nil
  }

  /// A scheme, a colon and at least one more character, without spaces.
  static func isURI(_ text: Substring) -> Bool {
    let parts = text.utf8.split(separator: UInt8(ascii: ":"), maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[1].isEmpty, let first = parts[0].first, first.isLetterOrDigit, !first.isDigit else {
      return false
    }
    let isScheme = parts[0].allSatisfy { $0.isLetterOrDigit || "+-.".utf8.contains($0) }
    return isScheme && text.unicodeScalars.allSatisfy(\.isPrintable)
  }

  private static func isIssuer(_ text: Substring) -> Bool {
    isURI(text) && (text.utf8.starts(with: "https://".utf8) || text.utf8.starts(with: "http://".utf8))
  }
}

extension UInt8 {
  fileprivate var isOfSourceName: Bool {
    isDigit || self == UInt8(ascii: "-") || (self >= UInt8(ascii: "a") && self <= UInt8(ascii: "z"))
  }
}
