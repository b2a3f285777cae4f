import Testing

@testable import Records

/// A response compared with the correct one, item by item.
@Suite struct AnsweredQuestionTests {
  private static let choices = #"[{"id":"a","description":"A"},{"id":"b","description":"B"},{"id":"c"}]"#
  private static let sides =
    #"{"source":[{"id":"s1","description":"One"},{"id":"s2","description":"Two"}],"target":[{"id":"t1","description":"Uno"},{"id":"t2","description":"Due"}]}"#

  private func marks(_ question: AnsweredQuestion) -> [AnsweredQuestion.Mark?] { question.lines.map(\.mark) }

  @Test func `A choice is right where it was chosen and is correct`() {
    let question = AnsweredQuestion(.choice, choices: Self.choices, correct: "a[,]c", response: "c[,]b")
    #expect(question.lines.map(\.label) == [.text("A"), .text("B"), .text("c")])
    #expect(marks(question) == [.missed, .wrong, .right])
    #expect(question.faults.isEmpty)
    let truth = AnsweredQuestion(.trueFalse, choices: nil, correct: "true", response: "false")
    #expect(marks(truth) == [.missed, .wrong] && truth.faults.isEmpty)
  }

  @Test func `An order is compared place by place, pairs by their source`() {
    let order = AnsweredQuestion(.sequencing, choices: Self.choices, correct: "a[,]b[,]c", response: "a[,]c[,]b")
    #expect(marks(order) == [.right, .wrong, .wrong])
    let short = AnsweredQuestion(.sequencing, choices: Self.choices, correct: "a[,]b[,]c", response: "a")
    #expect(marks(short) == [.right, .missed, .missed])
    let pairs = AnsweredQuestion(.matching, choices: Self.sides, correct: "s1[.]t1[,]s2[.]t2", response: "s2[.]t2")
    #expect(marks(pairs) == [.missed, .right] && pairs.lines[1].given == .text("Due"))
    let swapped = AnsweredQuestion(
      .matching, choices: Self.sides, correct: "s1[.]t1[,]s2[.]t2", response: "s2[.]t1[,]s1[.]t2")
    #expect(marks(swapped) == [.wrong, .wrong])
  }

  @Test(arguments: [
    ("1[:]72", "24", AnsweredQuestion.Mark.right), ("1[:]72", "72.0", .right), ("1[:]72", "72.01", .wrong),
    ("[:]3", "-5", .right), ("3[:]", "2.99", .wrong), ("30", "30.0", .right), ("30", "3e1", .right),
    ("30", "29.5", .wrong),
    ("0.3", "0.30", .right),
  ]) func `A number is right in its range, as a decimal`(correct: String, response: String, mark: AnsweredQuestion.Mark)
  {
    #expect(marks(AnsweredQuestion(.numeric, choices: nil, correct: correct, response: response)) == [mark])
  }

  @Test func `A step is right by its text, its number or its range`() {
    let correct = "p[.]done[,]m[.]1[:]3[,]n[.]2"
    let question = AnsweredQuestion(
      .performance, choices: nil, correct: correct, response: "p[.]done[,]m[.]4[,]n[.]2.0")
    #expect(marks(question) == [.right, .wrong, .right])
  }

  @Test func `Blanks heed capitals and order as they are told`() {
    func marks(_ correct: String, _ response: String) -> [AnsweredQuestion.Mark?] {
      self.marks(AnsweredQuestion(.fillIn, choices: nil, correct: correct, response: response))
    }
    #expect(marks("Paris", " pARIS ") == [.right])
    #expect(marks("{case_matters=true}Paris", "paris") == [.wrong])
    #expect(marks("check[,]sign", "sign[,]check") == [.wrong, .wrong])
    #expect(marks("{order_matters=false}check[,]sign", "sign[,]check") == [.right, .right])
    #expect(marks("{order_matters=false}a[,]a[,]b", "a[,]c") == [.right, .wrong, .missed, .missed])
    #expect(marks("{order_matters=false}{case_matters=true}a[,]B", "b[,]a") == [.wrong, .right, .missed])
  }

  @Test func `Of several correct responses the nearest is compared, the others are told`() {
    let question = AnsweredQuestion(.choice, choices: Self.choices, correct: #"["a","b[,]c"]"#, response: "b[,]c")
    #expect(marks(question) == [nil, .right, .right])
    #expect(question.others.map { $0.map(\.label) } == [[.text("A")]])
  }

  @Test func `Of open questions and others nothing but the score tells`() {
    for kind in [Interaction.longFillIn, .other] {
      let question = AnsweredQuestion(kind, choices: nil, correct: "An answer", response: "Another")
      #expect(marks(question) == [nil] && question.faults.isEmpty)
    }
  }

  @Test(arguments: Interaction.allCases) func `Whatever is missing is told, and nothing is marked`(kind: Interaction) {
    let question = AnsweredQuestion(kind, choices: nil, correct: nil, response: nil)
    #expect(question.faults.contains(.noResponse) && question.faults.contains(.noCorrect))
    #expect(question.faults.contains(.noChoices) == kind.hasChoices)
    #expect(question.lines.allSatisfy { $0.mark == nil })
  }

  @Test(arguments: Interaction.allCases) func `Whatever cannot be read is kept as it is`(kind: Interaction) {
    let odd = "[,]x[.]y[.]z[:]"
    let question = AnsweredQuestion(kind, choices: "7", correct: odd, response: odd)
    let isRead = [.fillIn, .longFillIn, .other].contains(kind)
    #expect(question.faults.contains(.response(odd)) == !isRead)
    #expect(question.faults.contains(.correct(odd)) == !isRead)
    #expect(question.faults.contains(.choices("7")) == kind.hasChoices)
  }

  @Test func `Ids beside the choices are shown, and told`() {
    let question = AnsweredQuestion(.choice, choices: Self.choices, correct: "a", response: "zzz")
    #expect(question.lines.last == .init(label: .unknown("zzz"), given: .label, correct: nil, mark: .wrong))
    #expect(question.faults == [.unknownChoices])
    let without = AnsweredQuestion(.choice, choices: nil, correct: "a", response: "b")
    #expect(without.faults == [.noChoices] && marks(without) == [.wrong, .missed])
  }

  @Test func `A description by language is the reader's, else English, else the first`() {
    let json =
      #"[{"id":"a","description":{"en-US":"Yes","fr":"Oui"}},{"id":"b","description":{"de":"Nein","it":"No"}}]"#
    func labels(_ language: String) -> [AnsweredQuestion.Term?] {
      AnsweredQuestion(.choice, choices: json, correct: "a", response: "a", language: language).lines.map(\.label)
    }
    #expect(labels("fr") == [.text("Oui"), .text("Nein")])
    #expect(labels("es") == [.text("Yes"), .text("Nein")])
  }
}
