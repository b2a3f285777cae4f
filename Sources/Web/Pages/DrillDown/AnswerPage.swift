import Access
import Hummingbird
import Records
import Statistics

/// A question as a user answered it: statement, choices, the response and the correct one.
enum AnswerPage {
  static func show(_ visit: WebRequest) async throws -> Response {
    let (id, answer) = (try visit.parameter("id"), try visit.parameter("answer"))
    let scope = Scope.page(of: try visit.viewer)
    let found = try await visit.read { try GivenAnswer(user: id, answer: answer, in: scope, $0) }
    visit.audit("user.answer.view", subject: found.subject.key)
    let interaction = Interaction(rawValue: found.interaction) ?? .other
    let question = AnsweredQuestion(
      interaction, choices: found.choices, correct: found.correct, response: found.response,
      language: visit.language.code)
    var page = DrillDown(
      visit: visit, subject: found.subject, title: visit.shown.instant(found.answeredAt),
      kind: visit.language("interaction_\(interaction.word)"), section: .questions)
    page.between = [(found.question.name, "\(found.subject.page)/questions/\(Query.encoded(found.question.id))")]
    return try visit.page(AnswerView(answer: found, question: question, visit: visit).model(page))
  }
}

extension Interaction {
  /// As part of a text key.
  var word: String { rawValue.replacing("-", with: "_") }
}
