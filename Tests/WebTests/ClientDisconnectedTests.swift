import DatabaseAccess
import Foundation
import PostgresDatabase
import Testing
import TestSupport

/// A client that disconnects while the store works on its file leaves nothing running there.
@Suite(.enabled(if: PrivateServer.isWanted), .timeLimit(.minutes(10))) struct ClientDisconnectedTests {
  @Test func `A statement for a file ends when its taker has gone, long before its time`() async throws {
    let server = try PrivateServer()
    let store = try await server.store { $0.statement = .seconds(300) }
    let site = try await TestSite(of: store, with: SmallWorld.texts)
    let program = try await site.program(of: "owner")
    let path = "/reports/course-attempts/download"
    let whole = try await program.get(path)
    #expect(whole.status == 200)

    // The file waits for a table that another transaction has locked.
    let hold = Latch()
    let holder = Task {
      try await store.bulkWrite { session in
        try session.run("LOCK TABLE attempts IN ACCESS EXCLUSIVE MODE")
        hold.wait()
      }
    }
    defer { hold.end() }
    try await waiters(store, 0, holders: 1)
    let taker = Task { try await program.get(path) }
    try await waiters(store, 1, holders: 1)
    taker.cancel()
    try await waiters(store, 0, holders: 1)

    hold.end()
    try await holder.value
    #expect(try await program.get(path).data == whole.data)
  }

  /// Waits, for a fifth of a statement's timeout at most, until this many wait for the table's lock, and this many hold
  /// it.
  private func waiters(_ store: PostgresEngine, _ waiting: Int, holders: Int) async throws {
    var found = (waiting: -1, holding: -1)
    let end = ContinuousClock.now + .seconds(60)
    while ContinuousClock.now < end {
      found.waiting = try await locks(store, "NOT granted")
      found.holding = try await locks(store, "granted AND mode = 'AccessExclusiveLock'")
      if found == (waiting, holders) { return }
      try await Task.sleep(for: .milliseconds(20))
    }
    Issue.record("\(found.waiting) wait and \(found.holding) hold, not \(waiting) and \(holders)")
  }

  private func locks(_ store: PostgresEngine, _ condition: String) async throws -> Int {
    try await store.read { session in
      try session.number(
        SQLText(raw: "SELECT count(*) FROM pg_locks WHERE relation = 'attempts'::regclass AND \(condition)"))
    }
  }
}
