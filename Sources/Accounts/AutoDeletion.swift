import Access
package import Calendar
package import DatabaseAccess
import Jobs
import Synchronization

/// Deletes users at 00:00 of their auto-deletion date, in the platform's time zone, and e-mails them 24 hours before.
///
/// The last processed day is stored, so that days missed while no server ran are caught up. A date already in the past
/// at import is kept but ignored. The owner is never deleted.
package final class AutoDeletion: Sendable {
  private let database: any SQLDatabase
  private let time: LocalTime
  /// The platform's clock, and the system clock.
  private let clocks: (now: @Sendable () -> Int, machine: @Sendable () -> Int)
  private let isMailed: Bool
  private let lastRound = Mutex<(day: Int, at: ContinuousClock.Instant)?>(nil)
  private let pause: Duration

  /// - Parameters:
  ///   - now: the platform's clock; `machineNow`: the system clock; seconds UTC.
  ///   - isMailed: whether emails are sent.
  ///   - pause: the interval between two rounds on the same day.
  package init(
    _ database: any SQLDatabase, _ time: LocalTime, now: @escaping @Sendable () -> Int,
    machineNow: @escaping @Sendable () -> Int, isMailed: Bool, pause: Duration
  ) {
    self.database = database
    self.time = time
    clocks = (now, machineNow)
    self.isMailed = isMailed
    self.pause = pause
  }

  /// - Returns: always false, because the next round is not due yet.
  package func runIfDue() async throws -> Bool {
    let (day, instant) = (time.day(at: clocks.now()), ContinuousClock.now)
    let isDue = lastRound.withLock { last in
      if let last, last.day == day, instant < last.at + pause { return false }
      last = (day, instant)
      return true
    }
    if isDue { try await run() }
    return false
  }

  package func run() async throws {
    let now = clocks.now()
    if isMailed { try await announce(now) }
    try await carryOut(now)
  }

  private func carryOut(_ now: Int) async throws {
    let today = time.day(at: now)
    let done = try await database.read { try $0.first("SELECT day FROM auto_deletion_days") { $0.integer(at: 0) } }
    guard let done else {
      _ = try await database.write {
        try $0.run(
          """
          INSERT INTO auto_deletion_days (day) SELECT CAST(\(today) AS bigint)
          WHERE NOT EXISTS (SELECT 1 FROM auto_deletion_days)
          """)
      }
      return
    }
    guard done < today else { return }
    let due: SQLText = "u.auto_delete_on > \(done) AND u.auto_delete_on <= \(today)"
    let keys = try await database.read { try Self.users(due, $0) }
    let machineNow = clocks.machine()
    for key in keys { try await database.write { try Self.delete(key, due, now: now, machineNow, $0) } }
    _ = try await database.write { try $0.run("UPDATE auto_deletion_days SET day = \(today) WHERE day < \(today)") }
  }

  /// At most once, even with several servers: an already deleted user is no longer due.
  private static func delete(
    _ key: Int, _ due: SQLText, now: Int, _ machineNow: Int, _ session: any SQLSession
  ) throws {
    guard try users("\(sql: due) AND u.key = \(key)", session) == [key] else { return }
    try UserDeletion.delete(key, now: now, session)
    try Audit.note("member.auto-delete", by: nil, subject: key, at: machineNow, session)
  }

  private func announce(_ now: Int) async throws {
    let today = time.day(at: now)
    // A day has 23 to 25 hours when daylight saving time begins or ends.
    let days = [today + 1, today + 2].filter { time.start(ofDay: $0) - 86_400 <= now }
    let due: SQLText = """
      u.auto_delete_on \(anyOf: days)
      AND NOT EXISTS (SELECT 1 FROM letters AS l WHERE l.user_key = u.key AND l.about = u.auto_delete_on)
      """
    let keys = days.isEmpty ? [] : try await database.read { try Self.users(due, $0) }
    guard !keys.isEmpty else { return }
    let machineNow = clocks.machine()
    try await database.write { session in
      let dates = try session.all("SELECT key, auto_delete_on FROM users WHERE key \(anyOf: keys)") {
        (key: $0.integer(at: 0), day: $0.integer(1))
      }
      for (key, day) in dates { try EmailNotification.add(.deletion, to: key, about: day, now: machineNow, session) }
    }
  }

  private static func users(_ condition: SQLText, _ session: any SQLSession) throws -> [Int] {
    try session.all(
      """
      SELECT u.key FROM users AS u WHERE u.deleted_at IS NULL AND \(sql: condition)
      AND NOT EXISTS (SELECT 1 FROM memberships AS m WHERE m.user_key = u.key AND m.role = 'owner' AND m.until IS NULL)
      ORDER BY u.key
      """
    ) { $0.integer(at: 0) }
  }
}
