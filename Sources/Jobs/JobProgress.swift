import Synchronization

/// How far a file is, told by the thread that makes it and read by the one that gives signs of life; and the word to stop,
/// the other way.
final class JobProgress: Sendable {
  /// The work is called off: cancelled, taken up by another, or the server stops.
  struct CalledOff: Error {}

  private struct State {
    var expected: Int?
    var done = 0
    var isCalledOff = false
  }

  private let state = Mutex(State())

  var now: (expected: Int?, done: Int) { state.withLock { ($0.expected, $0.done) } }
  var isCalledOff: Bool { state.withLock { $0.isCalledOff } }

  func expect(_ rows: Int) { state.withLock { $0.expected = rows } }
  func callOff() { state.withLock { $0.isCalledOff = true } }

  /// - Throws: `CalledOff`.
  func advance(_ rows: Int) throws {
    let goesOn = state.withLock { state in
      state.done += rows
      return !state.isCalledOff
    }
    if !goesOn { throw CalledOff() }
  }
}
