import DatabaseAccess

/// The section *Answered questions*, latest activity first.
enum QuestionRow {
  static func section(_ user: Int, _ session: any SQLSession) throws -> Section {
    let rows = try session.all(
      """
      SELECT q.id, q.statement, t.score_sum, t.score_count, t.answers, t.last_activity
      FROM question_standings AS t JOIN questions AS q ON q.key = t.question_key WHERE t.user_key = \(user)
      """
    ) { row in
      Section.Row(
        name: row.text(at: 1), id: row.text(at: 0),
        cells: [
          .text(row.text(at: 0)), .text(row.text(at: 1)), .mean(Fraction(row.integer(at: 2), row.integer(at: 3))),
          .count(row.integer(at: 4)), .instant(row.integer(at: 5)),
        ])
    }
    return Section("questions", columns, Section.sorted(rows, descending: true) { $0.cells[4] })
  }

  static let columns: [Section.Column] = [
    .init("question", .id, isShown: false), .init("statement", .text), .init("score", .percent),
    .init("answers", .count), .init("last_activity", .instant),
  ]
}
