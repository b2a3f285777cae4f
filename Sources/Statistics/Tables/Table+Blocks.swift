import DatabaseAccess

extension Table {
  /// A user's blocks of a program session, by position.
  package static let blocks = parts("blocks", title: "block", of: .program)

  /// A user's steps of a path session, by position.
  package static let steps = parts("steps", title: "step", of: .path)

  private static func parts(_ id: String, title: String, of kind: FactSource.Kind) -> Table {
    Table(
      id, rows: { "(\(sql: standings($0, kind)))" },
      columns: [
        Column("position", .count, sql: "f.position", isShown: false),
        Column("kind", .text, sql: "f.kind", isShown: false), Column("item", .id, sql: "f.item", isShown: false),
        Column("name", .text, title: title, sql: "f.name"),
        Column("mandatory", .flag, sql: "f.mandatory", isShown: false),
        Column("progress", .progress, .blockProgress, sql: "f.progress"),
        Column("score", .percent, .blockScore, sql: "f.score_sum", "f.score_count"),
        Column("time_spent", .duration, .blockTimeSpent, sql: "f.time_spent"),
        Column("attempts", .count, .blockAttempts, sql: "f.attempts"),
        Column("last_activity", .instant, .blockLastActivity, sql: "f.last_activity"),
      ], row: ("CAST(f.position AS text)", "f.name"), ties: ["f.position"])
  }

  /// A course without an attempt has 0 attempts but no time, since its time is that of the most recent attempt.
  private static func standings(_ filter: RowFilter, _ kind: FactSource.Kind) -> SQLText {
    let isProgram = kind == .program
    let tables = ["c", "a", "r"] + (isProgram ? [] : ["p"])
    func item(_ column: String) -> String {
      "coalesce(\(tables.map { "\($0).\(column)" }.joined(separator: ", "))) AS \(column == "id" ? "item" : column)"
    }
    return """
      SELECT u.user_key, b.position, b.kind, \(raw: item("id")), \(raw: item("name")), b.mandatory,
        coalesce(t.progress, 0) AS progress, t.time_spent, t.last_activity,
        \(raw: isProgram ? "t.score" : "t.score_sum") AS score_sum,
        \(raw: isProgram ? "CASE WHEN t.score IS NULL THEN 0 ELSE 1 END" : "t.score_count") AS score_count,
        CASE WHEN b.kind = 'course' THEN coalesce(t.attempts, 0) ELSE t.attempts END AS attempts
      FROM user_standings AS u CROSS JOIN \(raw: kind.sessions) AS s
      JOIN \(raw: kind.parts) AS b ON b.\(raw: kind.course) = s.\(raw: kind.course)
      LEFT JOIN courses AS c ON c.key = b.course_key LEFT JOIN assessments AS a ON a.key = b.assessment_key
      LEFT JOIN classrooms AS r ON r.key = b.classroom_key
      \(raw: isProgram ? "" : "LEFT JOIN program_sessions AS p ON p.key = b.program_session_key")
      LEFT JOIN \(raw: isProgram ? "block" : "step")_standings AS t
        ON t.user_key = u.user_key AND t.\(raw: kind.session) = s.key AND t.position = b.position
      WHERE s.key = \(filter.entity) AND \(sql: filter.users("u.user_key"))
      """
  }
}
