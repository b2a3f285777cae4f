import Access
import DatabaseAccess
import Reports

/// A worker's temporary claim on a job, renewed while the worker is alive. Only the lease's holder can finish the job:
/// if a worker is terminated or suspended, another takes over, and the job is finished once.
struct Lease: Sendable {
  /// Seconds without a heartbeat after which a lease expires.
  static let duration = 15

  let job: Job
  /// Random and unique, even among leases of the same worker.
  let secret: String

  /// Claims a due job; if several are due, one of the user with the fewest running.
  static func acquire(now: Int, _ session: any SQLSession) throws -> Lease? {
    try giveUpLost(now, session)
    let next = try session.first(
      """
      SELECT \(sql: Job.reader.columns) FROM jobs AS j WHERE \(sql: isDue("j.", now)) ORDER BY
        (SELECT count(*) FROM jobs AS o WHERE o.user_key = j.user_key AND o.state = 'running' AND o.lease_until > \(now)),
        j.due_at, j.key LIMIT 1
      """, Job.reader.read)
    guard let next else { return nil }
    let secret = Secret.random()
    // Checks the condition again: on an engine with several writers, another worker may have been faster.
    let count = try session.run(
      """
      UPDATE jobs SET losses = losses + (CASE WHEN state = 'running' THEN 1 ELSE 0 END), state = 'running',
        lease = \(secret), lease_until = \(now + duration), rows_done = 0
      WHERE key = \(next.key) AND (\(sql: isDue("", now)))
      """)
    return count > 0 ? Lease(job: next, secret: secret) : nil
  }

  /// Whether any job is due: a read to avoid the write transaction of `acquire`.
  static func isAnyDue(now: Int, _ session: any SQLSession) throws -> Bool {
    try session.first("SELECT j.key FROM jobs AS j WHERE \(sql: isDue("j.", now)) LIMIT 1") { _ in true } ?? false
  }

  private static func isDue(_ table: String, _ now: Int) -> SQLText {
    """
    \(raw: table)state = 'waiting' AND \(raw: table)due_at <= \(now)
    OR \(raw: table)state = 'running' AND \(raw: table)lease_until <= \(now)
    """
  }

  /// A job that repeatedly crashes the server is given up.
  private static func giveUpLost(_ now: Int, _ session: any SQLSession) throws {
    try session.run(
      """
      UPDATE jobs SET state = 'failed', reason = \(JobFailure.lost.rawValue), lease = NULL, lease_until = NULL,
        finished_at = \(now), expires_at = \(now + Job.keeping)
      WHERE state = 'running' AND lease_until <= \(now) AND losses >= \(JobFailure.lossLimit)
      """)
  }

  private var isHeld: SQLText { "key = \(job.key) AND state = 'running' AND lease = \(secret)" }

  /// Renews the lease and stores the progress.
  /// - Returns: false if the lease was lost: the job was cancelled or another worker took over.
  func renew(expected: Int?, done: Int, now: Int, _ session: any SQLSession) throws -> Bool {
    try session.run(
      """
      UPDATE jobs SET lease_until = \(now + Self.duration), rows_expected = \(expected), rows_done = \(done)
      WHERE \(sql: isHeld)
      """) > 0
  }

  /// Marks the job as done, unless the lease was lost.
  func finish(_ made: ExportedFile, now: Int, _ session: any SQLSession) throws -> Bool {
    let count = try session.run(
      """
      UPDATE jobs SET state = 'done', lease = NULL, lease_until = NULL, reason = NULL, rows_expected = \(made.rows),
        rows_done = \(made.rows), file = \(made.file), file_name = \(made.head.fileName), size = \(made.size),
        sees_everybody = \(made.users == nil ? 1 : 0), finished_at = \(now), expires_at = \(now + Job.keeping)
      WHERE \(sql: isHeld)
      """)
    guard count > 0 else { return false }
    try JobQuota.clear(job.user, now: now, session)
    if let run = job.run {
      try session.run("UPDATE report_runs SET made_at = \(now) WHERE key = \(run) AND made_at IS NULL")
    }
    try session.run("DELETE FROM job_users WHERE job_key = \(job.key)")
    if let users = made.users {
      let insertion = try session.insertion(into: "job_users", columns: ["job_key", "user_key"])
      for user in Set(users).sorted() { try insertion.run([.integer(job.key), .integer(user)]) }
      try insertion.finish()
    }
    return true
  }

  /// Records a failed try: the job waits for the next one or is given up.
  func fail(_ failure: JobFailure, now: Int, _ session: any SQLSession) throws {
    let failures = job.failures + 1
    let isOver = failure.isFinal || failures >= JobFailure.tries
    try session.run(
      """
      UPDATE jobs SET state = \(isOver ? "failed" : "waiting"), reason = \(failure.rawValue), failures = \(failures),
        lease = NULL, lease_until = NULL, due_at = \(now + JobFailure.pause(after: failures)),
        finished_at = \(isOver ? now : nil), expires_at = \(isOver ? now + Job.keeping : nil)
      WHERE \(sql: isHeld)
      """)
  }

  /// Releases the job when the server stops, so that another can take it at once.
  func release(now: Int, _ session: any SQLSession) throws {
    try session.run(
      """
      UPDATE jobs SET state = 'waiting', lease = NULL, lease_until = NULL, due_at = \(now), rows_done = 0
      WHERE \(sql: isHeld)
      """)
  }
}
