import DatabaseAccess
import LRS
import Store
import Support
import Testing
import TestSupport

/// The statement store on the engine of the tests.
@Suite struct StatementStoreTests {
  private static func batch(_ statements: String) throws -> StatementBatch {
    try StatementBatch(try JSONParser.parse(statements), .v1, isLenient: false) { id(0) }
  }

  private static func statement(_ number: Int, name: String = "Fire", object: String? = nil) -> String {
    let object = object ?? "{\"id\":\"http://x.org/fire\",\"definition\":{\"name\":{\"en\":\"\(name)\"}}}"
    return "{\"id\":\"\(id(number))\",\"actor\":{\"mbox\":\"mailto:a@x.org\"},\"verb\":{\"id\":\"http://x.org/did\"},"
      + "\"object\":\(object)}"
  }

  private static func id(_ number: Int) -> String {
    "00000000-0000-4000-8000-" + String(String(1_000_000_000_000 + number).dropFirst())
  }

  private static func insert(
    _ statements: String, _ store: TestStore, now: Int = 1_000, derives: Bool = true
  ) async throws {
    let batch = try batch(statements)
    let sender = StatementSender(credential: nil, authority: ["mbox": "mailto:lrs@x.org"], derives: derives)
    try await store.database.write { try StatementInsert($0, by: sender, now: now).run(batch, []) }
  }

  @Test func `Stored always increases, whatever the clock says`() async throws {
    let store = try await TestStore()
    try await Self.insert(Self.statement(1), store, now: 5_000)
    try await Self.insert(Self.statement(2), store, now: 1_000)
    let page = try await store.database.read { try StatementQuery().page($0) }
    #expect(page.statements.map(\.stored) == [5_001, 5_000])
    #expect(page.statements.first?.json["stored"]?.string == "1970-01-01T00:00:00.005001Z")
    #expect(page.next == nil)
  }

  /// Derivation reads the definitions of all equal copies.
  @Test func `An equal copy is kept once if its definitions differ`() async throws {
    let store = try await TestStore()
    try await Self.insert(Self.statement(1), store)
    for _ in 1...2 { try await Self.insert(Self.statement(1, name: "Wildfire"), store) }
    try await Self.insert(Self.statement(1), store)
    let counts = try await store.database.read { session in
      [
        try session.number("SELECT count(*) FROM statements"),
        try session.number("SELECT count(*) FROM statement_copies"),
      ]
    }
    #expect(counts == [1, 1])
    await #expect(throws: StatementConflict.self) {
      try await Self.insert(Self.statement(1, object: "{\"id\":\"http://x.org/water\"}"), store)
    }
  }

  @Test func `A copy by a credential that derives is kept next to one that does not`() async throws {
    let store = try await TestStore()
    try await Self.insert(Self.statement(1), store, derives: false)
    for _ in 1...2 { try await Self.insert(Self.statement(1), store) }
    try await Self.insert(Self.statement(1), store, derives: false)
    let copies = try await store.database.read {
      try $0.number("SELECT count(*) FROM statement_copies WHERE derive = 1")
    }
    #expect(copies == 1)
  }

  @Test func `Statements that refer to themselves or in a circle end`() async throws {
    let store = try await TestStore()
    func reference(_ number: Int) -> String { "{\"objectType\":\"StatementRef\",\"id\":\"\(Self.id(number))\"}" }
    try await Self.insert(Self.statement(1, object: reference(1)), store)
    try await Self.insert(Self.statement(2, object: reference(3)), store)
    try await Self.insert(Self.statement(3, object: reference(2)), store)
    var query = StatementQuery()
    query.terms = [StatementTerm.verb.key("http://x.org/did")]
    let found = try await store.database.read { [query] in try query.page($0).statements.map(\.stored) }
    #expect(found.count == 3)
  }

  @Test func `Pages of every filter are complete and without repetition`() async throws {
    let store = try await TestStore()
    let batch = (1...25).map { Self.statement($0) }.joined(separator: ",")
    try await Self.insert("[\(batch)]", store)
    for terms in [[], [StatementTerm.verb.key("http://x.org/did"), StatementTerm.activity.key("http://x.org/fire")]] {
      for isAscending in [true, false] {
        var (query, keys) = (StatementQuery(), [Int]())
        (query.terms, query.limit, query.isAscending) = (terms, 10, isAscending)
        repeat {
          let page = try await store.database.read { [query] in try query.page($0) }
          keys += page.statements.map(\.key)
          query.position = page.next
        } while query.position != nil
        #expect(keys.count == 25 && keys == keys.sorted { isAscending ? $0 < $1 : $0 > $1 })
      }
    }
  }
}
