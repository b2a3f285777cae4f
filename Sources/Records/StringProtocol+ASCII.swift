// Text that identity, routing, headers or markup depend on is compared by bytes and folded within ASCII only. Swift's
// own operations work on `Character` and Unicode: for them `"//" + U+FE0F` does not begin with `//`, the Kelvin sign
// (U+212A) equals `K` and lower-cases to `k`, and a zero-width space counts as whitespace.

extension StringProtocol {
  /// Converts A–Z to a–z and changes nothing else.
  package var asciiLowercased: String {
    guard utf8.contains(where: \.isCapital) else { return String(self) }
    return String(decoding: utf8.map { $0.isCapital ? $0 | 0x20 : $0 }, as: UTF8.self)
  }

  /// Converts a–z to A–Z and changes nothing else.
  package var asciiUppercased: String {
    String(decoding: utf8.map { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) ? $0 & 0xDF : $0 }, as: UTF8.self)
  }

  /// Trimmed of ASCII whitespace (space, tab, line breaks, form feed) at both ends.
  package var asciiTrimmed: String {
    let bytes = Array(utf8)
    guard let first = bytes.firstIndex(where: { !$0.isBlank }), let last = bytes.lastIndex(where: { !$0.isBlank })
    else { return "" }
    return String(decoding: bytes[first...last], as: UTF8.self)
  }

  package var isASCII: Bool { utf8.allSatisfy { $0 < 0x80 } }

  package func startsWithBytes(of other: String) -> Bool { utf8.starts(with: other.utf8) }

  package func endsWithBytes(of other: String) -> Bool { utf8.reversed().starts(with: other.utf8.reversed()) }

  package func equalsBytes(of other: some StringProtocol) -> Bool { utf8.elementsEqual(other.utf8) }

  package func containsBytes(of other: String) -> Bool { Array(utf8).firstRange(of: Array(other.utf8)) != nil }

  /// Compares without the case of ASCII letters: header names, schemes, SCIM attributes.
  package func equalsIgnoringASCIICase(_ other: some StringProtocol) -> Bool {
    utf8.elementsEqual(other.utf8) { ($0.isCapital ? $0 | 0x20 : $0) == ($1.isCapital ? $1 | 0x20 : $1) }
  }

  /// Splits at an ASCII byte, even if a combining mark follows it.
  package func splitBytes(at separator: Unicode.Scalar, maxSplits: Int = .max, keepsEmpty: Bool = false) -> [String] {
    utf8.split(
      separator: UInt8(ascii: separator), maxSplits: maxSplits, omittingEmptySubsequences: !keepsEmpty
    ).map { String(decoding: $0, as: UTF8.self) }
  }
}

extension UInt8 {
  /// Space, tab, line feed, vertical tab, form feed, carriage return.
  package var isBlank: Bool { self == 0x20 || (0x09...0x0D).contains(self) }
  fileprivate var isCapital: Bool { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self) }
}
