import DatabaseAccess
import Synchronization

/// At most so many connections; who comes when all are taken waits in line.
final class PostgresPool: Sendable {
  let address: String
  private let state: Mutex<State>
  private static let patience = Duration.seconds(10)

  private struct State {
    var idle: [PostgresConnection] = []
    var free: Int
    var waiting: [(number: Int, continuation: CheckedContinuation<PostgresConnection?, any Error>)] = []
    var asked = 0
  }

  init(_ address: String, limit: Int) {
    self.address = address
    state = Mutex(State(free: limit))
  }

  /// A place in the pool.
  /// - Returns: nil where the connection has yet to be made.
  /// - Throws: `StorageError.busy` after ten seconds in line.
  func take() async throws -> PostgresConnection? {
    try await withCheckedThrowingContinuation { continuation in
      let number = state.withLock { state -> Int? in
        guard state.free == 0 else {
          state.free -= 1
          continuation.resume(returning: state.idle.popLast())
          return nil
        }
        state.asked += 1
        state.waiting.append((state.asked, continuation))
        return state.asked
      }
      if let number { Task { await giveUp(number) } }
    }
  }

  private func giveUp(_ number: Int) async {
    try? await Task.sleep(for: Self.patience)
    let late = state.withLock { state -> CheckedContinuation<PostgresConnection?, any Error>? in
      state.waiting.firstIndex { $0.number == number }.map { state.waiting.remove(at: $0).continuation }
    }
    late?.resume(throwing: StorageError.busy("All connections to the store are in use."))
  }

  /// - Parameter connection: nil if it is of no more use.
  func giveBack(_ connection: PostgresConnection?) {
    let next = state.withLock { state -> CheckedContinuation<PostgresConnection?, any Error>? in
      if !state.waiting.isEmpty { return state.waiting.removeFirst().continuation }
      state.free += 1
      if let connection { state.idle.append(connection) }
      return nil
    }
    next?.resume(returning: connection)
  }
}
