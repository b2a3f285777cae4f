import DatabaseAccess
import Import
import Records
import Statistics
import Store
import Synchronization
import Testing
import TestSupport

/// A rebuild recomputes every stored derived value, and a store knows which version's definitions its standings follow.
@Suite struct RebuildTests {
  /// Makes every number of every standing wrong, removes a user's rows, and forgets the version.
  private static func spoil(_ store: TestStore) async throws {
    try await store.database.write { session in
      for type in UserStandings.types {
        for column in type.columns where !column.hasSuffix("_key") && column != "position" {
          try session.run(SQLText(raw: "UPDATE \(type.table) SET \(column) = coalesce(\(column), 0) + 1"))
        }
        try session.run(
          SQLText(raw: "DELETE FROM \(type.table) WHERE user_key = (SELECT key FROM users WHERE id = 'a')"))
      }
      for column in OverallStanding.numbers {
        try session.run(SQLText(raw: "UPDATE user_standings SET \(column) = coalesce(\(column), 0) + 1"))
      }
      try session.run("DELETE FROM user_standings WHERE id = 'b'")
      try session.run("UPDATE all_attempts SET superseded_at = 5, overtaken_at = 6")
      try session.run("UPDATE standings_version SET version = version - 1")
    }
  }

  private static func isCurrent(_ store: TestStore) async throws -> Bool {
    try await store.database.read { try StandingsVersion.isCurrent($0) }
  }

  @Test(arguments: [1, 3, nil])
  func `Everything is as after the import, whatever was stored, in batches of any size`(batch: Int?) async throws {
    let store = try await TestStore(SmallPlatform.texts)
    let before = try await store.dump()
    #expect(try await Self.isCurrent(store))
    try await Self.spoil(store)
    #expect(try await store.differences().count > 4)
    #expect(try await !Self.isCurrent(store))
    let done = Mutex<[Int]>([])
    let users = try await Rebuild.run(store.database, batch: batch) { count in done.withLock { $0.append(count) } }
    #expect(try await store.differences() == [])
    #expect(try await Self.isCurrent(store))
    #expect(try await store.dump() == before)
    let counts = done.withLock { $0 }
    #expect(users == 4 && counts.last == 4 && counts == counts.sorted())
  }

  @Test func `An import into a store of an older version does not make it current`() async throws {
    let store = try await TestStore(SmallPlatform.texts)
    try await Self.spoil(store)
    try await store.load(["tags": "id,name\nt2,Two\n"])
    #expect(try await !Self.isCurrent(store))
  }

  @Test func `A store without standings needs no rebuild, and one without a version does`() async throws {
    let store = try await TestStore()
    #expect(try await Self.isCurrent(store))
    #expect(try await Rebuild.run(store.database) == 0)
    try await store.load(SmallPlatform.texts)
    #expect(try await Self.isCurrent(store))
    try await store.database.write { _ = try $0.run("DELETE FROM standings_version") }
    #expect(try await !Self.isCurrent(store))
  }
}
