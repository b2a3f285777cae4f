import DatabaseAccess
import Foundation
import SQLiteDatabase
import Store
import Testing

/// A command that has the store for itself fills a new store without the log, which is only needed by concurrent
/// readers.
@Suite struct BulkLoadModeTests {
  private let folder = FileManager.default.temporaryDirectory.appending(path: "tallybook-\(UUID().uuidString)")
  private var path: String { folder.appending(path: "store.sqlite").path }

  init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

  @Test func `A new store is filled without the log, and has it again afterwards`() async throws {
    let store = try await store()
    #expect(try await store.bulkWrite { try Self.add($0) } == "delete")
    #expect(try await mode(store) == "wal")
    #expect(try await count(store) == 1)
    #expect(try await store.bulkWrite { try Self.add($0) } == "delete")
    #expect(try await count(store) == 2)
  }

  @Test func `What fails leaves nothing, and the log`() async throws {
    let store = try await store()
    await #expect(throws: Refused.self) {
      try await store.bulkWrite { session in
        _ = try Self.add(session)
        throw Refused()
      }
    }
    #expect(try await mode(store) == "wal")
    #expect(try await count(store) == 0)
    #expect(try await store.bulkWrite { try Self.add($0) } == "delete")
  }

  @Test func `With somebody else at the store it is filled by the log, and they go on reading`() async throws {
    let (store, other) = (try await store(), try await store(isExclusive: false))
    #expect(try await count(other) == 0)
    #expect(try await store.bulkWrite { try Self.add($0) } == "wal")
    #expect(try await count(other) == 1)
  }

  @Test func `A server fills it by the log`() async throws {
    let store = try await store(isExclusive: false)
    #expect(try await store.bulkWrite { try Self.add($0) } == "wal")
  }

  private struct Refused: Error {}

  private func store(isExclusive: Bool = true) async throws -> SQLiteEngine {
    let store = try SQLiteEngine(path: path, isExclusive: isExclusive)
    try await Schema.migrate(store)
    return store
  }

  /// Adds a group, and returns the journal mode.
  private static func add(_ session: any SQLSession) throws -> String? {
    try session.run("INSERT INTO groups (id, name, name_key) SELECT 'g' || count(*), 'G', 'g' FROM groups")
    return try session.first("PRAGMA journal_mode") { $0.text(at: 0) }
  }

  private func mode(_ store: SQLiteEngine) async throws -> String? {
    try await store.read { try $0.first("PRAGMA journal_mode") { $0.text(at: 0) } }
  }

  private func count(_ store: SQLiteEngine) async throws -> Int {
    try await store.read { try $0.number("SELECT count(*) FROM groups") }
  }
}
