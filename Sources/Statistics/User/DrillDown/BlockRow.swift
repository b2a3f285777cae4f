import Access
import DatabaseAccess

/// A user's blocks of a program session, or steps of a path session, by position.
enum BlockRow {
  static func blocks(ofProgram key: Int, _ user: VisibleUser, _ session: any SQLSession) throws -> Section {
    let sql: SQLText = """
      SELECT b.position, b.kind, \(sql: items(with: [])), b.mandatory, t.progress, t.score,
        CASE WHEN t.score IS NULL THEN 0 ELSE 1 END, t.time_spent, t.attempts, t.last_activity
      FROM program_sessions AS s JOIN program_blocks AS b ON b.program_key = s.program_key \(sql: joins)
      LEFT JOIN block_standings AS t
        ON t.user_key = \(user.key) AND t.program_session_key = s.key AND t.position = b.position
      WHERE s.key = \(key) ORDER BY b.position
      """
    return Section("blocks", columns(title: "block"), try session.all(sql, decode))
  }

  static func steps(ofPath key: Int, _ user: VisibleUser, _ session: any SQLSession) throws -> Section {
    let sql: SQLText = """
      SELECT b.position, b.kind, \(sql: items(with: ["p"])), b.mandatory, t.progress, t.score_sum, t.score_count,
        t.time_spent, t.attempts, t.last_activity
      FROM path_sessions AS s JOIN path_steps AS b ON b.path_key = s.path_key \(sql: joins)
      LEFT JOIN program_sessions AS p ON p.key = b.program_session_key
      LEFT JOIN step_standings AS t ON t.user_key = \(user.key) AND t.path_session_key = s.key AND t.position = b.position
      WHERE s.key = \(key) ORDER BY b.position
      """
    return Section("steps", columns(title: "step"), try session.all(sql, decode))
  }

  private static let joins: SQLText = """
    LEFT JOIN courses AS c ON c.key = b.course_key LEFT JOIN assessments AS a ON a.key = b.assessment_key
    LEFT JOIN classrooms AS r ON r.key = b.classroom_key
    """

  private static func items(with more: [String]) -> SQLText {
    let tables = ["c", "a", "r"] + more
    let columns = ["id", "name"].map { column in
      "coalesce(\(tables.map { "\($0).\(column)" }.joined(separator: ", ")))"
    }
    return SQLText(raw: columns.joined(separator: ", "))
  }

  /// A course without an attempt has 0 attempts but no time, since its time is that of the most recent attempt.
  private static func decode(_ row: any SQLRow) -> Section.Row {
    let kind = row.text(at: 1)
    let attempts = row.integer(9) ?? (kind == "course" ? 0 : nil)
    return Section.Row(
      name: row.text(at: 3), id: String(row.integer(at: 0)),
      cells: [
        .count(row.integer(at: 0)), .text(kind), .text(row.text(at: 2)), .text(row.text(at: 3)), .flag(row.flag(4)),
        .progress(row.integer(at: 5)), .mean(Fraction(row.integer(at: 6), row.integer(at: 7))),
        row.integer(8).map { .duration($0) } ?? .none, attempts.map { .count($0) } ?? .none, .instant(row.integer(10)),
      ])
  }

  static func columns(title: String) -> [Column] {
    [
      .init("position", .count, isShown: false), .init("kind", .text, isShown: false),
      .init("item", .id, isShown: false), .init("name", .text, title: title),
      .init("mandatory", .flag, isShown: false), .init("progress", .progress, .blockProgress),
      .init("score", .percent, .blockScore), .init("time_spent", .duration, .blockTimeSpent),
      .init("attempts", .count, .blockAttempts), .init("last_activity", .instant, .blockLastActivity),
    ]
  }
}
