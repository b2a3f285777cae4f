import Access
import DatabaseAccess

/// The section *Paths*: one row per path session with an open enrolment, by name.
enum PathRow {
  static func section(_ user: VisibleUser, _ now: Int, _ session: any SQLSession) throws -> Section {
    let rows = try session.all(
      """
      SELECT s.id, p.name, s.name, m.progress, m.status, m.time_spent, m.score_numerator, m.score_denominator,
        m.validated_at
      FROM (\(sql: PathSessionStatus.select(where: "e.user_key = \(user.key)", now: now))) AS m
      JOIN path_sessions AS s ON s.key = m.path_session_key JOIN paths AS p ON p.key = s.path_key
      """
    ) { row in
      Section.Row(
        name: row.text(at: 1) + "\u{1F}" + row.text(at: 2), id: row.text(at: 0),
        cells: [
          .text(row.text(at: 0)), .text(row.text(at: 1)), .text(row.text(at: 2)), .progress(row.integer(3)),
          .status(code: row.text(at: 4)), .duration(row.integer(at: 5)),
          .mean(Fraction(row.integer(at: 6), row.integer(at: 7))),
          .instant(row.integer(8)),
        ])
    }
    let byPath = Section.sorted(rows, descending: false) { $0.cells[1] }
    return Section("paths", columns, byPath)
  }

  static let columns: [Column] = [
    .init("session", .id, isShown: false), .init("name", .text), .init("session_name", .text),
    .init("progress", .progress, .pathProgress), .init("status", .status, .pathStatus),
    .init("time_spent", .duration, .pathTimeSpent), .init("score", .percent, .pathScore),
    .init("validated_at", .instant, .pathValidatedAt),
  ]
}
