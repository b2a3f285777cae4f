import DatabaseAccess
import Foundation
import PostgresDatabase
import Synchronization
import Testing
import TestSupport

/// A server that stops, is killed, is slow or does not respond: every wait ends with a specific error, and the store
/// recovers by itself.
@Suite(.enabled(if: PrivateServer.isWanted), .timeLimit(.minutes(10))) struct TroubleTests {
  private let server: PrivateServer

  init() throws { server = try PrivateServer() }

  private func store(
    connections: Int = 4, _ change: (inout PostgresTimeouts) -> Void = { _ in }
  ) async throws -> PostgresEngine {
    try await server.store(connections: connections, change)
  }

  @Test(arguments: [PrivateServer.Mode.fast, .immediate])
  func `A server that is stopped and started under load is busy meanwhile, and keeps all that it has confirmed`(
    mode: PrivateServer.Mode
  ) async throws {
    let store = try await store()
    _ = try await store.write { try $0.run("CREATE TABLE notes (number bigint PRIMARY KEY)") }
    let load = Load(store)
    try await load.wait(for: 40)
    try server.stop(mode)
    try await load.waitForTrouble()
    try server.start()
    try await load.wait(for: load.confirmed.count + 40)
    let confirmed = await load.stop()
    let kept = try await store.read { try $0.all("SELECT number FROM notes") { $0.integer(at: 0) } }
    #expect(confirmed.subtracting(kept).isEmpty)
    #expect(load.surprises.isEmpty, "\(load.surprises)")
  }

  @Test func `A connection that is killed in mid-query is busy, and the next one works`() async throws {
    let store = try await store()
    let query = Task { try await store.read { try $0.number("SELECT 1 FROM pg_sleep(60)") } }
    try await sleepers(store, 1)
    try server.run(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%FETCH%' AND pid <> pg_backend_pid()")
    await #expect(throws: StorageError.self) { try await query.value }
    #expect(isBusy(await query.result))
    #expect(try await store.read { try $0.number("SELECT 1") } == 1)
  }

  @Test func `A full pool is busy after a while, and free again when somebody goes`() async throws {
    let store = try await store(connections: 2) { $0.connection = .milliseconds(200) }
    let hold = Latch()
    defer { hold.end() }
    let long = (0..<2).map { _ in Task { try await store.read { _ in hold.wait() } } }
    while hold.waiting < 2 { try await Task.sleep(for: .milliseconds(10)) }
    // They end when they are told to: waiting for one of them would never end.
    let refused = await result { try await store.read { try $0.number("SELECT 1") } }
    #expect(isBusy(refused))
    hold.end()
    for query in long { try await query.value }
    #expect(try await store.read { try $0.number("SELECT 1") } == 1)
  }

  @Test func `Writers who wait for their turn keep no reader from a connection`() async throws {
    let store = try await store(connections: 2) { $0.turn = .seconds(300) }
    let hold = Latch()
    defer { hold.end() }
    let writers = (0..<6).map { _ in Task { try await store.write { _ in hold.wait() } } }
    while hold.waiting < 1 { try await Task.sleep(for: .milliseconds(10)) }
    #expect(try await store.read { try $0.number("SELECT 1") } == 1)
    #expect(hold.waiting == 1)
    hold.end()
    for writer in writers { try await writer.value }
  }

  @Test func `A small write does not wait for an import`() async throws {
    let store = try await store()
    _ = try await store.write { try $0.run("CREATE TABLE notes (number bigint PRIMARY KEY)") }
    let hold = Latch()
    defer { hold.end() }
    let long = Task { try await store.bulkWrite { _ in hold.wait() } }
    while hold.waiting < 1 { try await Task.sleep(for: .milliseconds(10)) }
    // The server returns during the import: a client that waited for it would be refused as busy.
    _ = try await store.writeConcurrently { try $0.run("INSERT INTO notes VALUES (1)") }
    hold.end()
    try await long.value
  }

  @Test func `A turn to write that does not come is busy`() async throws {
    let store = try await store { $0.turn = .milliseconds(300) }
    let other = try await self.store()
    let hold = Latch()
    defer { hold.end() }
    let long = Task { try await other.bulkWrite { _ in hold.wait() } }
    while hold.waiting < 1 { try await Task.sleep(for: .milliseconds(10)) }
    let refused = await result { try await store.write { try $0.number("SELECT 1") } }
    #expect(isBusy(refused))
    hold.end()
    try await long.value
    #expect(try await store.write { try $0.number("SELECT 1") } == 1)
  }

  @Test func `A statement that takes too long is busy`() async throws {
    let store = try await store { $0.statement = .milliseconds(300) }
    let clock = ContinuousClock()
    let start = clock.now
    let slow = await result { try await store.read { try $0.number("SELECT 1 FROM pg_sleep(20)") } }
    #expect(isBusy(slow))
    #expect(clock.now - start < .seconds(10))
    #expect(try await store.read { try $0.number("SELECT 1") } == 1)
  }

  @Test func `A server that says nothing any more is given up`() async throws {
    let store = try await store {
      $0.statement = .milliseconds(300)
      $0.answer = .milliseconds(700)
    }
    let silent = await result {
      try await store.read { session in
        let process = try session.number("SELECT pg_backend_pid()")
        kill(pid_t(process), SIGSTOP)
        defer { kill(pid_t(process), SIGCONT) }
        return try session.number("SELECT 1")
      }
    }
    #expect(isBusy(silent))
    #expect(try await store.read { try $0.number("SELECT 1") } == 1)
  }

  @Test func `Who waits no longer stops what runs for them`() async throws {
    let store = try await store { $0.statement = .seconds(300) }
    let query = Task { try await store.read { try $0.number("SELECT 1 FROM pg_sleep(240)") } }
    try await sleepers(store, 1)
    query.cancel()
    guard case .failure(StorageError.interrupted) = await query.result else {
      Issue.record("the query was not interrupted")
      return
    }
    try await sleepers(store, 0)
  }

  @Test func `Transactions that hinder each other are tried again`() async throws {
    let store = try await store(connections: 8)
    try await store.write { session in
      try session.run("CREATE TABLE notes (key bigint PRIMARY KEY, number bigint NOT NULL)")
      try session.run("INSERT INTO notes VALUES (1, 0), (2, 0)")
    }
    let runs = Tally()
    try await withThrowingTaskGroup { group in
      for index in 0..<4 {
        group.addTask {
          try await store.writeConcurrently { session in
            runs.count.wrappingAdd(1, ordering: .relaxed)
            // Each of them holds the row that the other one needs next.
            for key in index % 2 == 0 ? [1, 2] : [2, 1] {
              let number = try session.number("SELECT number FROM notes WHERE key = \(key)")
              try session.run("UPDATE notes SET number = \(number + 1) WHERE key = \(key)")
              usleep(50_000)
            }
          }
        }
      }
      try await group.waitForAll()
    }
    let numbers = try await store.read { try $0.all("SELECT number FROM notes ORDER BY key") { $0.integer(at: 0) } }
    #expect(numbers == [4, 4])
    let count = runs.count.load(ordering: .relaxed)
    #expect(count > 4, "nothing hindered anything")
  }

  /// Waits until this many queries sleep.
  private func sleepers(_ store: PostgresEngine, _ count: Int) async throws {
    for _ in 0..<1_000 {
      let found = try await store.read { session in
        try session.number(
          """
          SELECT count(*) FROM pg_stat_activity
          WHERE wait_event = 'PgSleep' AND state = 'active' AND pid <> pg_backend_pid()
          """)
      }
      if found == count { return }
      try await Task.sleep(for: .milliseconds(10))
    }
    Issue.record("there are never \(count) queries that sleep")
  }
}

func result<T: Sendable>(_ body: () async throws -> T) async -> Result<T, any Error> {
  do { return .success(try await body()) } catch { return .failure(error) }
}

func isBusy<T>(_ result: Result<T, any Error>) -> Bool {
  if case .failure(StorageError.busy) = result { true } else { false }
}

private final class Tally: Sendable {
  let count = Atomic(0)
}
