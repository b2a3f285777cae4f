import DatabaseAccess

// Program and path sessions. Standings cover all facts, regardless of dates.

extension Table {
  /// Program sessions with an open enrolment, newest session first.
  package static let programs = Table(
    "programs", rows: { "(\(sql: programStandings($0)))" },
    joins: " JOIN program_sessions AS s ON s.key = f.program_session_key JOIN programs AS o ON o.key = s.program_key",
    columns: [
      Column("session", .id, heading: "Session", sql: "s.id", isShown: false),
      Column("name", .text, heading: "Name", sql: "s.name"),
      Column("progress", .progress, .programProgress, sql: "f.progress"),
      Column("score", .percent, .programScore, sql: "f.score_sum", "f.score_count"),
      Column("time_spent", .duration, .programTimeSpent, sql: "f.time_spent"),
      Column("ends_at", .instant, heading: "End", sql: "s.ends_at"),
      Column("last_activity", .instant, .programLastActivity, sql: "f.last_activity"),
      Column("program", .text, heading: "Program", sql: "o.name", isShown: false, isInAPI: false),
    ], row: ("s.id", "s.name"), order: "s.created_at DESC", ties: ["s.name_key", "s.id"])

  /// Per user and session: `user_key, program_session_key, progress, score_sum, score_count, time_spent,
  /// last_activity`, and `started`, null without counting facts.
  private static func programStandings(_ filter: RowFilter) -> SQLText {
    let kind = FactSource.Kind.program
    let anyone: SQLText = """
      SELECT u.user_key, \(filter.entity) AS program_session_key FROM user_standings AS u
      WHERE \(sql: filter.users("u.user_key"))
      """
    return """
      SELECT e.user_key, e.program_session_key, t.user_key AS started,
        \(raw: kind.progress("t", of: "s.program_key")) AS progress, t.score_sum, t.score_count,
        coalesce(t.time_spent, 0) AS time_spent, t.last_activity
      FROM (\(sql: filter.isEnrolled ? kind.enrolled(where: filter.enrolments(in: kind)) : anyone)) AS e
      JOIN program_sessions AS s ON s.key = e.program_session_key
      LEFT JOIN program_standings AS t ON t.user_key = e.user_key AND t.program_session_key = e.program_session_key
      """
  }

  /// Path sessions with an open enrolment, by name.
  package static let paths = Table(
    "paths", rows: { "(\(sql: PathSessionStatus.select(where: $0.enrolments(in: .path), now: $0.now)))" },
    joins: " JOIN path_sessions AS s ON s.key = f.path_session_key JOIN paths AS o ON o.key = s.path_key",
    columns: [
      Column("session", .id, heading: "Session", sql: "s.id", isShown: false),
      Column("name", .text, heading: "Name", sql: "o.name"),
      Column("session_name", .text, heading: "Session name", sql: "s.name"),
      Column("progress", .progress, .pathProgress, sql: "f.progress"),
      Column("status", .status, .pathStatus, sql: "f.status"),
      Column("time_spent", .duration, .pathTimeSpent, sql: "f.time_spent"),
      Column("score", .percent, .pathScore, sql: "f.score_numerator", "f.score_denominator"),
      Column("validated_at", .instant, .pathValidatedAt, sql: "f.validated_at"),
      Column("last_activity", .instant, .pathLastActivity, sql: "f.last_activity", isShown: false, isInAPI: false),
    ], row: ("s.id", "o.name || '\u{1F}' || s.name"), ties: ["o.name_key", "s.name_key", "s.id"])
}
