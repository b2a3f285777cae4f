import Records

/// An attribute name in a filter, a path or a list: `name.givenName`, with or without its schema.
package struct SCIMName: Sendable {
  /// Whether it belongs to the enterprise extension.
  let isEnterprise: Bool
  /// In lower case; empty for the whole extension.
  package let attribute: String
  /// In lower case.
  let sub: String?

  /// - Throws: `SCIMFault` of this kind if the text is not a name, or has an unknown schema.
  init(_ text: String, _ kind: SCIMFault.Kind) throws {
    let fault = SCIMFault(kind, "\(String(text.prefix(80))) is not an attribute name.")
    // Only ASCII, so that lower-casing cannot make two different names equal.
    guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { throw fault }
    var rest = text.asciiLowercased
    var isEnterprise = false
    for schema in [SCIMURN.enterpriseUser, SCIMURN.user, SCIMURN.group] {
      let urn = schema.asciiLowercased
      guard rest == urn || rest.utf8.starts(with: (urn + ":").utf8) else { continue }
      isEnterprise = schema == SCIMURN.enterpriseUser
      rest = String(decoding: rest.utf8.dropFirst(urn.utf8.count + 1), as: UTF8.self)
      break
    }
    let parts = rest.splitBytes(at: ".", keepsEmpty: true)
    let isBare = rest.isEmpty && isEnterprise
    guard isBare || (parts.count <= 2 && parts.allSatisfy(Self.isWord)) else { throw fault }
    // Some directories omit the schema of `manager`.
    self.isEnterprise = isEnterprise || parts[0] == "manager"
    attribute = parts[0]
    sub = parts.count > 1 ? parts[1] : nil
  }

  /// Whether a text names an attribute of an unknown schema: `urn:example:badge:1.0:User:number`.
  static func isForeign(_ text: String) -> Bool {
    guard text.asciiLowercased.utf8.starts(with: "urn:".utf8) else { return false }
    return (try? SCIMName(text, .invalidPath)) == nil
  }

  /// The key of columns and attributes: `name.givenname`.
  package var key: String { sub.map { attribute + "." + $0 } ?? attribute }

  package func with(sub: String) -> SCIMName { SCIMName(isEnterprise: isEnterprise, attribute: attribute, sub: sub) }

  private init(isEnterprise: Bool, attribute: String, sub: String?) {
    self.isEnterprise = isEnterprise
    self.attribute = attribute
    self.sub = sub
  }

  private static func isWord(_ text: String) -> Bool {
    guard let first = text.utf8.first, first != UInt8(ascii: "-"),
      first < UInt8(ascii: "0") || first > UInt8(ascii: "9")
    else { return false }
    return text.utf8.allSatisfy { byte in
      (byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z"))
        || (byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")) || byte == UInt8(ascii: "$")
        || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
    }
  }
}
