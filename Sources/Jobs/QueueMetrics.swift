package import DatabaseAccess

/// Queue lengths, for monitoring.
package struct QueueMetrics: Sendable {
  /// Files by state; every state is included.
  package let jobs: [String: Int]
  /// Seconds since the oldest job that could run now was due; 0 if none is due.
  package let oldestDue: Int
  /// Emails by state; one about a file waits until its job is finished.
  package let letters: [String: Int]

  package init(now: Int, _ session: any SQLSession) throws {
    let states = try Self.counts("SELECT state, count(*) FROM jobs GROUP BY state", session)
    jobs = Dictionary(uniqueKeysWithValues: Job.State.allCases.map { ($0.rawValue, 0) }).merging(states) { $1 }
    oldestDue =
      try session.first("SELECT min(due_at) FROM jobs WHERE state = 'waiting' AND due_at <= \(now)") { $0.integer(0) }
      .flatMap { $0 }.map { now - $0 } ?? 0
    let letterStates = try Self.counts("SELECT state, count(*) FROM letters GROUP BY state", session)
    letters = ["waiting": 0, "sent": 0, "failed": 0].merging(letterStates) { $1 }
  }

  private static func counts(_ sql: SQLText, _ session: any SQLSession) throws -> [String: Int] {
    Dictionary(uniqueKeysWithValues: try session.all(sql) { ($0.text(at: 0), $0.integer(at: 1)) })
  }
}
