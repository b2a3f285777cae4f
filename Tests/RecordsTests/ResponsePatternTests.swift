import Testing

@testable import Records

/// Responses in xAPI's notation.
@Suite struct ResponsePatternTests {
  private static let readable: [(Interaction, String)] = [
    (.trueFalse, "true"), (.trueFalse, "false"), (.choice, "a"), (.choice, "a[,]b"), (.likert, "l1"),
    (.sequencing, "a[,]b[,]c"), (.matching, "a[.]x"), (.matching, "a[.]x[,]b[.]y"), (.performance, "p[.]1"),
    (.performance, "p[.]1[:]3"), (.performance, "p[.]done[,]q[.][:]7"), (.numeric, "4"), (.numeric, "-4.50"),
    (.numeric, "1[:]72"), (.numeric, "[:]3"), (.numeric, "3[:]"), (.numeric, "1e3"), (.fillIn, "Paris"),
    (.fillIn, ""), (.fillIn, "a[,]"), (.fillIn, "{case_matters=true}{order_matters=false}a[,]{lang=fr}b"),
    (.longFillIn, "{lang=en}Words, and [more] {words}\nand lines"), (.other, "[,][.][:]{"), (.choice, "é ü"),
  ]
  private static let unreadable: [(Interaction, String)] = [
    (.trueFalse, "True"), (.trueFalse, "true[,]false"), (.trueFalse, ""), (.choice, ""), (.choice, "a[,]"),
    (.choice, "[,]"), (.choice, "a[,]a"), (.choice, "a[.]b"), (.likert, "a[,]b"), (.sequencing, "a[,][,]b"),
    (.sequencing, "a[,]a"), (.matching, "a"), (.matching, "a[.]"), (.matching, "[.]x"), (.matching, "a[.]x[.]y"),
    (.matching, "a[.]x[,]a[.]y"), (.matching, "a[.]1[:]2"), (.performance, "p"), (.performance, "p[.]x[:]y"),
    (.numeric, "four"), (.numeric, "4[,]5"), (.numeric, "[:]"), (.numeric, "5[:]4"), (.numeric, "1[:]2[:]3"),
    (.numeric, "1e999"), (.numeric, "0x10"), (.numeric, "29.5 minutes"), (.numeric, ""), (.numeric, "٣"),
  ]

  @Test(arguments: readable) func `What has the form of its interaction is read`(kind: Interaction, text: String) {
    #expect(ResponsePattern(text, of: kind) != nil)
  }

  @Test(arguments: unreadable) func `What has not is refused`(kind: Interaction, text: String) {
    #expect(ResponsePattern(text, of: kind) == nil)
  }

  @Test func `Parameters in front are taken, others are text`() throws {
    let pattern = try #require(
      ResponsePattern("{case_matters=true}{order_matters=false}{lang=en}a[,]{lang=de-AT}b", of: .fillIn))
    #expect(pattern.caseMatters && !pattern.orderMatters)
    #expect(pattern.items.map(\.language) == ["en", "de-AT"])
    #expect(pattern.items.map(\.value) == [.text("a"), .text("b")])
    let plain = try #require(ResponsePattern("{color=red}a", of: .fillIn))
    #expect(plain.items.map(\.value) == [.text("{color=red}a")])
    #expect(try #require(ResponsePattern("{case_matters", of: .fillIn)).items.count == 1)
  }

  @Test func `Several correct responses come as a JSON array, one as it is`() {
    #expect(ResponsePattern.alternatives(#"["a[,]b","c"]"#) == ["a[,]b", "c"])
    for text in ["a[,]b", "[,]", "[]", "[1]", "[a", ""] { #expect(ResponsePattern.alternatives(text) == [text]) }
    #expect(
      ResponsePattern.alternatives("[" + repeatElement("\"a\"", count: 5000).joined(separator: ",") + "]").count == 100)
  }

  @Test func `Tens of thousands of items take no time`() {
    let many = Array(repeating: "", count: 21_000).joined(separator: "[,]")
    let clock = ContinuousClock()
    let time = clock.measure {
      for rule in ["", "{order_matters=false}"] {
        let question = AnsweredQuestion(.fillIn, choices: nil, correct: rule + many, response: many)
        #expect(question.lines.count == 21_000 && question.lines.allSatisfy { $0.mark == .right })
      }
    }
    #expect(time < .seconds(20))
  }
}
