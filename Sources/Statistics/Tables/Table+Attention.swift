import DatabaseAccess
import Records

// What needs attention as of now (insights.md §4). The first sort expression is never null; the smallest is the most
// urgent.

extension Table {
  static let expiringCertificates = unrenewed("expiring", .expiringSoon)
  static let expiredCertificates = unrenewed("expired", .expired)

  private static func unrenewed(_ id: String, _ status: Status) -> Table {
    Table(
      id, rows: { "(\(sql: unrenewed($0, status)))" },
      columns: [
        Column("certificate", .id, heading: "Certificate", sql: "f.id", isShown: false),
        Column("name", .text, heading: "Name", sql: "f.name"),
        Column("delivered_at", .instant, heading: "Delivery date", sql: "f.delivered_at"),
        Column("expires_at", .instant, heading: "Expiration date", sql: "f.expires_at"),
      ], row: ("f.id", "f.name"), order: "f.expires_at", ties: ["f.id"])
  }

  /// Without certificates that the user got again under the same name.
  private static func unrenewed(_ filter: RowFilter, _ status: Status) -> SQLText {
    """
    SELECT c.user_key, c.id, c.name, c.delivered_at, c.expires_at FROM certificates AS c
    WHERE \(sql: filter.users("c.user_key"))
    AND \(raw: certificateStatus("c.expires_at", filter.now)) = \(status.rawValue)
    AND NOT EXISTS (SELECT 1 FROM certificates AS d
      WHERE d.user_key = c.user_key AND d.name = c.name AND d.delivered_at > c.delivered_at)
    """
  }

  /// Path steps past their due time, of users who are late.
  static let overdueSteps = steps(
    "overdue", [Column("days", .count, heading: "Days overdue", title: "days_overdue", sql: "f.days")]
  ) { "(\(sql: overdue($0)))" }

  /// Path steps that are not done and have a due time, past or not, in open sessions.
  static let dueSteps = steps("due") {
    "(\(sql: PathSessionStatus.due(where: $0.enrolments(in: .path), now: $0.now)))"
  }

  private static func steps(
    _ id: String, _ others: [Column] = [], rows: @escaping @Sendable (RowFilter) -> SQLText
  ) -> Table {
    Table(
      id, rows: rows,
      joins: """
         JOIN path_sessions AS s ON s.key = f.path_session_key JOIN paths AS o ON o.key = s.path_key
        JOIN path_steps AS d ON d.path_key = s.path_key AND d.position = f.position
        LEFT JOIN courses AS c ON c.key = d.course_key LEFT JOIN assessments AS a ON a.key = d.assessment_key
        LEFT JOIN classrooms AS r ON r.key = d.classroom_key
        LEFT JOIN program_sessions AS g ON g.key = d.program_session_key
        """,
      columns: [
        Column("session", .id, heading: "Session", sql: "s.id", isShown: false),
        Column("path", .text, heading: "Path", sql: "o.name"),
        Column("session_name", .text, heading: "Path session", sql: "s.name"),
        Column("position", .count, heading: "Position", sql: "f.position", isShown: false),
        Column("step", .text, heading: "Step", sql: "coalesce(c.name, a.name, r.name, g.name)"),
        Column("due_at", .instant, heading: "Due", sql: "f.due_at"),
      ] + others,
      row: ("s.id || ':' || CAST(f.position AS text)", "o.name"), order: "f.due_at", ties: ["s.id", "f.position"])
  }

  private static func overdue(_ filter: RowFilter) -> SQLText {
    let enrolments: SQLText = """
      \(sql: filter.enrolments(in: .path)) AND e.path_session_key IN (SELECT s.key FROM path_sessions AS s
        WHERE \(sql: FactSource.Kind.isOpen(filter.now)) AND EXISTS (
          SELECT 1 FROM path_steps AS b WHERE b.path_key = s.path_key AND b.due_after_days IS NOT NULL))
      """
    return """
      SELECT d.user_key, d.path_session_key, d.position, d.due_at, (\(filter.now) - d.due_at) / 86400 AS days
      FROM (\(sql: PathSessionStatus.overdue(where: enrolments, now: filter.now))) AS d
      JOIN (\(sql: PathSessionStatus.select(where: enrolments, now: filter.now))) AS q
        ON q.user_key = d.user_key AND q.path_session_key = d.path_session_key
      WHERE q.status = 'late'
      """
  }
}

// Open sessions.

extension Table {
  private static let session = [
    Column("kind", .text, heading: "Kind", sql: "f.kind", isShown: false),
    Column("session", .id, heading: "Session", sql: "f.session", isShown: false),
    Column("name", .text, heading: "Name", title: "session_name", sql: "f.name"),
    Column("program_or_path", .text, heading: "Program or path", sql: "f.owner"),
    Column("ends_at", .instant, heading: "End", sql: "f.ends_at"),
  ]

  /// Sessions that end soon, with users below 100 %. A session without blocks has no progress.
  static let endingSessions = Table(
    "ending",
    rows: { filter in
      let open = enrolments(filter, endingBy: filter.now + Deadlines.horizon)
      return "(SELECT r.* FROM (\(sql: open)) AS r WHERE r.progress < \(Percentage.whole))"
    },
    columns: session + [Column("progress", .progress, heading: "Progress", sql: "f.progress")],
    row: ("f.kind || ':' || f.session", "f.name"), order: "f.ends_at", ties: ["f.kind", "f.session"])

  /// Sessions in which nothing counts for the user yet; those without an end come last.
  static let unstartedSessions = Table(
    "not-started", rows: { "(SELECT r.* FROM (\(sql: enrolments($0))) AS r WHERE r.started IS NULL)" },
    columns: session, row: ("f.kind || ':' || f.session", "f.name"), order: "coalesce(f.ends_at, \(Int.max))",
    ties: ["f.kind", "f.session"])

  /// Users below 100 % in an open session, without a recent attempt; those who never made one come first.
  static let inactiveUsers = Table(
    "inactive", rows: { "(\(sql: inactive($0)))" },
    columns: [Column("last_activity", .instant, .lastActivity, sql: "f.last_activity")],
    row: ("CAST(f.user_key AS text)", "''"), order: "coalesce(f.last_activity, \(Int.min + 1))", ties: [])

  private static func inactive(_ filter: RowFilter) -> SQLText {
    let recently = Period.last30Days(before: filter.now)
    return """
      SELECT a.user_key, a.last_activity FROM user_standings AS a
      JOIN (SELECT DISTINCT r.user_key FROM (\(sql: enrolments(filter))) AS r WHERE r.progress < \(Percentage.whole)) AS b
        ON b.user_key = a.user_key
      WHERE a.last_activity IS NULL OR a.last_activity < \(recently.from)
      OR a.last_activity > \(filter.now) AND NOT EXISTS (SELECT 1 FROM attempts AS x
        WHERE x.user_key = a.user_key AND \(sql: recently.contains("x.last_activity_at")))
      """
  }

  /// Users with an open enrolment in an open session, each pair once: `user_key, kind, session, name, owner, ends_at`,
  /// `started`, null without counting facts, and `progress`, null without blocks.
  /// - Parameter end: the latest end; nil: any, or none.
  private static func enrolments(_ filter: RowFilter, endingBy end: Int? = nil) -> SQLText {
    [FactSource.Kind.program, .path].map { kind -> SQLText in
      let isInTime: SQLText = end.map { " AND s.ends_at <= \($0)" } ?? ""
      let condition: SQLText = """
        \(sql: filter.enrolments(in: kind)) AND e.\(raw: kind.session) IN (SELECT s.key FROM \(raw: kind.sessions) AS s
          WHERE \(sql: FactSource.Kind.isOpen(filter.now))\(sql: isInTime))
        """
      return """
        SELECT e.user_key, '\(raw: kind.rawValue)' AS kind, s.id AS session, s.name, o.name AS owner, s.ends_at,
          t.user_key AS started, \(raw: kind.progress("t", of: "s.\(kind.course)")) AS progress
        FROM (\(sql: kind.enrolled(where: condition))) AS e
        JOIN \(raw: kind.sessions) AS s ON s.key = e.\(raw: kind.session)
        JOIN \(raw: kind.rawValue)s AS o ON o.key = s.\(raw: kind.course)
        LEFT JOIN \(raw: kind.standings) AS t ON t.user_key = e.user_key AND t.\(raw: kind.session) = s.key
        """
    }.joined(separator: " UNION ALL ")
  }
}
