import DatabaseAccess
import Records
import Store
import Testing
import TestSupport

/// A store filled by an earlier version keeps that version's sort keys until it is opened.
@Suite struct FoldingTests {
  private static let tables = [
    ("groups", "name"), ("courses", "name"), ("tags", "name"), ("questions", "statement"), ("assessments", "name"),
    ("classrooms", "name"), ("programs", "name"), ("program_sessions", "name"), ("paths", "name"),
    ("path_sessions", "name"),
    ("all_certificates", "name"), ("user_standings", "last_name"), ("user_standings", "first_name"),
  ]
  /// As an earlier version stored the name, which contains every replaced letter.
  private static let before = "zøłđðþħıŋæœßĸŧƒə’‘ʼ‛ ,a'"
  private static let after = sortKey(before)

  @Test func `Opening it makes every kept name anew, once`() async throws {
    let store = try await TestStore(SmallPlatform.texts)
    try await store.database.write { session in
      for (table, column) in Self.tables {
        try session.run("UPDATE \(raw: RecordTable.name(of: table)) SET \(raw: column)_key = \(Self.before)")
      }
      try session.run("DELETE FROM migrations WHERE name = '0044-folding'")
    }
    try await Schema.migrate(store.database)
    for (table, column) in Self.tables {
      let keys = try await store.database.read { session in
        try session.all("SELECT DISTINCT \(raw: column)_key FROM \(raw: table)") { $0.text(at: 0) }
      }
      #expect(keys.count == 1 && keys[0].utf8.elementsEqual(Self.after.utf8), "\(table).\(column)")
    }
    #expect(Self.after == "zolddthhinaeoessktfa'''' ,a'")
  }

  @Test func `No kept name is left out`() {
    let kinds = RecordKind.all.filter { kind in
      kind != .users && ["name", "statement"].contains { kind.field(named: $0) != nil }
    }
    #expect(
      Set(kinds.map(\.name))
        == Set(Self.tables.map { $0.0.replacing("all_", with: "") }).subtracting(["user_standings"]))
  }
}
