import DatabaseAccess
import Foundation
import SQLiteDatabase
import Testing
import TestSupport

@testable import Store

/// The migrations, and the version of a store's tables.
@Suite struct MigrationTests {
  @Test(arguments: ["sqlite", "postgres"])
  func `Migrations have consecutive numbers, and an engine has each of them once`(engine: String) throws {
    let names = try Schema.steps(for: engine).map(\.name)
    #expect(names.map { Int($0.prefix(4)) } == Array(1...names.count), "\(names)")
    for name in names { #expect(name.wholeMatch(of: /\d{4}-[a-z]+(-[a-z]+)*/) != nil, "\(name)") }
  }

  @Test func `A store with all tables has no pending step, and one without tables has only pending steps`() async throws
  {
    let store = try await TestStore()
    #expect(try await Schema.standing(store.database).pending == [])
    try await store.database.write { _ = try $0.run("DROP TABLE migrations") }
    let standing = try await Schema.standing(store.database)
    #expect(standing.pending == (try Schema.steps(for: store.database.dialect.name).map(\.name)))
    #expect(standing.unknown == [])
  }

  @Test func `A store that cannot be read is not reported as one without tables`() async throws {
    let store = try await TestStore()
    try await store.database.write { _ = try $0.run("ALTER TABLE migrations RENAME COLUMN name TO other") }
    await #expect(throws: StorageError.self) { try await Schema.standing(store.database) }
  }

  @Test func `An older store is migrated by the missing steps and keeps its rows`() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "tallybook-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let store = try SQLiteEngine(path: folder.appending(path: "store.sqlite").path, readers: 1)
    let steps = try Schema.steps(for: store.dialect.name)
    try await Migrator(steps: Array(steps.prefix(2))).migrate(store)
    try await store.write { _ = try $0.run("INSERT INTO tags (id, name, name_key) VALUES ('t', 'T', 't')") }
    #expect(try await Schema.standing(store).pending == steps.dropFirst(2).map(\.name))
    try await Schema.migrate(store)
    #expect(try await Schema.standing(store).pending == [])
    #expect(try await store.read { try $0.number("SELECT count(*) FROM tags") } == 1)
  }

  @Test func `Users of an older store are found by parts of their names`() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "tallybook-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let store = try SQLiteEngine(path: folder.appending(path: "store.sqlite").path, readers: 1)
    try await Migrator(steps: try Schema.steps(for: "sqlite").filter { $0.name < "0008" }).migrate(store)
    let zeros = Array(repeating: "0", count: 16).joined(separator: ", ")
    try await store.write { session in
      try session.run(
        """
        INSERT INTO users (id, email, first_name, last_name, created_at, channel)
        VALUES ('a', 'a@x.org', 'Ada', 'Wong', 0, 'import')
        """)
      try session.run(
        """
        INSERT INTO user_standings SELECT key, id, 0, email, 'wong', 'ada', \(raw: zeros) FROM users
        """)
    }
    try await Schema.migrate(store)
    let found = try await store.read { session in
      try session.all("SELECT rowid FROM user_search WHERE user_search MATCH 'won'") { $0.integer(at: 0) }
    }
    #expect(found == [1])
  }

  @Test func `A store of another version is refused and stays as it is`() async throws {
    let store = try await TestStore()
    try await store.database.write { _ = try $0.run("INSERT INTO migrations (name) VALUES ('0003-access')") }
    let advice = "Use that version, or create a new store and import the records."
    let error = await #expect(throws: StorageError.self) { try await Schema.migrate(store.database) }
    #expect(
      error?.description == "The store was created by another version of Tallybook (step 0003-access). \(advice)")
    #expect(try await Schema.standing(store.database).unknown == ["0003-access"])
  }

  @Test func `Tables that a later step changes have their columns of today`() {
    let tables = Schema.tables(after: [
      Migrator.Step(
        name: "0001-one",
        sql: """
          CREATE TABLE kept (
            key {key},
            -- A comment, with a comma; and a semicolon.
            first text NOT NULL CHECK (first IN ('a', 'b')),
            PRIMARY KEY (key, first)
          ) {plain};
          CREATE TABLE gone (key {int}) {plain};
          """),
      Migrator.Step(
        name: "0002-two",
        sql: """
          ALTER TABLE kept ADD COLUMN second {int};
          ALTER TABLE kept DROP COLUMN first;
          ALTER TABLE kept RENAME TO renamed;
          DROP TABLE gone;
          """),
    ])
    #expect(tables.map(\.name) == ["renamed"])
    #expect(tables.map(\.columns) == [["key", "second"]] && tables.allSatisfy(\.hasGeneratedKey))
  }
}
