import Access
import DatabaseAccess
import Records

/// The section *Programs*: one row per program session with an open enrolment, newest session first.
enum ProgramRow {
  static func section(_ user: VisibleUser, _ session: any SQLSession) throws -> Section {
    try section(
      user,
      """
      SELECT e.program_session_key FROM enrolments AS e WHERE e.user_key = \(user.key) AND e.unenrolled_at IS NULL
      """, session)
  }

  /// One row for each of the sessions, even if the user is not enrolled in it.
  static func section(_ user: VisibleUser, _ sessions: SQLText, _ session: any SQLSession) throws -> Section {
    var created: [ID: Int] = [:]
    let rows = try session.all(
      """
      SELECT s.id, s.name, s.created_at, s.ends_at,
        \(raw: FactSource.Kind.program.progress("t", of: "s.program_key")),
        t.score_sum, t.score_count, t.time_spent, t.last_activity
      FROM program_sessions AS s
      LEFT JOIN program_standings AS t ON t.program_session_key = s.key AND t.user_key = \(user.key)
      WHERE s.key IN (\(sql: sessions))
      """
    ) { row in
      created[ID(text: row.text(at: 0))] = row.integer(at: 2)
      return Section.Row(
        name: row.text(at: 1), id: row.text(at: 0),
        cells: [
          .text(row.text(at: 0)), .text(row.text(at: 1)), .progress(row.integer(4)),
          .mean(Fraction(row.integer(at: 5), row.integer(at: 6))), .duration(row.integer(at: 7)),
          .instant(row.integer(3)), .instant(row.integer(8)),
        ])
    }
    return Section(
      "programs", columns, Section.sorted(rows, descending: true) { .instant(created[ID(text: $0.id)]) })
  }

  static let columns: [Column] = [
    .init("session", .id, isShown: false), .init("name", .text), .init("progress", .progress, .programProgress),
    .init("score", .percent, .programScore), .init("time_spent", .duration, .programTimeSpent),
    .init("ends_at", .instant), .init("last_activity", .instant, .programLastActivity),
  ]
}
