import Records
import Testing

/// Bytes decide wherever identity, routing, headers or markup depends on text.
@Suite struct ASCIITextTests {
  /// Characters that Swift's `Character` merges with the preceding letter.
  static let marks = ["\u{301}", "\u{338}", "\u{FE0F}", "\u{20DD}", "\u{200D}", "\u{E0100}", "\u{1F3FB}", "\u{93E}"]

  @Test(arguments: marks) func `A mark hides nothing that stands before it`(mark: String) {
    #expect(("//" + mark + "x").startsWithBytes(of: "//"))
    #expect(("x/" + mark).containsBytes(of: "/") && ("x=" + mark).endsWithBytes(of: mark))
    #expect(("a," + mark + "b,c").splitBytes(at: ",") == ["a", mark + "b", "c"])
    #expect((" " + mark).asciiTrimmed == mark && ("x \t\r\n" + "").asciiTrimmed == "x")
  }

  @Test func `Only ASCII letters have another case, only ASCII blanks are trimmed`() {
    for (other, folded) in [("\u{212A}", "k"), ("\u{130}", "i"), ("\u{17F}", "s"), ("Ａ", "ａ"), ("É", "é")] {
      #expect(Array(other.asciiLowercased.utf8) == Array(other.utf8), "\(other)")
      #expect(!other.equalsIgnoringASCIICase(folded), "\(other)")
    }
    #expect("BeaRER".asciiLowercased == "bearer" && "BeaRER".equalsIgnoringASCIICase("bEArer"))
    #expect("tallybook-é".asciiUppercased == "TALLYBOOK-é")
    for blank in ["\u{200B}", "\u{A0}", "\u{3000}", "\u{FEFF}", "\u{85}", "\u{2028}"] {
      #expect(("x" + blank).asciiTrimmed.utf8.count > 1, "\(blank.unicodeScalars)")
    }
  }

  @Test(arguments: [("é", "e\u{301}"), ("K", "\u{212A}"), (";", "\u{37E}"), ("`", "\u{1FEF}")])
  func `Texts that Swift takes for equal are two`(one: String, other: String) {
    #expect(one == other && !one.equalsBytes(of: other) && ID(text: one) != ID(text: other))
    #expect(Set(ids: [one, other, one]).count == 2 && ![one].containsID(other))
  }

  @Test func `Parts are kept as asked`() {
    #expect("a..b".splitBytes(at: ".", keepsEmpty: true) == ["a", "", "b"])
    #expect("a.b.c".splitBytes(at: ".", maxSplits: 1) == ["a", "b.c"])
    #expect("".splitBytes(at: ".", keepsEmpty: true) == [""] && "".splitBytes(at: ".").isEmpty)
  }
}
