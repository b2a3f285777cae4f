import Access
import DatabaseAccess

/// Limits per user: files requested per hour, and files and bytes kept.
enum JobQuota {
  /// Within an hour.
  static let hourly = 100
  static let kept = 200
  static let keptBytes = 4 * 1_073_741_824

  /// Counts requested files and emails about files, since a retried job gets another email.
  /// - Throws: `LimitReached`.
  static func check(_ user: Int, now: Int, _ session: any SQLSession) throws {
    let files = try session.number(
      "SELECT count(*) FROM jobs WHERE user_key = \(user) AND created_at > \(now - 3_600) AND run_key IS NULL")
    let letters = try session.number(
      "SELECT count(*) FROM letters WHERE user_key = \(user) AND kind = 'job' AND made_at > \(now - 3_600)")
    if max(files, letters) >= hourly { throw LimitReached(.files, hourly, retryAfter: 3_600) }
  }

  /// Expires a user's oldest files beyond the limits; the latest is kept, regardless of its size.
  static func clear(_ user: Int, now: Int, _ session: any SQLSession) throws {
    let jobs = try session.all(
      """
      SELECT key, coalesce(size, 0) FROM jobs WHERE user_key = \(user) AND state IN ('done', 'failed', 'cancelled')
      AND expires_at > \(now) ORDER BY key DESC
      """
    ) { (key: $0.integer(at: 0), size: $0.integer(at: 1)) }
    let over = excess(jobs)
    if !over.isEmpty { try session.run("UPDATE jobs SET expires_at = \(now) WHERE key \(anyOf: over)") }
  }

  /// The keys of the files beyond the limits; the latest comes first.
  private static func excess(_ jobs: [(key: Int, size: Int)]) -> [Int] {
    var bytes = 0
    var over: [Int] = []
    for (index, job) in jobs.enumerated() {
      bytes += job.size
      if index > 0, index >= kept || bytes > keptBytes { over.append(job.key) }
    }
    return over
  }
}
