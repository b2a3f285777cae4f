import CLibPQ
import DatabaseAccess
import Dispatch
import Synchronization

/// A transaction under way, as somebody sees it who may no longer want it.
final class PostgresCall: Sendable {
  private struct State {
    var brake: PostgresBrake?
    var isCalledOff = false
  }

  private let state = Mutex(State())

  var isCalledOff: Bool { state.withLock { $0.isCalledOff } }

  /// - Throws: `StorageError.interrupted` if it was called off before.
  func begin(_ brake: PostgresBrake) throws {
    try state.withLock { state in
      if state.isCalledOff { throw StorageError.interrupted }
      state.brake = brake
    }
  }

  /// - Returns: whether it was called off: then the connection must not serve others, for the server may hear of it later.
  func end() -> Bool {
    state.withLock { state in
      state.brake = nil
      return state.isCalledOff
    }
  }

  /// Asks the server to stop.
  func callOff() {
    let brake = state.withLock { state in
      state.isCalledOff = true
      return state.brake
    }
    // It waits for the network.
    if let brake { DispatchQueue.global().async { brake.pull() } }
  }
}

/// What stops the statement that runs on a connection, from any thread.
final class PostgresBrake: @unchecked Sendable {
  private let handle: OpaquePointer?

  init(_ connection: OpaquePointer) { handle = PQgetCancel(connection) }

  deinit { PQfreeCancel(handle) }

  func pull() {
    var words = [CChar](repeating: 0, count: 256)
    _ = PQcancel(handle, &words, Int32(words.count))
  }
}
