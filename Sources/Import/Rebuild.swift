package import DatabaseAccess
import Statistics
import Store

/// Recomputes all standings from the records, with the code of the import.
///
/// Each batch of users is one transaction. If it is interrupted, the standings of some users follow the new definitions
/// and those of others the old ones. The version is forgotten first and recorded at the end, so that it starts again.
package enum Rebuild {
  private static let usersAtOnce = 16_384

  /// - Parameters:
  ///   - batch: users per transaction; nil for the usual number.
  ///   - progress: called with the number of users done.
  /// - Returns: the number of users.
  @discardableResult
  package static func run(
    _ database: any SQLDatabase, batch: Int? = nil, _ progress: @escaping @Sendable (Int) -> Void = { _ in }
  ) async throws -> Int {
    let limit = batch ?? usersAtOnce
    var (last, done) = (Int.min, 0)
    while true {
      let (after, before) = (last, done)
      let next = try await database.bulkWrite { session in
        try StandingsVersion.forget(session)
        return try Self.next(after: after, limit, session) { progress(before + $0) }
      }
      guard let next else { break }
      (last, done) = (next.last, done + next.count)
    }
    try await database.write { try StandingsVersion.record($0) }
    return done
  }

  /// - Returns: nil if there are no users after that key.
  private static func next(
    after last: Int, _ limit: Int, _ session: any SQLSession, _ progress: (Int) -> Void
  ) throws -> (last: Int, count: Int)? {
    try AffectedUserTable.open(session)
    try session.run(
      "INSERT INTO touched (user_key) SELECT key FROM users WHERE key > \(last) ORDER BY key LIMIT \(limit)")
    let found = try session.first("SELECT max(user_key), count(*) FROM touched") { row in
      row.integer(0).map { (last: $0, count: row.integer(at: 1)) }
    }
    guard let next = found ?? nil else { return nil }
    var refresh = try Refresh(session, rebuilds: true)
    try refresh.run(progress)
    try AffectedUserTable.close(session)
    return next
  }
}
