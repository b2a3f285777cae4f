/// A question that can be asked about any topic, with responses in xAPI notation.
///
/// Source: xAPI 1.0.3, Part Two, "Interaction Activities" and "Response Patterns".
struct QuestionTemplate: Sendable {
  let interaction: String
  /// `%` is replaced by the topic.
  let statement: String
  /// As in the column `choices`; empty if there are none.
  let choices: String
  let correct: String
  let right: [String]
  /// Wrong responses, each with its score in hundredths.
  let wrong: [Wrong]
  /// Whether a person must correct the response before it has a score.
  let isOpen: Bool
  /// False if no answer is correct or wrong.
  let isScored: Bool

  struct Wrong: Sendable {
    let response: String
    let score: Int

    init(_ response: String, _ score: Int = 0) {
      self.response = response
      self.score = score
    }
  }

  init(
    _ interaction: String, _ statement: String, choices: String = "", correct: String = "", right: [String],
    wrong: [Wrong] = [], isOpen: Bool = false, isScored: Bool = true
  ) {
    self.interaction = interaction
    self.statement = statement
    self.choices = choices
    self.correct = correct
    self.right = right
    self.wrong = wrong
    self.isOpen = isOpen
    self.isScored = isScored
  }

  /// Choices with the ids a, b, c….
  static func choices(_ descriptions: String...) -> String { list("abcdefgh".map(String.init), descriptions) }

  /// A JSON array of `{"id","description"}`.
  static func list(_ ids: [String], _ descriptions: [String]) -> String {
    "[" + zip(ids, descriptions).map { "{\"id\":\"\($0)\",\"description\":\"\($1)\"}" }.joined(separator: ",") + "]"
  }

  static let all = closed + ordered + open
}
