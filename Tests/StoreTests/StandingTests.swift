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

  @Test func `Supersessions that stood in a table of their own move to their attempts`() async throws {
    let store = try await TestStore(SmallPlatform.texts)
    let before = try await store.dump()
    try await store.database.write { session in
      for statement in [
        """
        CREATE TABLE superseded_attempts AS SELECT user_key, id, superseded_at, overtaken_at FROM attempts
        WHERE superseded_at IS NOT NULL OR overtaken_at IS NOT NULL
        """,
        "ALTER TABLE attempts DROP COLUMN superseded_at", "ALTER TABLE attempts DROP COLUMN overtaken_at",
        "DELETE FROM migrations WHERE name = '0023-supersession'",
      ] { _ = try session.run(SQLText(raw: statement)) }
    }
    #expect(try await store.rows("superseded_attempts").isEmpty == false)
    try await Schema.migrate(store.database)
    #expect(try await store.dump() == before)
    #expect(try await store.differences() == [])
  }
}
