package import Access
package import Calendar
package import DatabaseAccess

/// A user's answers to a question, latest first.
package struct QuestionAnswers: Sendable {
  package let subject: Subject
  /// Its name is its statement.
  package let question: NamedRecord
  package let answers: Section

  /// - Throws: `AccessDenied.notFound` for a user outside the scope, and for a question that is unknown or that the
  ///   user never answered.
  package init(
    user: String, question id: String, in scope: Scope, at moment: Moment, _ view: SectionView,
    _ session: any SQLSession
  ) throws {
    subject = try Subject(id: user, in: scope, session)
    question = try NamedRecord(
      """
      SELECT q.key, q.id, q.statement FROM questions AS q
      JOIN question_standings AS t ON t.question_key = q.key AND t.user_key = \(subject.key) WHERE q.id = \(id)
      """, session)
    answers = try Table.answers.section(
      RowFilter(of: subject.user, about: question.key, at: moment), view, session)
  }

  package static let columns = Table.answers.columns
}

/// A user's answer, with the question as it was asked; all values as imported.
package struct GivenAnswer: Sendable {
  package let subject: Subject
  package let id: String
  package let question: NamedRecord
  package let interaction: String
  /// JSON (`records.md`, *questions*).
  package let choices: String?
  /// An xAPI correct-responses pattern.
  package let correct: String?
  /// An xAPI response.
  package let response: String?
  /// Hundredths.
  package let score: Int?
  package let answeredAt: Int
  /// The course of the attempt in which the answer was given.
  package let course: NamedRecord?

  /// - Throws: `AccessDenied.notFound` for a user outside the scope, and for an answer of another user.
  package init(user: String, answer id: String, in scope: Scope, _ session: any SQLSession) throws {
    let subject = try Subject(id: user, in: scope, session)
    let found = try session.first(
      """
      SELECT q.id, q.interaction, q.choices, q.correct, a.response, a.score, a.answered_at, t.course_key
      FROM answers AS a JOIN questions AS q ON q.key = a.question_key
      LEFT JOIN attempts AS t ON t.user_key = a.user_key AND t.id = a.attempt
      WHERE a.user_key = \(subject.key) AND a.id = \(id)
      """
    ) { row in (0..<8).map { row.value($0) } }
    guard let found else { throw AccessDenied.notFound }
    self.subject = subject
    self.id = id
    question = try NamedRecord(
      "SELECT q.key, q.id, q.statement FROM questions AS q WHERE q.id = \(found[0])", session)
    interaction = found[1].text ?? ""
    choices = found[2].text
    correct = found[3].text
    response = found[4].text
    score = found[5].integer
    answeredAt = found[6].integer ?? 0
    course = try found[7].integer.map {
      try NamedRecord("SELECT c.key, c.id, c.name FROM courses AS c WHERE c.key = \($0)", session)
    }
  }
}
