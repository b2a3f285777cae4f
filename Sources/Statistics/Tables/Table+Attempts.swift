import DatabaseAccess

// Courses, and the attempts on them.

extension Table {
  /// Played courses, latest activity first.
  package static let courses = Table(
    "courses", rows: { _ in "course_standings" }, about: "course_key",
    joins: " JOIN courses AS c ON c.key = f.course_key",
    columns: [
      Column("course", .id, sql: "c.id", isShown: false), Column("name", .text, sql: "c.name", by: "c.name_key"),
      Column("progress", .progress, .courseProgress, sql: "f.progress"),
      Column("score", .percent, .courseScore, sql: "f.score"),
      Column("attempts", .count, .courseAttempts, sql: "f.attempts"),
      Column("time_spent", .duration, .courseTimeSpent, sql: "f.time_spent"),
      Column("last_activity", .instant, .courseLastActivity, sql: "f.last_activity"),
    ], row: ("c.id", "c.name"), order: "f.last_activity DESC", ties: ["c.name_key", "c.id"], isLong: true)

  /// Attempts on courses, latest first.
  package static let attempts = Table(
    "attempts", rows: { _ in "attempts" }, about: "course_key", dated: "last_activity_at",
    joins: """
       JOIN courses AS c ON c.key = f.course_key LEFT JOIN program_sessions AS s ON s.key = f.program_session_key
      LEFT JOIN path_sessions AS h ON h.key = f.path_session_key
      """,
    columns: [
      Column("id", .id, sql: "f.id", isShown: false), Column("score", .percent, heading: "Score", sql: "f.score"),
      Column("started_at", .instant, heading: "Start", sql: "f.started_at", isShown: false),
      Column("last_activity_at", .instant, heading: "Date", title: "date", sql: "f.last_activity_at"),
      Column("time_spent", .duration, heading: "Time", title: "time", sql: "f.time_spent"),
      Column("progress", .progress, heading: "Progress", sql: "f.progress", isShown: false),
      Column("language", .text, heading: "Language", sql: "f.language", by: "lower(f.language)"),
      Column("program_session", .id, heading: "Program session", sql: "s.id", isShown: false, isNullable: true),
      Column("path_session", .id, heading: "Path session", sql: "h.id", isShown: false, isNullable: true),
      Column(
        "program", .text, heading: "Program", sql: "coalesce(s.name, h.name)", by: "coalesce(s.name_key, h.name_key)",
        isInAPI: false),
      Column("attempt", .id, heading: "Attempt", sql: "f.id", isShown: false, isInAPI: false),
      Column("course", .id, heading: "Course", sql: "c.id", isShown: false, isInAPI: false),
      Column("name", .text, heading: "Name", sql: "c.name", isShown: false, isInAPI: false),
    ], row: ("f.id", "''"), order: "f.last_activity_at DESC", ties: ["f.id"], isLong: true)
}
