import DatabaseAccess
import Synchronization
import Testing
import TestSupport

@testable import Web

/// The measured store behaves like the one behind it.
@Suite struct StoreMetricsReaderTests {
  /// Runs the body of each write twice, like an engine that rolled back the first attempt, and records the method.
  private final class Repeating: SQLDatabase {
    let database: any SQLDatabase
    let ways = Mutex<[String]>([])
    var dialect: any SQLDialect { database.dialect }

    init(_ database: any SQLDatabase) { self.database = database }

    func read<T: Sendable>(
      _ purpose: ReadPurpose, _ body: @escaping @Sendable (any SQLSession) throws -> T
    ) async throws -> T { try await database.read(purpose, body) }

    func write<T: Sendable>(_ body: @escaping @Sendable (any SQLSession) throws -> T) async throws -> T {
      try await twice("write", body)
    }

    func bulkWrite<T: Sendable>(
      _ body: @escaping @Sendable (any SQLSession) throws -> T
    ) async throws -> T { try await twice("known keys", body) }

    func writeConcurrently<T: Sendable>(
      _ body: @escaping @Sendable (any SQLSession) throws -> T
    ) async throws -> T { try await twice("aside", body) }

    private func twice<T: Sendable>(
      _ way: String, _ body: @escaping @Sendable (any SQLSession) throws -> T
    ) async throws -> T {
      ways.withLock { $0.append(way) }
      return try await database.write { session in
        _ = try body(session)
        return try body(session)
      }
    }
  }

  @Test func `Each way of writing reaches the store as itself, and counts once however often its body runs`()
    async throws
  {
    let store = Repeating(try await TestStore().database)
    let meter = StoreMetricsReader()
    let measured = MeteredDatabase(database: store, meter: meter)
    try await measured.write { _ in }
    try await measured.bulkWrite { _ in }
    try await measured.writeConcurrently { _ in }
    #expect(store.ways.withLock { $0 } == ["write", "known keys", "aside"])
    var text = MetricsText()
    meter.write(to: &text)
    let metrics = try Metrics(text.text)
    #expect(metrics["tallybook_store_waiting", "kind=\"write\""] == 0)
    #expect(metrics["tallybook_store_active", "kind=\"write\""] == 0)
    #expect(metrics["tallybook_store_operation_seconds_count", "kind=\"write\""] == 3)
  }
}
