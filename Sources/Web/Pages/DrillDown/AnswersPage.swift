import Access
import Hummingbird
import Statistics

/// A user's answers to a question; each links to the question as it was answered.
enum AnswersPage {
  static func show(_ visit: WebRequest) async throws -> Response {
    let (id, question, query) = (try visit.parameter("id"), try visit.parameter("question"), try visit.query())
    let request = try SectionRequest("answers", QuestionAnswers.columns, query, rowsAPage: SectionRequest.many)
    let scope = Scope.page(of: try visit.viewer)
    let found = try await visit.read { [view = request.view] in
      try QuestionAnswers(user: id, question: question, in: scope, at: visit.moment, view, $0)
    }
    visit.audit("user.answers.view", subject: found.subject.key, rows: found.answers.count)
    let page = DrillDown(
      visit: visit, subject: found.subject, title: found.question.name, kind: visit.language("drill_answers"),
      section: .questions)
    let path = "\(found.subject.page)/questions/\(Query.encoded(question))"
    let links = SectionLinks(cells: ["statement": { "\(found.subject.page)/answers/\(Query.encoded($0.id))" }])
    return try page.response(SectionTable(found.answers, request.view, visit, query, path: path, links: links))
  }
}
