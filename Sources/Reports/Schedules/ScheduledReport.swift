package import Access
package import DatabaseAccess

/// A report with a schedule, of any owner, as shown to the platform's owner and administrators.
package struct ScheduledReport: Sendable {
  package let report: CustomReport
  package let schedule: ReportSchedule
  /// Key, id and name of the report's owner.
  package let ownerKey: Int
  package let ownerID: String
  package let owner: String
  package let ownerIsDeleted: Bool
  /// Key of the report.
  package var key: Int { report.key }
  /// The time of the last run; nil if it never ran.
  package let lastRun: Int?

  /// Rows per page.
  package static let pageSize = 50

  /// Stopped schedules first, then by the next run.
  /// - Parameter page: from 1.
  /// - Throws: `AccessDenied.notPermitted`.
  package static func all(for viewer: Viewer, page: Int, _ session: any SQLSession) throws -> [ScheduledReport] {
    try read(
      "ORDER BY CASE WHEN s.pause = 'stopped' THEN 0 WHEN s.due_at IS NULL THEN 2 ELSE 1 END, s.due_at, c.key",
      for: viewer,
      "LIMIT \(pageSize) OFFSET \((page - 1) * pageSize)", session)
  }

  /// - Throws: `AccessDenied.notPermitted`.
  package static func count(for viewer: Viewer, _ session: any SQLSession) throws -> Int {
    guard viewer.roles.seesSchedules else { throw AccessDenied.notPermitted }
    return try session.number("SELECT count(*) FROM report_schedules")
  }

  /// - Throws: `AccessDenied`.
  package static func one(_ id: String, for viewer: Viewer, _ session: any SQLSession) throws -> ScheduledReport {
    guard let found = try read("WHERE c.id = \(id)", for: viewer, "", session).first else {
      throw AccessDenied.notFound
    }
    return found
  }

  private static func read(
    _ part: SQLText, for viewer: Viewer, _ limit: SQLText, _ session: any SQLSession
  ) throws -> [ScheduledReport] {
    guard viewer.roles.seesSchedules else { throw AccessDenied.notPermitted }
    return try session.all(
      """
      SELECT \(sql: ReportSchedule.columns), \(sql: CustomReport.columns), o.key, o.id, o.first_name, o.last_name,
        o.deleted_at, (SELECT max(r.ran_at) FROM report_runs AS r WHERE r.report_key = c.key)
      FROM report_schedules AS s JOIN custom_reports AS c ON c.key = s.report_key JOIN users AS o ON o.key = c.user_key
      \(sql: part) \(sql: limit)
      """
    ) { row -> ScheduledReport? in
      guard let schedule = ReportSchedule.decode(row), let report = CustomReport.decode(row, from: 4) else {
        return nil
      }
      return ScheduledReport(
        report: report, schedule: schedule, ownerKey: row.integer(at: 10), ownerID: row.text(at: 11),
        owner: "\(row.text(at: 12)) \(row.text(at: 13))", ownerIsDeleted: row.integer(14) != nil,
        lastRun: row.integer(15))
    }.compactMap { $0 }
  }
}

extension ScheduledReport {
  /// The viewer becomes the report's owner: it runs with their rights and remains shared with the same users. A former
  /// owner who is not deleted is added to these. A stopped schedule resumes.
  /// - Returns: false if the viewer has reached the maximum number of reports.
  package func takeOver(
    by viewer: Viewer, now: Int, next: Int?, _ session: any SQLSession
  ) throws -> Bool {
    guard viewer.roles.seesSchedules else { throw AccessDenied.notPermitted }
    guard ownerKey != viewer.key else { return true }
    let kept = try session.number("SELECT count(*) FROM custom_reports WHERE user_key = \(viewer.key)")
    guard kept < CustomReport.limit else { return false }
    let key = report.key
    try session.run(
      "UPDATE custom_reports SET user_key = \(viewer.key), changed_at = \(now) WHERE key = \(key) AND user_key = \(ownerKey)"
    )
    for table in ["report_users", "report_refusals"] {
      try session.run("DELETE FROM \(raw: table) WHERE report_key = \(key) AND user_key = \(viewer.key)")
    }
    if !ownerIsDeleted {
      try session.run(
        """
        INSERT INTO report_users (report_key, user_key) VALUES (\(key), \(ownerKey)) ON CONFLICT DO NOTHING
        """)
    }
    if schedule.pause == .stopped {
      try session.run(
        """
        UPDATE report_schedules SET pause = NULL, due_at = \(next), counted_from = \(now) WHERE report_key = \(key)
        """)
    }
    return true
  }
}
