import DatabaseAccess

// Program and path sessions with an open enrolment. Standings cover all facts, regardless of dates; if sessions are
// chosen, only these have rows.

extension UserRows {
  static func programSessions(_ population: Population, _ selection: Selection) -> UserRows {
    let chosen: SQLText = selection.sessions.map { "e.program_session_key \(anyOf: $0.programs)" } ?? "true"
    return UserRows(
      """
      (SELECT e.user_key, e.program_session_key FROM enrolments AS e
        WHERE e.unenrolled_at IS NULL AND e.program_session_key IS NOT NULL AND \(sql: population.holds("e.user_key"))
        AND \(sql: chosen) GROUP BY e.user_key, e.program_session_key) AS f
      JOIN program_sessions AS s ON s.key = f.program_session_key JOIN programs AS o ON o.key = s.program_key
      LEFT JOIN program_standings AS t
        ON t.user_key = f.user_key AND t.program_session_key = f.program_session_key
      """,
      columns: [
        Column("session", .id, heading: "Session", sql: "s.id"),
        Column("name", .text, heading: "Name", sql: "s.name"),
        Column("program", .text, heading: "Program", sql: "o.name"),
        Column(
          "progress", .progress, .programProgress, sql: FactSource.Kind.program.progress("t", of: "s.program_key")),
        Column("score", .percent, .programScore, sql: "t.score_sum", "t.score_count"),
        Column("time_spent", .duration, .programTimeSpent, sql: "coalesce(t.time_spent, 0)"),
        Column("ends_at", .instant, heading: "End", sql: "s.ends_at"),
        Column("last_activity", .instant, .programLastActivity, sql: "t.last_activity"),
      ], order: "s.created_at DESC, s.name_key, s.id", population)
  }

  static func pathSessions(_ population: Population, _ selection: Selection, _ now: Int) -> UserRows {
    let chosen: SQLText = selection.sessions.map { "e.path_session_key \(anyOf: $0.paths)" } ?? "true"
    let situation = PathSessionStatus.select(
      where: "\(sql: population.holds("e.user_key")) AND \(sql: chosen)", now: now)
    return UserRows(
      """
      (\(sql: situation)) AS f
      JOIN path_sessions AS s ON s.key = f.path_session_key JOIN paths AS o ON o.key = s.path_key
      """,
      columns: [
        Column("session", .id, heading: "Session", sql: "s.id"),
        Column("name", .text, heading: "Name", sql: "o.name"),
        Column("session_name", .text, heading: "Session name", sql: "s.name"),
        Column("progress", .progress, .pathProgress, sql: "f.progress"),
        Column("status", .status, .pathStatus, sql: "f.status"),
        Column("time_spent", .duration, .pathTimeSpent, sql: "f.time_spent"),
        Column("score", .percent, .pathScore, sql: "f.score_numerator", "f.score_denominator"),
        Column("validated_at", .instant, .pathValidatedAt, sql: "f.validated_at"),
        Column("last_activity", .instant, .pathLastActivity, sql: "f.last_activity"),
      ], order: "o.name_key, s.name_key, s.id", population)
  }
}
