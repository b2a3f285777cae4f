package import Access
package import DatabaseAccess
package import Reports

// The queue for users who request files. The workers' side is in Lease.swift.

extension Job {
  /// Maximum open jobs per user, so that one user cannot block the others.
  package static let openLimit = 20
  /// Seconds that a file is kept.
  package static let keeping = 14 * 86_400

  /// Adds a job to the queue.
  /// - Parameter isMailed: whether to send an email when it is finished.
  /// - Returns: its id; nil if the user has reached `openLimit`.
  /// - Throws: `LimitReached` if the user has requested too many within the hour.
  package static func add(
    _ order: ExportRequest, for viewer: Viewer, isMailed: Bool, now: Int, _ session: any SQLSession
  ) throws -> String? {
    let open = try session.number(
      """
      SELECT count(*) FROM jobs
      WHERE user_key = \(viewer.key) AND state IN ('waiting', 'running') AND run_key IS NULL
      """)
    guard open < openLimit else { return nil }
    try JobQuota.check(viewer.key, now: now, session)
    try JobQuota.clear(viewer.key, now: now, session)
    let id = newID()
    try session.run(
      """
      INSERT INTO jobs (id, user_key, request, state, created_at, due_at, failures, losses, rows_done)
      VALUES (\(id), \(viewer.key), \(try order.text), 'waiting', \(now), \(now), 0, 0, 0)
      """)
    if isMailed { try EmailNotification.add(about: "id = \(id)", now: now, session) }
    return id
  }

  static func newID() -> String { String(Secret.random().prefix(22)) }

  /// The user's jobs, latest first, without expired ones.
  package static func all(of viewer: Viewer, now: Int, _ session: any SQLSession) throws -> [Job] {
    try session.all(
      """
      SELECT \(sql: reader.columns) FROM jobs AS j WHERE j.user_key = \(viewer.key)
      AND (j.expires_at IS NULL OR j.expires_at > \(now)) ORDER BY j.created_at DESC, j.key DESC
      """, Job.reader.read)
  }

  /// - Throws: `AccessDenied.notFound`, for an unknown id as for another user's job and an expired one.
  package static func one(_ id: String, of viewer: Viewer, now: Int, _ session: any SQLSession) throws -> Job {
    let found = try session.first(
      """
      SELECT \(sql: reader.columns) FROM jobs AS j WHERE j.id = \(id) AND j.user_key = \(viewer.key)
      AND (j.expires_at IS NULL OR j.expires_at > \(now))
      """, Job.reader.read)
    guard let found else { throw AccessDenied.notFound }
    return found
  }

  /// Whether a key from an email belongs to this job.
  package func isOpened(by key: String, _ session: any SQLSession) throws -> Bool {
    try session.number("SELECT count(*) FROM job_keys WHERE hash = \(Secret.hash(key)) AND job_key = \(self.key)") > 0
  }

  /// Those of the user's jobs whose files the user may still open: this needs the role, and access to everybody in the
  /// file.
  /// - Returns: their keys.
  package static func open(_ jobs: [Job], to viewer: Viewer, _ session: any SQLSession) throws -> Set<Int> {
    var open: Set<Int> = []
    for (_, alike) in Dictionary(grouping: jobs, by: { $0.order?.content.kind }) {
      guard let content = alike[0].order?.content, content.isOpen(to: viewer.roles) else { continue }
      let keys = alike.map(\.key)
      let scope = content.scope(of: viewer)
      let closed: [Int] =
        scope.isEverybody
        ? []
        : try session.all(
          """
          SELECT j.key FROM jobs AS j WHERE j.key \(anyOf: keys) AND (j.sees_everybody = 1 OR EXISTS (
            SELECT 1 FROM job_users AS u WHERE u.job_key = j.key AND NOT (\(sql: scope.holds("u.user_key")))))
          """
        ) { $0.integer(at: 0) }
      open.formUnion(Set(keys).subtracting(closed))
    }
    return open
  }

  /// Records a download: if a schedule created the file, the run counts as used.
  package func noteFetch(now: Int, _ session: any SQLSession) throws {
    guard let run else { return }
    try session.run("UPDATE report_runs SET fetched_at = \(now) WHERE key = \(run) AND fetched_at IS NULL")
  }

  /// Cancels a waiting or running job; its worker notices within a second or two.
  /// - Returns: whether it was waiting or running.
  package func cancel(now: Int, _ session: any SQLSession) throws -> Bool {
    let count = try session.run(
      """
      UPDATE jobs SET state = 'cancelled', lease = NULL, lease_until = NULL, finished_at = \(now),
        expires_at = \(now + Self.keeping)
      WHERE key = \(key) AND state IN ('waiting', 'running')
      """)
    if count > 0 { try session.run("DELETE FROM letters WHERE job_key = \(key)") }
    return count > 0
  }

  /// Queues a job again that failed, was cancelled, or whose file the user may no longer open.
  /// - Returns: whether it was queued.
  /// - Throws: `LimitReached` if the user has requested too many files within the hour.
  package func retry(isMailed: Bool, now: Int, _ session: any SQLSession) throws -> Bool {
    try JobQuota.check(user, now: now, session)
    let count = try session.run(
      """
      UPDATE jobs SET state = 'waiting', due_at = \(now), failures = 0, losses = 0, reason = NULL, rows_done = 0,
        rows_expected = NULL, finished_at = NULL, expires_at = NULL, file = NULL, size = NULL
      WHERE key = \(key) AND state IN ('failed', 'cancelled', 'done')
      """)
    guard count > 0 else { return false }
    try forgetLastTry(session)
    if isMailed { try EmailNotification.add(about: "key = \(key)", now: now, session) }
    return true
  }

  private func forgetLastTry(_ session: any SQLSession) throws {
    try session.run("DELETE FROM job_users WHERE job_key = \(key)")
    // Emails already sent still count towards the limit, although the job gets a new one.
    try session.run("DELETE FROM letters WHERE job_key = \(key) AND state = 'waiting'")
    try session.run("UPDATE letters SET job_key = NULL WHERE job_key = \(key)")
  }
}
