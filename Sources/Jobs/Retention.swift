import DatabaseAccess
import Synchronization

/// Deletes expired files and those of deleted users, and old emails, with the addresses that were entered for them or
/// that users had before.
final class Retention: Sendable {
  let database: any SQLDatabase
  let settings: JobSettings

  private let lastRound = Mutex<Int?>(nil)
  /// Seconds between two runs.
  private static let period = 3_600
  /// Seconds that an email about a password or an address may wait for a working mail server; after that it is
  /// outdated.
  private static let waiting = 7 * 86_400

  init(database: any SQLDatabase, settings: JobSettings) {
    self.database = database
    self.settings = settings
  }

  /// - Returns: always false, because the next run is not due yet.
  func sweepIfDue() async throws -> Bool {
    let now = settings.machineNow()
    let isDue = lastRound.withLock { last in
      if let last, now < last + Self.period { return false }
      last = now
      return true
    }
    if isDue { try await sweep() }
    return false
  }

  func sweep() async throws {
    let now = settings.machineNow()
    let over: [Job] = try await database.read { session in
      try session.all(
        """
        SELECT \(sql: Job.reader.columns) FROM jobs AS j JOIN users AS u ON u.key = j.user_key
        WHERE j.expires_at <= \(now) OR u.deleted_at IS NOT NULL AND j.state IN ('done', 'failed', 'cancelled')
        """, Job.reader.read)
    }
    if !over.isEmpty {
      // Rows first: a row without its file would be offered for download, a file without a row is removed later.
      try await database.write { session in
        let keys = over.map(\.key)
        try session.run("DELETE FROM job_users WHERE job_key \(anyOf: keys)")
        try session.run("DELETE FROM job_keys WHERE job_key \(anyOf: keys)")
        try session.run("DELETE FROM letters WHERE job_key \(anyOf: keys)")
        try session.run("DELETE FROM jobs WHERE key \(anyOf: keys)")
      }
      for job in over { if let file = job.file { settings.folder.remove(file) } }
    }
    let known = try await database.read { session in
      try session.all("SELECT file FROM jobs WHERE file IS NOT NULL") { $0.text(at: 0) }
    }
    settings.folder.removeLeftovers(known: Set(known))
    try await database.write { session in
      try session.run(
        """
        DELETE FROM letters WHERE kind IN ('reset', 'address', 'password', 'token') AND made_at <= \(now - 86_400)
        AND (state <> 'waiting' OR made_at <= \(now - Self.waiting))
        """)
      try session.run("DELETE FROM letters WHERE kind = 'job' AND job_key IS NULL AND made_at <= \(now - 86_400)")
      try session.run("DELETE FROM password_links WHERE kind = 'reset' AND expires_at <= \(now)")
    }
  }
}
