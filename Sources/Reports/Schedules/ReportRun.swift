package import Calendar
package import DatabaseAccess

/// A scheduled run that is due and has been claimed by one of the servers.
package struct ReportRun: Sendable {
  package let report: CustomReport
  /// Key and name of the owner.
  package let ownerKey: Int
  package let owner: String
  package let format: FileFormat
  package let dueAt: Int
  /// The number of most recent consecutive runs whose files nobody downloaded.
  package let unused: Int
  /// The number of runs that this one replaces, including itself: more than one if the server was down.
  package let count: Int
  /// Key of the run itself.
  package let key: Int

  /// The result of claiming a due schedule.
  package enum Taken: Sendable {
    case run(ReportRun)
    /// The schedule was paused because nobody downloads its files. Keys of the report and of its owner.
    case pause(ofReport: Int, owner: Int)
    /// The schedule was stopped because the report's owner is deleted or may not open it any more.
    case stop(CustomReport)
  }

  /// Whether any schedule is due: a read to avoid the write transaction of `claim`.
  package static func isAnyDue(now: Int, _ session: any SQLSession) throws -> Bool {
    try session.first(
      """
      SELECT s.report_key FROM report_schedules AS s JOIN custom_reports AS c ON c.key = s.report_key
      JOIN users AS o ON o.key = c.user_key WHERE \(sql: isDue(now)) LIMIT 1
      """
    ) { _ in true } ?? false
  }

  /// A schedule whose owner is deleted is due at once, in order to stop; so is a stopped one whose owner has been
  /// restored.
  private static func isDue(_ now: Int) -> SQLText {
    """
    (s.due_at <= \(now) OR s.due_at IS NOT NULL AND o.deleted_at IS NOT NULL
      OR s.pause = 'stopped' AND \(sql: SharedReport.isAlive))
    """
  }

  /// Claims the schedule that has been due longest and advances it to its next run, in the same transaction as
  /// everything that follows: an interrupted run has not happened, and a completed one is not repeated.
  /// - Parameter unusedLimit: the number of consecutive unused runs that pauses the schedule; 0: never.
  /// - Returns: nil if another server was faster, or if the schedule resumed because its owner is back.
  package static func claim(
    now: Int, _ time: LocalTime, unusedLimit: Int, _ session: any SQLSession
  ) throws -> Taken? {
    guard let found = try next(now, session) else { return nil }
    guard found.isAlive else { return try stop(found, session) }
    let following = found.schedule?.rule.next(after: now, time)
    guard let dueAt = found.dueAt else {
      try goOn(found, next: following, now, session)
      return nil
    }
    // Checks the condition again: on an engine with several writers, another server may have been faster.
    let count = try session.run(
      "UPDATE report_schedules SET due_at = \(following) WHERE report_key = \(found.key) AND due_at = \(dueAt)")
    guard count > 0, let report = found.report, let schedule = found.schedule else { return nil }
    let unused = try unused(of: found, limit: max(unusedLimit, 1), session)
    if unusedLimit > 0, unused >= unusedLimit {
      try session.run("UPDATE report_schedules SET pause = 'unused', due_at = NULL WHERE report_key = \(found.key)")
      return .pause(ofReport: found.key, owner: found.ownerKey)
    }
    try session.run(
      "INSERT INTO report_runs (report_key, due_at, ran_at) VALUES (\(found.key), \(dueAt), \(now))")
    let key = try session.number(
      "SELECT key FROM report_runs WHERE report_key = \(found.key) AND due_at = \(dueAt)")
    let run = ReportRun(
      report: report, ownerKey: found.ownerKey, owner: found.owner, format: schedule.format, dueAt: dueAt,
      unused: unused, count: schedule.rule.count(from: dueAt, until: now, time), key: key)
    return .run(run)
  }

  private static func stop(_ due: Due, _ session: any SQLSession) throws -> Taken? {
    let count = try session.run(
      """
      UPDATE report_schedules SET pause = 'stopped', due_at = NULL
      WHERE report_key = \(due.key) AND due_at = \(due.dueAt)
      """)
    return count > 0 ? due.report.map { .stop($0) } : nil
  }

  private static func goOn(_ due: Due, next: Int?, _ now: Int, _ session: any SQLSession) throws {
    try session.run(
      """
      UPDATE report_schedules SET pause = NULL, due_at = \(next), counted_from = \(now)
      WHERE report_key = \(due.key) AND pause = 'stopped'
      """)
  }

  private struct Due {
    let report: CustomReport?
    let schedule: ReportSchedule?
    let key: Int
    let ownerKey: Int
    let owner: String
    let isAlive: Bool
    /// Nil: the schedule was stopped.
    let dueAt: Int?
    let countedFrom: Int
  }

  private static func next(_ now: Int, _ session: any SQLSession) throws -> Due? {
    try session.first(
      """
      SELECT \(sql: ReportSchedule.columns), \(sql: CustomReport.columns), o.key, o.first_name, o.last_name,
        s.counted_from, CASE WHEN \(sql: SharedReport.isAlive) THEN 1 ELSE 0 END
      FROM report_schedules AS s JOIN custom_reports AS c ON c.key = s.report_key JOIN users AS o ON o.key = c.user_key
      WHERE \(sql: isDue(now)) ORDER BY s.due_at, s.report_key LIMIT 1
      """
    ) { row in
      Due(
        report: CustomReport.decode(row, from: 4), schedule: ReportSchedule.decode(row), key: row.integer(at: 9),
        ownerKey: row.integer(at: 10), owner: "\(row.text(at: 11)) \(row.text(at: 12))", isAlive: row.flag(14),
        dueAt: row.integer(3), countedFrom: row.integer(at: 13))
    }
  }

  /// Runs without files do not count, since there was nothing to download.
  private static func unused(of due: Due, limit: Int, _ session: any SQLSession) throws -> Int {
    let fetched = try session.all(
      """
      SELECT fetched_at FROM report_runs WHERE report_key = \(due.key) AND ran_at >= \(due.countedFrom)
      AND made_at IS NOT NULL ORDER BY due_at DESC LIMIT \(limit)
      """
    ) { $0.integer(0) }
    return fetched.prefix { $0 == nil }.count
  }
}
