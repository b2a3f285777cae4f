import DatabaseAccess
import Store
import Testing
import TestSupport

/// Keys of a separate SELECT, read before the statement that uses them (docs/decisions/0025).
@Suite struct KeysFirstTests {
  private static let groups = "id,name,parent\ng0,G,\n" + (1..<40_000).map { "g\($0),G,g0\n" }.joined()

  @Test func `Tens of thousands of keys are read first and bound as one value`() async throws {
    let store = try await TestStore(["groups": Self.groups])
    let found = try await store.database.read { session in
      let below: SQLText = "SELECT key FROM groups WHERE parent = \("g0")"
      let text = try session.resolved("SELECT count(*) FROM groups WHERE key \(anyKeyOf: below) AND key > \(0)")
      #expect(session.dialect.render(text).values.count == 2)
      return (
        try session.number("SELECT count(*) FROM groups WHERE key \(anyKeyOf: below)"),
        try session.number("SELECT count(*) FROM groups WHERE NOT (key \(anyKeyOf: "SELECT key FROM groups"))")
      )
    }
    #expect(found == (39_999, 0))
  }

  @Test func `What nobody has is no key of any row`() async throws {
    let store = try await TestStore(["groups": "id,name,parent\na,A,\n"])
    let found = try await store.database.read { session in
      let nobodys: SQLText = "SELECT key FROM groups WHERE id = \("b")"
      return try session.number("SELECT count(*) FROM groups WHERE key \(anyKeyOf: nobodys)")
    }
    #expect(found == 0)
  }

  @Test func `The same keys are asked for once, and for the engine's own way alone`() async throws {
    let store = try await TestStore(["groups": "id,name,parent\na,A,\nb,B,a\n"])
    let asked = try await store.database.read { session in
      let counting = Counting(session)
      let (a, b): (SQLText, SQLText) = (
        "SELECT key FROM groups WHERE id = \("a")", "SELECT key FROM groups WHERE id = \("b")"
      )
      // If the engine prefers the other way, it reads the keys there.
      let (mine, others): (SQLText, SQLText) = ("key \(anyKeyOf: a)", "key \(anyKeyOf: b)")
      let way: SQLText =
        session.dialect.traits.contains(.prefersCorrelatedSubqueries)
        ? "\(oneByOne: mine, together: others)" : "\(oneByOne: others, together: mine)"
      let text: SQLText = "SELECT id FROM groups WHERE key \(anyKeyOf: a) AND \(sql: way)"
      let found = try session.all(try counting.resolved(text)) { $0.text(at: 0) }
      #expect(found == ["a"])
      return counting.asked
    }
    #expect(asked == 1)
  }

  /// Counts the statements of a session.
  private final class Counting: SQLSession {
    private let session: any SQLSession
    private(set) var asked = 0
    var dialect: any SQLDialect { session.dialect }

    init(_ session: any SQLSession) { self.session = session }

    func each(_ sql: SQLText, _ body: (any SQLRow) throws -> Void) throws {
      asked += 1
      try session.each(sql, body)
    }

    func run(_ sql: SQLText) throws -> Int { try session.run(sql) }

    func insertion(into table: String, columns: [String], replacing key: [String]) throws -> any BatchInsert {
      try session.insertion(into: table, columns: columns, replacing: key)
    }
  }
}
