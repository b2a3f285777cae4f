import CLibPQ
import DatabaseAccess
import Dispatch
import Synchronization

/// The cancellable state of a running transaction.
final class CallState: Sendable {
  private struct State {
    var brake: CancelHandle?
    var isCalledOff = false
  }

  private let state = Mutex(State())

  var isCalledOff: Bool { state.withLock { $0.isCalledOff } }

  /// - Throws: `StorageError.interrupted` if it was already cancelled.
  func begin(_ brake: CancelHandle) throws {
    try state.withLock { state in
      if state.isCalledOff { throw StorageError.interrupted }
      state.brake = brake
    }
  }

  /// - Returns: whether it was cancelled. If so, the connection must not be reused, since the server may receive the
  ///   cancellation later.
  func end() -> Bool {
    state.withLock { state in
      state.brake = nil
      return state.isCalledOff
    }
  }

  /// Cancels the transaction's statement on the server.
  func cancel() {
    let brake = state.withLock { state in
      state.isCalledOff = true
      return state.brake
    }
    // Asynchronous because it waits for the network.
    if let brake { DispatchQueue.global().async { brake.pull() } }
  }
}

/// Cancels the running statement of a connection, from any thread.
final class CancelHandle: @unchecked Sendable {
  private let handle: OpaquePointer?

  init(_ connection: OpaquePointer) { handle = PQgetCancel(connection) }

  deinit { PQfreeCancel(handle) }

  func pull() {
    var words = [CChar](repeating: 0, count: 256)
    _ = PQcancel(handle, &words, Int32(words.count))
  }
}
