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
    let answers = "\(found.subject.page)/questions/\(Query.encoded(found.question.id))"
    let interaction = Interaction(rawValue: found.interaction) ?? .other
    let question = AnsweredQuestion(
      interaction, choices: found.choices, correct: found.correct, response: found.response,
      language: visit.language.code)
    var page = DrillDown(
      visit: visit, subject: found.subject, title: visit.shown.instant(found.answeredAt),
      kind: visit.language("interaction_\(interaction.word)"), section: .questions)
    page.between = [(found.question.name, answers)]
    var model = try page.model
    model["answer"] = AnswerModel(question, visit.language).model.merging(
      ["statement": found.question.name, "facts": facts(found, visit), "verdict": verdict(found.score, visit.language)]
    ) { own, _ in own }
    return try visit.page("answer", model)
  }

  /// From the stored score; in words and with a symbol, so that color is not the only indication.
  private static func verdict(_ score: Int?, _ language: Language) -> PageModel {
    switch score {
    case nil: ["title": language("answer_verdict_unscored"), "tone": "plain"]
    case Percentage.whole?: ["title": language("answer_verdict_right"), "tone": "good"]
    case 0?: ["title": language("answer_verdict_wrong"), "tone": "bad"]
    default: ["title": language("answer_verdict_partly"), "tone": "warn"]
    }
  }

  private static func facts(_ answer: GivenAnswer, _ visit: WebRequest) -> [PageModel] {
    let (language, shown) = (visit.language, visit.shown)
    var score: PageModel = ["title": language("column_score")]
    score["value"] = answer.score.flatMap { shown.percent(Fraction($0, 1)) }
    var facts: [PageModel] = [score, ["title": language("column_date"), "value": shown.instant(answer.answeredAt)]]
    if let course = answer.course {
      let href = "\(answer.subject.page)/courses/\(Query.encoded(course.id))/attempts"
      facts.append(["title": language("block_course"), "value": course.name, "href": href])
    }
    return facts
  }
}

extension Interaction {
  /// As part of a text key.
  var word: String { rawValue.replacing("-", with: "_") }
}
