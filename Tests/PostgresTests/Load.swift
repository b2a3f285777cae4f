import DatabaseAccess
import PostgresDatabase
import Synchronization
import Testing

/// Several clients that repeatedly write numbers and read them, until they are stopped.
final class Load: Sendable {
  private struct State {
    var next = 0
    var confirmed: Set<Int> = []
    var isInTrouble = false
    var surprises: [String] = []
  }

  private let store: PostgresEngine
  private let state = Mutex(State())
  private let tasks = Mutex<[Task<Void, Never>]>([])

  init(_ store: PostgresEngine) {
    self.store = store
    tasks.withLock { $0 = (0..<6).map { index in Task { [self] in await work(isAside: index % 2 == 0) } } }
  }

  /// The numbers whose writes the store has confirmed.
  var confirmed: Set<Int> { state.withLock { $0.confirmed } }
  /// Errors other than "busy".
  var surprises: [String] { state.withLock { $0.surprises } }

  private func work(isAside: Bool) async {
    while !Task.isCancelled {
      let number = state.withLock { state in
        state.next += 1
        return state.next
      }
      do {
        let write: @Sendable (any SQLSession) throws -> Void = { session in
          try session.run("INSERT INTO notes (number) VALUES (\(number))")
        }
        if isAside { try await store.writeConcurrently(write) } else { try await store.write(write) }
        _ = state.withLock { $0.confirmed.insert(number) }
        let found = try await store.read { try $0.number("SELECT count(*) FROM notes WHERE number = \(number)") }
        if found != 1 { state.withLock { $0.surprises.append("\(number) is confirmed and not there") } }
      } catch StorageError.busy {
        state.withLock { $0.isInTrouble = true }
        try? await Task.sleep(for: .milliseconds(20))
      } catch {
        if !Task.isCancelled { state.withLock { $0.surprises.append("\(error)") } }
      }
    }
  }

  func wait(for count: Int) async throws { try await wait { $0.confirmed.count >= count } }
  func waitForTrouble() async throws { try await wait { $0.isInTrouble } }

  private func wait(_ condition: (State) -> Bool) async throws {
    for _ in 0..<6_000 {
      if state.withLock({ condition($0) }) { return }
      try await Task.sleep(for: .milliseconds(10))
    }
    Issue.record("a minute has passed and nothing happened: \(surprises.prefix(3))")
  }

  /// - Returns: the confirmed numbers.
  func stop() async -> Set<Int> {
    let tasks = tasks.withLock { $0 }
    for task in tasks { task.cancel() }
    for task in tasks { await task.value }
    return confirmed
  }
}
