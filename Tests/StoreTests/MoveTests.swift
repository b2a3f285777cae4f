import DatabaseAccess
import Foundation
import SQLiteDatabase
import Store
import Testing
import TestSupport

/// Moving a store copies every row exactly, also to the other engine, or nothing. If TALLYBOOK_TEST_POSTGRES names a
/// server, the tests' stores are on it, and rows go from SQLite to PostgreSQL and back; otherwise both are SQLite.
@Suite struct MoveTests {
  private static let hasPostgres = ProcessInfo.processInfo.environment["TALLYBOOK_TEST_POSTGRES"] != nil

  /// A store in a file, whatever engine the other tests use.
  private final class FileStore: Sendable {
    let database: SQLiteEngine
    private let folder = FileManager.default.temporaryDirectory.appending(path: "tallybook-\(UUID().uuidString)")

    init() async throws {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      database = try SQLiteEngine(path: folder.appending(path: "store.sqlite").path, readers: 2)
      try await Schema.migrate(database)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }
  }

  /// The sample platform, and rows that no record creates: large numbers, nulls, texts of all kinds.
  private static func fill(_ store: TestStore) async throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    try await store.load(folder: folder.appending(path: "Fixtures/sample/records"))
    let texts = [
      "", " ", "é\u{301}😀\u{200F}", "a\tb\nc\\N\\.\r\n\"'", String(repeating: "ü", count: 70_000), "\u{1}\u{7F}",
    ]
    try await store.database.write { session in
      let user = try session.number("SELECT min(key) FROM users")
      for (index, text) in texts.enumerated() {
        let number = [Int.max, Int.min, 0, -1, 1 << 53, 255][index]
        try session.run(
          """
          INSERT INTO audit_log (at, viewer_key, action, subject_key, filters, row_count)
          VALUES (\(number), \(user), \(text), \(index % 2 == 0 ? user : nil), \(text), \(index == 0 ? nil : number))
          """)
        try session.run(
          """
          INSERT INTO letters (key, kind, user_key, account, address, about, made_at, state, due_at, failures)
          VALUES (\(1_000 + index), 'reset', NULL, \(text), NULL, NULL, \(number), 'waiting', \(number), 0)
          """)
      }
    }
  }

  /// Every row of every table with its keys, as text.
  private static func content(_ database: any SQLDatabase) async throws -> [String: [String]] {
    try await database.read { session in
      let tables = try Schema.tables(for: session.dialect).map { table in
        let rows = try session.all(SQLText(raw: "SELECT \(table.columns.joined(separator: ", ")) FROM \(table.name)")) {
          row in
          table.columns.indices.map { "\(row.value($0))" }.joined(separator: "|")
        }
        return (table.name, rows.sorted())
      }
      return Dictionary(uniqueKeysWithValues: tables)
    }
  }

  private static func counts(_ moved: [(table: String, rows: Int)]) -> [String: Int] {
    Dictionary(uniqueKeysWithValues: moved.map { ($0.table, $0.rows) })
  }

  @Test func `Every row is as it was there and back, and what comes next goes on from there`() async throws {
    let (first, file, last) = (try await TestStore(), try await FileStore(), try await TestStore())
    try await Self.fill(first)
    let content = try await Self.content(first.database)
    let moved = try await StoreTransfer(from: first.database, to: file.database).run()
    #expect(try await Self.content(file.database) == content)
    let back = try await StoreTransfer(from: file.database, to: last.database).run()
    // A migration for one engine may leave its tables in a different order.
    #expect(Self.counts(back) == Self.counts(moved))
    #expect(try await Self.content(last.database) == content)
    #expect(try await Self.content(first.database) == content)
    #expect(moved.count > 50 && moved.allSatisfy { content[$0.table]?.count == $0.rows })
    #expect(moved.filter { $0.rows > 0 }.count > 30)
    #expect(try await last.differences() == [])
    let then = "2025-06-01T00:00:00Z"
    let receipts = try await last.load([
      "users": "id,email,first_name,last_name,created_at\nnewer,new@x.org,New,One,\(then)\n",
      "groups": "id,name,parent\nnewer,New,root\n", "tags": "id,name\nnewer,New\n",
    ])
    #expect(receipts["users"]?.added == 1)
    #expect(try await last.row("users", ["id": "newer"])?["email"] == .text("new@x.org"))
    try await last.database.write { session in
      let user = try session.number("SELECT key FROM users WHERE id = 'newer'")
      try session.run(
        """
        INSERT INTO letters (kind, user_key, made_at, state, due_at, failures)
        VALUES ('invitation', \(user), 0, 'waiting', 0, 0)
        """)
      #expect(try session.number("SELECT max(key) FROM letters") == 1_006)
    }
    #expect(try await last.differences() == [])
  }

  @Test func `A store that holds anything is not moved to, and stays as it is`() async throws {
    let (store, file) = (try await TestStore(), try await FileStore())
    try await Self.fill(store)
    try await file.database.write { session in
      _ = try session.run("INSERT INTO tags (id, name, name_key) VALUES ('t', 'T', 't')")
    }
    let before = try await Self.content(file.database)
    await #expect(throws: StoreTransfer.Fault.notEmpty(table: "tags")) {
      try await StoreTransfer(from: store.database, to: file.database).run()
    }
    #expect(try await Self.content(file.database) == before)
    await #expect(throws: StoreTransfer.Fault.notEmpty(table: "custom_fields")) {
      try await StoreTransfer(from: file.database, to: store.database).run()
    }
  }

  /// Triggers simulate an engine that stores other values than it was given, and one that fails in the middle.
  @Test(arguments: ["UPDATE tags SET name = name || '!' WHERE key = new.key", "DELETE FROM tags WHERE key = new.key"])
  func `A copy that is not exact is undone`(spoiling: String) async throws {
    let (store, file) = (try await TestStore(), try await FileStore())
    try await Self.fill(store)
    try await file.database.write { session in
      _ = try session.run(
        SQLText(raw: "CREATE TRIGGER spoil AFTER INSERT ON tags WHEN new.key = 1 BEGIN \(spoiling); END"))
    }
    await #expect(throws: StoreTransfer.Fault.self) {
      try await StoreTransfer(from: store.database, to: file.database).run()
    }
    #expect(try await Self.content(file.database).values.allSatisfy(\.isEmpty))
  }

  @Test func `What fails in the middle leaves nothing, on either side of it`() async throws {
    let (store, file) = (try await TestStore(), try await FileStore())
    try await Self.fill(store)
    try await file.database.write { session in
      _ = try session.run(
        SQLText(raw: "CREATE TRIGGER fail AFTER INSERT ON letters BEGIN SELECT RAISE(ABORT, 'no'); END"))
    }
    await #expect(throws: StorageError.self) { try await StoreTransfer(from: store.database, to: file.database).run() }
    #expect(try await Self.content(file.database).values.allSatisfy(\.isEmpty))
    let whole = try await FileStore()
    try await file.database.write { session in
      _ = try session.run("DROP TRIGGER fail")
      _ = try session.run("ALTER TABLE audit_log RENAME TO hidden")
    }
    // The source lacks a table, which is detected after others have been copied.
    await #expect(throws: StorageError.self) { try await StoreTransfer(from: file.database, to: whole.database).run() }
    #expect(try await Self.content(whole.database).values.allSatisfy(\.isEmpty))
  }

  @Test func `A NUL in a text goes over where it can be kept, and is told of where it cannot`() async throws {
    let (file, store) = (try await FileStore(), try await TestStore())
    try await file.database.write { session in
      _ = try session.run("INSERT INTO signin_failures (account, address, at) VALUES (\("a\u{0}b"), '', 1)")
    }
    if Self.hasPostgres {
      await #expect(throws: StoreTransfer.Fault.holdsNUL(table: "signin_failures")) {
        try await StoreTransfer(from: file.database, to: store.database).run()
      }
    } else {
      _ = try await StoreTransfer(from: file.database, to: store.database).run()
    }
    let found = try await store.rows("signin_failures").map { $0["account"] }
    #expect(found == (Self.hasPostgres ? [] : [.text("a\u{0}b")]))
  }

  @Test func `The tables that are moved are those that the engine has`() async throws {
    let store = try await TestStore()
    try await store.database.read { session in
      let tables = try Schema.tables(for: session.dialect)
      #expect(Set(tables.map(\.name)).union(["migrations", "record_changes"]) == Set(try session.tables()))
      for (index, table) in tables.enumerated() {
        #expect(table.columns == (try session.columns(of: table.name)), "\(table.name)")
        let earlier = Set(tables[...index].map(\.name))
        #expect(Set(try session.references(of: table.name).values).isSubset(of: earlier), "\(table.name)")
      }
      #expect(tables.filter(\.hasGeneratedKey).map(\.name).contains("users"))
    }
  }

  @Test(.enabled(if: hasPostgres, "TALLYBOOK_TEST_POSTGRES names no server: only SQLite was tried"))
  func `The tests' own stores are on PostgreSQL`() async throws {
    #expect(try await TestStore().database.dialect.name == "postgres")
  }
}
