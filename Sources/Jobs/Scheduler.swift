import Access
import DatabaseAccess
import Reports
import Spreadsheets

/// The scheduler of reports: each run creates a job for every recipient, with the recipient's own rights.
///
/// Every server at a store has one; the first to claim a run creates its jobs in the same transaction.
struct Scheduler: Sendable {
  let database: any SQLDatabase
  let settings: JobSettings

  /// - Returns: whether anything was due.
  func runNext() async throws -> Bool {
    let now = settings.machineNow()
    guard try await database.read({ try ReportRun.isAnyDue(now: now, $0) }) else { return false }
    try await database.write { session in
      let taken = try ReportRun.claim(
        now: now, settings.files.style.time, unusedLimit: settings.unusedRuns, session)
      switch taken {
      case .run(let run): try order(run, now, session)
      // An owner might not notice that files no longer arrive.
      case .pause(let report, let owner):
        if settings.post != nil { try EmailNotification.add(.pause, to: owner, report: report, now: now, session) }
      case .stop(let report): try stop(report, now, session)
      case nil: break
      }
    }
    return true
  }

  /// Notifies users who no longer receive files, and those who can take over the report.
  private func stop(_ report: CustomReport, _ now: Int, _ session: any SQLSession) throws {
    try Audit.note("report.stop", by: nil, filters: "id=\(report.id)", at: now, session)
    guard settings.post != nil else { return }
    let told = try session.all(
      """
      \(sql: SharedReport.receivers(of: report))
      UNION SELECT m.user_key FROM memberships AS m JOIN users AS u ON u.key = m.user_key AND u.deleted_at IS NULL
      WHERE m.role = 'owner' AND m.until IS NULL
      """
    ) { $0.integer(at: 0) }
    for user in told { try EmailNotification.add(.stopped, to: user, report: report.key, now: now, session) }
  }

  private func order(_ run: ReportRun, _ now: Int, _ session: any SQLSession) throws {
    let receivers = try receivers(of: run, session)
    let order = run.report.order(run.format)
    let insertion = try session.insertion(
      into: "jobs",
      columns: [
        "id", "user_key", "request", "state", "created_at", "due_at", "failures", "losses", "rows_done", "run_key",
        "occasion",
      ])
    for user in receivers {
      let occasion = ScheduledRun(run, for: user, now: now, unusedLimit: settings.unusedRuns)
      try insertion.run([
        .text(Job.newID()), .integer(user), .text(try order.text), .text(Job.State.waiting.rawValue), .integer(now),
        .integer(now), .integer(0), .integer(0), .integer(0), .integer(run.key), .text(try occasion.text),
      ])
    }
    try insertion.finish()
    if settings.post != nil { try EmailNotification.add(about: "run_key = \(run.key)", now: now, session) }
    guard let owner = try Viewer(key: run.ownerKey, session) else { return }
    try Audit.note(
      "report.run", by: owner, filters: "id=\(run.report.id)", rows: receivers.count, at: now, session)
  }

  /// Users still waiting for the file of an earlier run get no second one.
  private func receivers(of run: ReportRun, _ session: any SQLSession) throws -> [Int] {
    try session.all(
      """
      SELECT u.key FROM users AS u WHERE u.key IN (\(sql: SharedReport.receivers(of: run.report)))
      AND NOT EXISTS (SELECT 1 FROM jobs AS j JOIN report_runs AS r ON r.key = j.run_key
        WHERE j.user_key = u.key AND j.state IN ('waiting', 'running')
        AND r.report_key = (SELECT x.report_key FROM report_runs AS x WHERE x.key = \(run.key)))
      ORDER BY u.key
      """
    ) { $0.integer(at: 0) }
  }
}
