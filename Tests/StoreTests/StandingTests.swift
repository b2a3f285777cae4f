import DatabaseAccess
import Store
import Testing
import TestSupport

/// How far a store's tables are.
@Suite struct StandingTests {
  @Test func `A store with all tables has no step to take, and one without any has them all`() async throws {
    let store = try await TestStore()
    #expect(try await Schema.standing(store.database).pending == [])
    try await store.database.write { _ = try $0.run("DROP TABLE migrations") }
    let standing = try await Schema.standing(store.database)
    #expect(standing.pending.count > 5 && standing.unknown == [])
  }

  @Test func `A store that fails to answer is not taken for one without tables`() async throws {
    let store = try await TestStore()
    try await store.database.write { _ = try $0.run("ALTER TABLE migrations RENAME COLUMN name TO other") }
    await #expect(throws: StorageError.self) { try await Schema.standing(store.database) }
  }
}
