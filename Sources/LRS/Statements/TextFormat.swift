/// The formats of texts in statements.
enum TextFormat {
  /// An absolute IRI (RFC 3987): a scheme, a colon, and more, without white space and the characters that an IRI has to
  /// escape.
  static func isIRI(_ text: String) -> Bool {
    guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")) else { return false }
    let (scheme, rest) = (text.utf8[..<colon], text.utf8[text.utf8.index(after: colon)...])
    guard let first = scheme.first, isLetter(first),
      scheme.allSatisfy({ isAlphanumeric($0) || "+-.".utf8.contains($0) })
    else { return false }
    return !rest.isEmpty
      && text.unicodeScalars.allSatisfy {
        !$0.properties.isWhitespace && $0.value > 0x20 && !"<>\"{}|\\^`\u{7F}".unicodeScalars.contains($0)
      }
  }

  /// RFC 4122, in any case.
  static func isUUID(_ text: String) -> Bool {
    let groups = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    return groups.map(\.count) == [8, 4, 4, 4, 12] && groups.allSatisfy { $0.allSatisfy(isHexDigit) }
  }

  /// `mailto:` and an address.
  static func isMailbox(_ text: String) -> Bool {
    guard text.utf8.starts(with: "mailto:".utf8) else { return false }
    let parts = text.utf8.dropFirst(7).split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
    return parts.count == 2 && parts.allSatisfy { !$0.isEmpty }
      && text.unicodeScalars.allSatisfy { !$0.properties.isWhitespace && $0.value > 0x20 }
  }

  static func isSHA1(_ text: String) -> Bool { text.utf8.count == 40 && text.utf8.allSatisfy(isHexDigit) }

  /// `type/subtype` and parameters (RFC 2045).
  static func isMediaType(_ text: String) -> Bool {
    let type = text.utf8.prefix { $0 != UInt8(ascii: ";") }
    let parts = type.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    return parts.count == 2 && parts.allSatisfy { !$0.isEmpty }
  }

  static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- UInt8(ascii: "a") < 26 }
  static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }
  static func isAlphanumeric(_ byte: UInt8) -> Bool { isLetter(byte) || isDigit(byte) }
  static func isHexDigit(_ byte: UInt8) -> Bool { isDigit(byte) || (byte | 0x20) &- UInt8(ascii: "a") < 6 }
}
