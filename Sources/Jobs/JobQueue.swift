package import Access
package import DatabaseAccess
package import Reports

// The queue as those see it who ask for files. What workers do to it is in Lease.swift.

extension Job {
  /// How many files somebody may wait for at a time: one person must not stand in everybody's way.
  package static let openLimit = 20
  /// Seconds that a file is kept.
  package static let keeping = 14 * 86_400

  /// Puts a job at the end of the queue.
  /// - Parameter isMailed: whether a letter tells when it is over.
  /// - Returns: its id; nil if the person waits for as many as they may.
  /// - Throws: `LimitReached` if they have asked for many within the hour.
  package static func add(
    _ order: FileOrder, for viewer: Viewer, isMailed: Bool, now: Int, _ session: any SQLSession
  ) throws -> String? {
    let open = try session.number(
      """
      SELECT count(*) FROM jobs
      WHERE user_key = \(viewer.key) AND state IN ('waiting', 'running') AND run_key IS NULL
      """)
    guard open < openLimit else { return nil }
    try JobRoom.check(viewer.key, now: now, session)
    try JobRoom.clear(viewer.key, now: now, session)
    let id = newID()
    try session.run(
      """
      INSERT INTO jobs (id, user_key, request, state, created_at, due_at, failures, losses, rows_done)
      VALUES (\(id), \(viewer.key), \(order.text), 'waiting', \(now), \(now), 0, 0, 0)
      """)
    if isMailed { try Notice.add(about: "id = \(id)", now: now, session) }
    return id
  }

  static func newID() -> String { String(Secret.random().prefix(22)) }

  /// The person's jobs, the latest first; files that have expired are not among them.
  package static func all(of viewer: Viewer, now: Int, _ session: any SQLSession) throws -> [Job] {
    try session.all(
      """
      SELECT \(sql: columns) FROM jobs AS j WHERE j.user_key = \(viewer.key)
      AND (j.expires_at IS NULL OR j.expires_at > \(now)) ORDER BY j.created_at DESC, j.key DESC
      """
    ) { Job($0) }
  }

  /// - Throws: `AccessDenied.notFound` for an unknown id, another's job and one that has expired alike.
  package static func one(_ id: String, of viewer: Viewer, now: Int, _ session: any SQLSession) throws -> Job {
    let found = try session.first(
      """
      SELECT \(sql: columns) FROM jobs AS j WHERE j.id = \(id) AND j.user_key = \(viewer.key)
      AND (j.expires_at IS NULL OR j.expires_at > \(now))
      """
    ) { Job($0) }
    guard let found else { throw AccessDenied.notFound }
    return found
  }

  /// Whether a key from a letter is one of this job's.
  package func isOpened(by key: String, _ session: any SQLSession) throws -> Bool {
    try session.number("SELECT count(*) FROM job_keys WHERE hash = \(Secret.hash(key)) AND job_key = \(self.key)") > 0
  }

  /// Those of the person's jobs whose files they may still have: the role that opens it, and everybody whom it shows.
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

  /// Its file is downloaded: if a schedule made it, that run was wanted.
  package func noteFetch(now: Int, _ session: any SQLSession) throws {
    guard let run else { return }
    try session.run("UPDATE report_runs SET fetched_at = \(now) WHERE key = \(run) AND fetched_at IS NULL")
  }

  /// Stops a job that waits or runs; its worker notices within a second or two.
  /// - Returns: whether there was anything to stop.
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

  /// Queues a job again that failed or was cancelled, or has a file that is not theirs any more.
  /// - Returns: whether it could be.
  /// - Throws: `LimitReached` if they have asked for many files within the hour.
  package func retry(isMailed: Bool, now: Int, _ session: any SQLSession) throws -> Bool {
    try JobRoom.check(user, now: now, session)
    let count = try session.run(
      """
      UPDATE jobs SET state = 'waiting', due_at = \(now), failures = 0, losses = 0, reason = NULL, rows_done = 0,
        rows_expected = NULL, finished_at = NULL, expires_at = NULL, file = NULL, size = NULL
      WHERE key = \(key) AND state IN ('failed', 'cancelled', 'done')
      """)
    guard count > 0 else { return false }
    try session.run("DELETE FROM job_users WHERE job_key = \(key)")
    // Letters that were sent count on, though the job gets another one.
    try session.run("DELETE FROM letters WHERE job_key = \(key) AND state = 'waiting'")
    try session.run("UPDATE letters SET job_key = NULL WHERE job_key = \(key)")
    if isMailed { try Notice.add(about: "key = \(key)", now: now, session) }
    return true
  }
}
