import DatabaseAccess
import Foundation
import Statistics
import Testing
import TestSupport

/// The parts that an import into a new store defers to the end exist afterwards.
@Suite struct DeferredConstraintsTests {
  private static let sample = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Fixtures/sample/records")

  @Test func `A new store that was filled has the indexes and foreign keys that it had`() async throws {
    let store = try await TestStore(isExclusive: true)
    let before = try await store.database.read { try Self.definitions($0) }
    try await store.load(folder: Self.sample, isImport: true)
    #expect(try await store.database.read { try Self.definitions($0) } == before)
    #expect(before.count > 60)
  }

  @Test func `It holds what a store holds that is filled row by row`() async throws {
    let (store, other) = (try await TestStore(isExclusive: true), try await TestStore())
    let receipts = try await store.load(folder: Self.sample, isImport: true)
    #expect(try await other.load(folder: Self.sample) == receipts)
    #expect(try await store.dump() == other.dump())
    #expect(try await store.differences() == [])
  }

  @Test func `Users who come in together are numbered by their names, later ones after them`() async throws {
    let store = try await TestStore(SmallPlatform.texts)
    try await store.load(["users": "\(SmallPlatform.users)\nz,z@x.org,Zoe,Ab,\(SmallPlatform.then)\n"])
    let ids = try await store.database.read { try $0.all("SELECT id FROM users ORDER BY key") { $0.text(at: 0) } }
    #expect(ids == ["a", "b", "gone", "o", "z"])
  }

  @Test func `An import that fails leaves the indexes and foreign keys as they were`() async throws {
    let store = try await TestStore(isExclusive: true)
    let before = try await store.database.read { try Self.definitions($0) }
    var texts = SmallPlatform.texts
    texts["attempts"] = SmallPlatform.attempts("x1,a,nowhere,,\(SmallPlatform.then),\(SmallPlatform.then),1,1,")
    await #expect(throws: (any Error).self) { try await store.load(texts, isImport: true) }
    try await store.load(SmallPlatform.texts, dryRun: true, isImport: true)
    #expect(try await store.database.read { try Self.definitions($0) } == before)
  }

  @Test(.enabled(if: TestServer.address != nil))
  func `On PostgreSQL a row that names nothing is found at the end`() async throws {
    let store = try await TestStore()
    do {
      try await store.database.bulkWrite { session in
        _ = try session.run("INSERT INTO course_co_authors (owner_key, member_key) VALUES (1, 2)")
      }
      Issue.record("It was taken.")
    } catch StorageError.constraint {}
    #expect(try await store.rows("course_co_authors").isEmpty)
  }

  /// Everything with a separate definition: tables, indexes, foreign keys.
  private static func definitions(_ session: any SQLSession) throws -> [String] {
    try session.all(
      session.dialect.name == "sqlite"
        ? "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL"
        : """
        SELECT pg_get_indexdef(indexrelid) FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indrelid
        WHERE c.relnamespace = current_schema()::regnamespace
        UNION ALL
        SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) || ' ' || convalidated
        FROM pg_constraint WHERE connamespace = current_schema()::regnamespace
        """
    ) { $0.text(at: 0) }.sorted()
  }
}
