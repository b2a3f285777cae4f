import DatabaseAccess
import Statistics
import Testing
import TestSupport

/// `tallybook verify` finds every value that does not follow from the records.
@Suite struct VerificationTests {
  static let tables = UserStandings.types.map { $0.table }

  @Test func `A store that was filled by imports has no difference`() async throws {
    let store = try await TestStore(SmallPlatform.texts)
    for table in Self.tables + ["user_standings"] {
      #expect(try await store.rows(table).isEmpty == false, "\(table) has no row to corrupt")
    }
    #expect(try await store.differences() == [])
  }

  @Test(arguments: UserStandings.types.indices)
  func `A corrupted value is found in every column of every standing table`(index: Int) async throws {
    let type = UserStandings.types[index]
    let store = try await TestStore(SmallPlatform.texts)
    for column in type.columns where !column.hasSuffix("_key") && column != "position" {
      try await expect(store, type.table, column)
    }
  }

  @Test func `A corrupted value is found in every column of the overall standing`() async throws {
    let store = try await TestStore(SmallPlatform.texts)
    let columns = try await store.rows("user_standings")[0].keys.filter { $0 != "user_key" }
    #expect(columns.count == 21)
    for column in columns.sorted() { try await expect(store, "user_standings", column) }
  }

  @Test(arguments: ["superseded_at", "overtaken_at"])
  func `A corrupted supersession is found`(column: String) async throws {
    try await expect(try await TestStore(SmallPlatform.texts), "all_attempts", column, reported: "attempts")
  }

  /// Corrupts one user's value, expects it to be found, and restores it.
  private func expect(_ store: TestStore, _ table: String, _ column: String, reported: String? = nil) async throws {
    let isText = ["id", "email", "last_name_key", "first_name_key"].contains(column)
    let user = "(SELECT key FROM users WHERE id = 'a')"
    let kept = try await change(
      store,
      [
        "CREATE TABLE kept AS SELECT * FROM \(table)",
        "UPDATE \(table) SET \(column) = \(isText ? "\(column) || 'x'" : "coalesce(\(column), 0) + 1") WHERE user_key = \(user)",
      ])
    #expect(kept > 0)
    try await expectDifference(store, reported ?? table, "a", "in \(column)")
    try await change(store, ["DELETE FROM \(table)", "INSERT INTO \(table) SELECT * FROM kept", "DROP TABLE kept"])
  }

  /// Values that are summed up from a corrupted standing differ too.
  private func expectDifference(_ store: TestStore, _ table: String, _ user: String, _ hint: Comment? = nil)
    async throws
  {
    let words = ": the values of user \(user) do not follow from the records"
    let differences = try await store.differences()
    #expect(differences.contains(table + words), hint)
    #expect(Set(differences).isSubset(of: [table + words, "user_standings" + words]), hint)
  }

  @Test(arguments: VerificationTests.tables + ["user_standings"])
  func `A row that is missing, and one too many, are found`(table: String) async throws {
    let store = try await TestStore(SmallPlatform.texts)
    try await change(store, ["DELETE FROM \(table) WHERE user_key = (SELECT key FROM users WHERE id = 'a')"])
    try await expectDifference(store, table, "a")
    guard table != "user_standings" else { return }
    let other = try await TestStore(SmallPlatform.texts)
    let columns = try await store.database.read { session in
      try session.columns(of: table).filter { $0 != "user_key" }
    }.joined(separator: ", ")
    let extra =
      "INSERT INTO \(table) (user_key, \(columns)) SELECT (SELECT key FROM users WHERE id = 'o'), \(columns) FROM \(table)"
    try await change(other, [extra + " WHERE user_key = (SELECT key FROM users WHERE id = 'a')"])
    try await expectDifference(other, table, "o")
  }

  @discardableResult
  private func change(_ store: TestStore, _ statements: [String]) async throws -> Int {
    try await store.database.write { session in
      try statements.reduce(0) { $0 + (try session.run(SQLText(raw: $1))) }
    }
  }
}
