import Records

/// Tags of languages (RFC 5646).
enum LanguageTag {
  /// Whether a tag follows the grammar of section 2.1; subtags need not be registered.
  static func isWellFormed(_ tag: String) -> Bool {
    let subtags = tag.asciiLowercased.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    guard subtags.allSatisfy({ (1...8).contains($0.count) && $0.allSatisfy(TextFormat.isAlphanumeric) }) else {
      return false
    }
    if grandfathered.contains(tag.asciiLowercased) { return true }
    var rest = subtags[...]
    return takePrivateUse(&rest) || takeLanguage(&rest) && takeExtensions(&rest)
  }

  private typealias Subtags = ArraySlice<Substring.UTF8View>

  private static func takeLanguage(_ rest: inout Subtags) -> Bool {
    guard let language = rest.popFirst(), language.count >= 2, isAlphabetic(language) else { return false }
    // Extended languages follow only a short code.
    for _ in 0..<(language.count <= 3 ? 3 : 0) { take(&rest) { $0.count == 3 && isAlphabetic($0) } }
    take(&rest) { $0.count == 4 && isAlphabetic($0) }
    take(&rest) { $0.count == 2 && isAlphabetic($0) || $0.count == 3 && $0.allSatisfy(TextFormat.isDigit) }
    var variants: Set<String> = []
    while let variant = rest.first, variant.count >= 5 || variant.count == 4 && TextFormat.isDigit(variant.first ?? 0) {
      guard variants.insert(String(Substring(variant))).inserted else { return false }
      rest.removeFirst()
    }
    return true
  }

  /// Extensions, each with another singleton, and private use at the end.
  private static func takeExtensions(_ rest: inout Subtags) -> Bool {
    var singletons: Set<UInt8> = []
    while let singleton = rest.first, singleton.count == 1, let byte = singleton.first, byte != UInt8(ascii: "x") {
      guard singletons.insert(byte).inserted else { return false }
      rest.removeFirst()
      guard take(&rest, if: { $0.count >= 2 }) else { return false }
      while take(&rest, if: { $0.count >= 2 }) {}
    }
    return rest.isEmpty || takePrivateUse(&rest)
  }

  private static func takePrivateUse(_ rest: inout Subtags) -> Bool {
    rest.first?.elementsEqual("x".utf8) == true && rest.count >= 2
  }

  @discardableResult private static func take(_ rest: inout Subtags, if fits: (Substring.UTF8View) -> Bool) -> Bool {
    guard let first = rest.first, fits(first) else { return false }
    rest.removeFirst()
    return true
  }

  private static func isAlphabetic(_ subtag: Substring.UTF8View) -> Bool { subtag.allSatisfy(TextFormat.isLetter) }

  /// The tags of section 2.1 that do not follow the rest of the grammar.
  private static let grandfathered: Set<String> = [
    "en-gb-oed", "i-ami", "i-bnn", "i-default", "i-enochian", "i-hak", "i-klingon", "i-lux", "i-mingo", "i-navajo",
    "i-pwn", "i-tao", "i-tay", "i-tsu", "sgn-be-fr", "sgn-be-nl", "sgn-ch-de",
  ]
}
