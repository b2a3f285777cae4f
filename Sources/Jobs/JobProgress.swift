import Synchronization

/// The progress of a file, written by its worker and read by the heartbeat, which can cancel the work.
final class JobProgress: Sendable {
  /// The work was cancelled: by the user, because another worker has the lease, or because the server stops.
  struct Cancelled: Error {}

  private struct State {
    var expected: Int?
    var done = 0
    var isCalledOff = false
  }

  private let state = Mutex(State())

  var now: (expected: Int?, done: Int) { state.withLock { ($0.expected, $0.done) } }
  var isCalledOff: Bool { state.withLock { $0.isCalledOff } }

  func expect(_ rows: Int) { state.withLock { $0.expected = rows } }
  func cancel() { state.withLock { $0.isCalledOff = true } }

  /// - Throws: `Cancelled`.
  func advance(_ rows: Int) throws {
    let goesOn = state.withLock { state in
      state.done += rows
      return !state.isCalledOff
    }
    if !goesOn { throw Cancelled() }
  }
}
