import Foundation
import Synchronization

/// The instant up to which a reader sees all statements: `X-Experience-API-Consistent-Through`.
///
/// Statements get their `stored` in their transaction and are visible after its commit. Until then the instant stays
/// before them, so that a client that reads on from it misses none. Only the writes of this process are known.
final class StatementClock: Sendable {
  private let now: @Sendable () -> Int
  /// When the running transactions began, in microseconds since 1970.
  private let running = Mutex<[UUID: Int]>([:])

  /// - Parameter now: in microseconds since 1970.
  init(now: @escaping @Sendable () -> Int) { self.now = now }

  var consistentThrough: Int {
    running.withLock { running in (running.values.min() ?? now()) - 1 }
  }

  /// To be called in the transaction; again if it is repeated.
  /// - Returns: the earliest `stored` of its statements.
  func begin(_ transaction: UUID) -> Int {
    running.withLock { running in
      let begin = running[transaction] ?? now()
      running[transaction] = begin
      return begin
    }
  }

  func end(_ transaction: UUID) { running.withLock { $0[transaction] = nil } }
}
