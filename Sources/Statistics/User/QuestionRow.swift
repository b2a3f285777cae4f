import Access
import DatabaseAccess

/// The section *Answered questions*, latest activity first.
enum QuestionRow {
  static func section(_ user: VisibleUser, _ view: SectionView, _ session: any SQLSession) throws -> Section {
    try statement(user).read(view, session)
  }

  private static func statement(_ user: VisibleUser) -> SectionStatement {
    SectionStatement(
      id: "questions", columns: columns,
      fields: "q.id, q.statement, t.score_sum, t.score_count, t.answers, t.last_activity",
      source: """
        FROM question_standings AS t JOIN questions AS q ON q.key = t.question_key WHERE t.user_key = \(user.key)
        """,
      count: "SELECT count(*) FROM question_standings WHERE user_key = \(user.key)",
      keys: [
        "statement": ["q.statement_key"], "score": SectionStatement.quotient("t.score_sum", "t.score_count"),
        "answers": ["t.answers"], "last_activity": ["t.last_activity"],
      ], ties: ["q.statement_key", "q.id"], latest: "last_activity"
    ) { row in
      Section.Row(
        name: row.text(at: 1), id: row.text(at: 0),
        cells: [
          .text(row.text(at: 0)), .text(row.text(at: 1)), .mean(Fraction(row.integer(at: 2), row.integer(at: 3))),
          .count(row.integer(at: 4)), .instant(row.integer(at: 5)),
        ])
    }
  }

  static let columns: [Column] = [
    .init("question", .id, isShown: false), .init("statement", .text), .init("score", .percent, .questionScore),
    .init("answers", .count, .questionAnswers), .init("last_activity", .instant, .questionLastActivity),
  ]
}
