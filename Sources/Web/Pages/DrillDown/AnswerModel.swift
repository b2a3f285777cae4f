/// A question as it was answered, for `answer.mustache`: texts if there is one value to show, else a table.
struct AnswerModel: TemplateDocument {
  static let template = "answer"

  let trail: [TrailStep]
  let drill: DrillDown.Model.Head
  let statement: String
  /// With a symbol.
  let verdict: Badge
  /// Score, date, course.
  let facts: [Fact]
  /// The response and the correct response; empty with a table.
  let texts: [Text]
  /// Item by item.
  let table: Table?
  /// How many lines the table omits.
  let more: String?
  /// What is missing or unreadable.
  let faults: [Fault]
  /// Further correct responses.
  let others: [String]
  /// Rules of the comparison, such as case sensitivity.
  let rules: [String]
  /// How the score was determined.
  let note: String?

  struct Text: TemplateModel {
    let title: String
    let value: String?
    /// The value's language tag.
    var lang: String?
    var mark: Badge?
  }

  struct Fault: TemplateModel {
    let message: String
    let tone: Tone
    /// As in the records.
    var raw: String?
  }
}
