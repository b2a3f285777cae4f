import Records
import Testing

/// The sort key of names: NFKD, no marks, case folded, letters replaced (`statistics.md`, rule 8).
@Suite struct SortKeyTests {
  @Test(arguments: [
    ("Strasse", "strasse"), ("Straße", "strasse"), ("STRAẞE", "strasse"), ("ſ", "s"),
    ("İnci", "inci"), ("INCI", "inci"), ("ıdil", "idil"), ("ΣΊΣΥΦΟΣ", "σισυφοσ"), ("Σίσυφος", "σισυφοσ"),
    ("Ångström", "angstrom"), ("A\u{30A}ngstro\u{308}m", "angstrom"), ("\u{212B}", "a"), ("\u{212A}", "k"),
    ("ﬁsh", "fish"), ("ﬃ", "ffi"), ("ﬅ", "st"), ("Ⅷ", "viii"), ("Ｗｉｄｅ", "wide"), ("ǅon", "dzon"), ("ŉ", "'n"),
    ("Łukasz", "lukasz"), ("Đuro", "duro"), ("ÆØŒ", "aeooe"), ("µ", "μ"), ("ᾼ", "α"), ("ΐ", "ι"), ("ϐ", "β"),
    ("\u{301}", ""), ("", ""), ("E\u{301}\u{327}\u{20DD}", "e\u{20DD}"), ("Ა", "ა"), ("🙂", "🙂"),
  ])
  func `Case, accents and compatibility forms make no difference`(name: String, key: String) {
    expect(sortKey(name), is: key)
  }

  @Test(arguments: [
    ("øØǾǿ", "oooo"), ("łŁ", "ll"), ("đĐ", "dd"), ("ðÐ", "dd"), ("þÞ", "thth"), ("ħĦ", "hh"), ("ıIİi", "iiii"),
    ("ŋŊ", "nn"),
    ("æÆǽǼᴭ", "aeaeaeaeae"), ("œŒ", "oeoe"), ("ßẞ", "ssss"), ("ĸ", "k"), ("ŧŦ", "tt"), ("ƒƑ", "ff"), ("əƏ", "aa"),
    ("\u{2019}\u{2018}\u{2BC}\u{201B}", "''''"), ("O’Brien", "o'brien"), ("Wałęsa", "walesa"), ("Yıldız", "yildiz"),
    ("Þórdís", "thordis"), ("Đorđe", "dorde"), ("Ɖ", "ɖ"), ("ʻOkina", "ʻokina"),
  ])
  func `Letters without a decomposition are replaced, in both cases`(name: String, key: String) {
    expect(sortKey(name), is: key)
  }

  @Test func `Cherokee folds to its capitals`() {
    expect(sortKey("\u{AB70}\u{ABBF}"), is: "\u{13A0}\u{13EF}")
    expect(sortKey("\u{13F8}\u{13FD}"), is: "\u{13F0}\u{13F5}")
    expect(sortKey("\u{13A0}\u{13F5}"), is: "\u{13A0}\u{13F5}")
  }

  @Test func `A mark of combining class 0 stays, one of another class goes`() {
    expect(sortKey("क\u{93F}"), is: "क\u{93F}")
    expect(sortKey("क\u{94D}"), is: "क")
    expect(sortKey("가"), is: "\u{1100}\u{1161}")
  }

  @Test func `A key is its own key`() {
    for value in UInt32(0x20)...0x2FFFF {
      guard let scalar = Unicode.Scalar(value), scalar.properties.generalCategory != .unassigned else { continue }
      let key = sortKey(String(scalar))
      if !sortKey(key).unicodeScalars.elementsEqual(key.unicodeScalars) {
        Issue.record("U+\(String(value, radix: 16)): \(key) → \(sortKey(key))")
      }
    }
  }

  /// By code point, whereas Swift's `==` would accept accents in any order.
  private func expect(_ key: String, is expected: String) {
    #expect(Array(key.unicodeScalars) == Array(expected.unicodeScalars))
  }
}
