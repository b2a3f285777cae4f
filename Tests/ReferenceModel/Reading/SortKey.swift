import Foundation

/// The sort key of names and titles: "names and titles compare case- and accent-insensitively (NFKD, characters with a
/// canonical combining class other than 0 dropped, case folded, then the letters of sources.md §5 replaced; the results
/// compare by code point)".
package struct SortKey: Comparable, Sendable {
  package let scalars: [UInt32]

  package init(_ text: String) {
    var scalars: [UInt32] = []
    for scalar in text.decomposedStringWithCompatibilityMapping.unicodeScalars
    where scalar.properties.canonicalCombiningClass == .notReordered {
      scalars += Self.folded(scalar)
    }
    self.scalars = scalars.flatMap { scalar in
      Self.without.first { $0.letters.contains { $0.value == scalar } }?.instead.unicodeScalars.map(\.value) ?? [scalar]
    }
  }

  /// `ø→o ł→l đ→d ð→d þ→th ħ→h ı→i ŋ→n æ→ae œ→oe ß→ss ĸ→k ŧ→t ƒ→f ə→a`, and `’ ‘ ʼ ‛` to `'`.
  private static let without: [(letters: String.UnicodeScalarView, instead: String)] = [
    ("ø", "o"), ("ł", "l"), ("đð", "d"), ("þ", "th"), ("ħ", "h"), ("ı", "i"), ("ŋ", "n"), ("æ", "ae"), ("œ", "oe"),
    ("ß", "ss"), ("ĸ", "k"), ("ŧ", "t"), ("ƒ", "f"), ("ə", "a"), ("’‘ʼ‛", "'"),
  ].map { ($0.unicodeScalars, $1) }

  package static func < (left: SortKey, right: SortKey) -> Bool {
    left.scalars.lexicographicallyPrecedes(right.scalars)
  }

  /// Whether `part` occurs in this key; the empty key occurs in every key.
  package func contains(_ part: SortKey) -> Bool {
    let length = part.scalars.count
    guard length <= scalars.count else { return false }
    return (0...scalars.count - length).contains { scalars[$0..<$0 + length].elementsEqual(part.scalars) }
  }

  /// "Search also treats hyphens, commas and runs of blanks as one blank, finds the words in any order, and for names
  /// without blanks (Chinese, Japanese, Korean) finds first and last name written together in either order."
  package static func finds(_ search: String, in names: [String], joined: [String] = []) -> Bool {
    words(search).allSatisfy { word in
      let together = word.scalars.contains { $0 >= 0x1100 && $0 <= 0x11FF || $0 >= 0x3041 && $0 <= 0x9FFF }
      return (names + (together ? joined : [])).contains { SortKey($0).contains(word) }
    }
  }

  private static func words(_ text: String) -> [SortKey] {
    let blanks = text.map { "-,".contains($0) || $0.isWhitespace ? " " : String($0) }.joined()
    return blanks.split(separator: " ").map { SortKey(String($0)) }
  }

  /// Full case folding of one character: lower case of the upper case of the lower case; the dotless i is unchanged,
  /// and Cherokee letters fold to capitals.
  static func folded(_ scalar: Unicode.Scalar) -> [UInt32] {
    switch scalar.value {
    case 0x0131, 0x1D6A4: [scalar.value]
    case 0xAB70...0xABBF: [scalar.value - 0x97D0]
    case 0x13F8...0x13FD: [scalar.value - 8]
    case 0x13A0...0x13F5: [scalar.value]
    default:
      [scalar].flatMap { $0.properties.lowercaseMapping.unicodeScalars }
        .flatMap { $0.properties.uppercaseMapping.unicodeScalars }
        .flatMap { $0.properties.lowercaseMapping.unicodeScalars }
        .map(\.value)
    }
  }
}

/// "Ids by code point (`x10` before `x9`)." Swift's own order of strings is by canonical equivalence, which differs.
package func precedesByCodePoint(_ left: String, _ right: String) -> Bool {
  left.unicodeScalars.lexicographicallyPrecedes(right.unicodeScalars)
}

/// Equal "by code point", whereas Swift's `==` would also match `é` with `e` and an accent.
package func equalByCodePoint(_ left: String, _ right: String) -> Bool {
  left.unicodeScalars.elementsEqual(right.unicodeScalars)
}
