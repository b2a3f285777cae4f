import DatabaseAccess
import Records
import Store
import Testing
import TestSupport

/// The version of a store's tables.
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
      for statement in Self.withoutWithdrawal + [
        """
        CREATE TABLE superseded_attempts AS SELECT user_key, id, superseded_at, overtaken_at FROM attempts
        WHERE superseded_at IS NOT NULL OR overtaken_at IS NOT NULL
        """,
        "ALTER TABLE attempts DROP COLUMN superseded_at", "ALTER TABLE attempts DROP COLUMN overtaken_at",
        "DELETE FROM migrations WHERE name IN ('0023-supersession', '0038-withdrawal')",
      ] { _ = try session.run(SQLText(raw: statement)) }
    }
    #expect(try await store.rows("superseded_attempts").isEmpty == false)
    try await Schema.migrate(store.database)
    #expect(try await store.dump() == before)
    #expect(try await store.differences() == [])
  }

  @Test func `A store from before facts could be withdrawn keeps them, in every index`() async throws {
    let store = try await TestStore(SmallPlatform.texts)
    let before = try await store.dump()
    try await store.database.write { session in
      for statement in Self.withoutWithdrawal + ["DELETE FROM migrations WHERE name = '0038-withdrawal'"] {
        _ = try session.run(SQLText(raw: statement))
      }
    }
    #expect(try await store.database.read { try $0.number("SELECT count(*) FROM attempts") } > 0)
    try await Schema.migrate(store.database)
    #expect(try await store.dump() == before)
    #expect(try await store.load(SmallPlatform.texts).values.allSatisfy { $0.added + $0.changed == 0 })
    #expect(try await store.differences() == [])
  }

  /// Takes a store back to the schema before `0038-withdrawal`.
  private static let withoutWithdrawal: [String] = {
    let kinds = RecordKind.all.filter(\.isWithdrawable).map(\.name)
    return kinds.map { "DROP VIEW \($0)" } + [
      "DROP INDEX posts_author", "DROP INDEX certificates_program", "DROP INDEX certificates_path",
    ]
      + kinds.flatMap {
        ["ALTER TABLE all_\($0) DROP COLUMN withdrawn_at", "ALTER TABLE all_\($0) RENAME TO \($0)"]
      } + [
        "CREATE INDEX posts_author ON posts (author_key, created_at, kind, place, reply_to)",
        "CREATE INDEX certificates_program ON certificates (program_session_key, user_key)",
        "CREATE INDEX certificates_path ON certificates (path_session_key, user_key)",
      ]
  }()
}
