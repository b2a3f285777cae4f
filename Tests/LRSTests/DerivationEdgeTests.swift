import DatabaseAccess
import Records
import Support
import TestSupport
import Testing

@testable import LRS

/// Statements whose records are refused, changed or noted, and statements of files that are refused.
@Suite struct DerivationEdgeTests {
  private static let object: JSONValue = [
    "id": "https://c.example/fire", "definition": ["type": "http://adlnet.gov/expapi/activities/course"],
  ]

  private static func statement(_ number: Int, _ verb: String, _ minute: Int, scaled: String? = nil) -> JSONValue {
    var members: [(String, JSONValue)] = [
      ("id", .string("00000000-0000-4000-8000-00000000000\(number)")), ("actor", ["mbox": "mailto:ada@example.com"]),
      ("verb", ["id": .string("http://adlnet.gov/expapi/verbs/\(verb)")]), ("object", object),
      ("timestamp", .string("2026-03-02T09:\(minute):00Z")),
    ]
    if let scaled { members.append(("result", ["score": ["scaled": .number(scaled)]])) }
    return .object(members)
  }

  private static func changes(_ store: PlatformStore) async throws -> [String] {
    try await store.store.rows("audit_log").filter { $0["action"] == .text("xapi.change") }.map {
      "\($0["filters"]?.text ?? "") \($0["row_count"]?.integer ?? -1)"
    }
  }

  private static let given: JSONValue = ["users": [["id": "u1", "email": "ada@example.com"]]]

  @Test func `The audit log says what a late and a voided statement change, and nothing else`() async throws {
    let store = try await PlatformStore(Self.given)
    try await store.send([Self.statement(1, "initialized", 10), Self.statement(2, "experienced", 20)], atOnce: 1)
    try await store.send([Self.statement(3, "passed", 30, scaled: "0.5")], atOnce: 1)
    try await store.send([Self.statement(4, "experienced", 50)], atOnce: 1)
    // Late, but it changes nothing.
    for _ in 0..<2 { try await store.send([Self.statement(5, "experienced", 15)], atOnce: 1) }
    #expect(try await Self.changes(store) == [])
    try await store.send([Self.statement(6, "scored", 40, scaled: "0.7")], atOnce: 1)
    let late = "changed=attempts:1&statements=00000000-0000-4000-8000-000000000006 1"
    #expect(try await Self.changes(store) == [late])
    try await store.send([StatementSet.voiding("00000000-0000-4000-8000-000000000003", 1)], atOnce: 1)
    let voided = try await Self.changes(store).filter { $0 != late }
    #expect(voided.count == 1 && voided.first?.hasPrefix("changed=attempts:1&statements=") == true)
    #expect(voided.first?.contains("000000000003") == true)
  }

  @Test func `A record that an import refuses is left out, with those that name it, and the statement is taken`()
    async throws
  {
    let store = try await PlatformStore(Self.given)
    let broken = [
      ("courses", "", "c-1", #"{"id":"c-1"}"#),
      (
        "answers", "owner", "a-1",
        #"{"answered_at":"2026-03-02T09:00:00Z","id":"a-1","question":"unknown","user":"owner"}"#
      ),
    ]
    try await store.store.database.write { session in
      for (kind, user, id, fields) in broken {
        try session.run(
          """
          INSERT INTO derived_records (kind, user_id, id, subject, fields, state)
          VALUES (\(kind), \(user), \(id), NULL, \(fields), 'new')
          """)
      }
    }
    try await store.send([Self.statement(1, "initialized", 10), Self.statement(2, "passed", 20)], atOnce: 1)
    let states = try await store.store.rows("derived_records").map {
      "\($0["kind"]?.text ?? "") \($0["state"]?.text ?? "")"
    }
    #expect(states.sorted() == ["answers refused", "attempts written", "courses refused", "courses written"])
    #expect(try await store.store.rows("attempts").map { $0["time_spent"] } == [.integer(600)])
    #expect(try await store.store.differences() == [])
  }

  @Test func `A statement of a file that is stored in the future is refused`() async throws {
    let store = try await PlatformStore(Self.given)
    let sender = StatementSender(credential: nil, authority: ["mbox": "mailto:a@b.example"], derives: true)
    let outcome = try await store.store.database.write { session in
      var statements = try StatementImport(
        session, by: sender, now: 1_780_272_000_000_000, isLenient: false, deriving: DerivationSettings()
      ) { "00000000-0000-4000-8000-000000000009" }
      for time in ["2026-06-01T00:00:00Z", "2026-06-01T00:00:00.000001Z"] {
        let members = Self.statement(time.count > 20 ? 1 : 2, "initialized", 10).members ?? []
        try statements.add(.object(members + [("stored", .string(time))]), at: time)
      }
      try statements.finish()
      return statements.outcome
    }
    #expect(outcome.faults == ["2026-06-01T00:00:00.000001Z: stored is in the future."])
  }

  @Test func `What a question loses is cleared`() async throws {
    let store = try await PlatformStore(Self.given)
    func answered(_ number: Int, _ minute: Int, _ correct: String?) -> JSONValue {
      var definition: [(String, JSONValue)] = [
        ("type", "http://adlnet.gov/expapi/activities/cmi.interaction"), ("interactionType", "choice"),
      ]
      if let correct { definition.append(("correctResponsesPattern", [.string(correct)])) }
      let members = (Self.statement(number, "answered", minute).members ?? []).filter { $0.0 != "object" }
      return .object(
        members + [("object", ["id": "https://c.example/q", "definition": .object(definition)])])
    }
    try await store.send([answered(1, 10, "a"), answered(2, 20, nil)], atOnce: 1)
    #expect(try await store.store.rows("questions").map { $0["correct"] } == [.text("a")])
    try await store.send([StatementSet.voiding("00000000-0000-4000-8000-000000000001", 1)], atOnce: 1)
    #expect(try await store.store.rows("questions").map { $0["correct"] } == [.null])
  }
}
