import DatabaseAccess
import Foundation
import Records
import Support
import TestSupport
import Testing

@testable import LRS

/// Records that statements become in the store, however they arrive.
@Suite struct StoredDerivationTests {
  /// On a PostgreSQL that all suites share, some of the sets.
  static let sets = TestServer.address == nil ? StatementSet.all : StatementSet.all.filter { $0.name.contains("X1") }
  static let seeds = stride(from: UInt64(0), to: TestServer.address == nil ? 60 : 6, by: 3).map { $0 }

  @Test(arguments: sets) func `A batch gives the expected records`(_ set: StatementSet) async throws {
    let store = try await PlatformStore(set.given)
    try await store.send(set.sent, atOnce: 1_000)
    try await store.check(set.expected)
  }

  @Test(arguments: sets) func `Statements one at a time in any order give them too`(_ set: StatementSet) async throws {
    var random = SeededRandom(seed: 11)
    let store = try await PlatformStore(set.given)
    try await store.send(set.sent.shuffled(using: &random), atOnce: 1)
    try await store.check(set.expected)
  }

  @Test(arguments: sets) func `Small batches with repetitions give them too`(_ set: StatementSet) async throws {
    let store = try await PlatformStore(set.given)
    try await store.send(set.sent.reversed() + set.sent, atOnce: 4)
    try await store.check(set.expected)
    #expect(try await store.rederive() == 0)
  }

  @Test(arguments: sets) func `People and courses may be imported later`(_ set: StatementSet) async throws {
    let store = try await PlatformStore(set.given, isEmpty: true)
    try await store.send(set.sent, atOnce: 10)
    try await store.load(set.given)
    try await store.check(set.expected)
  }

  @Test(arguments: sets) func `Imported statements keep when they were stored`(_ set: StatementSet) async throws {
    let store = try await PlatformStore(set.given)
    let statements = set.statements.map(StatementSet.withScheme)
    try await store.importing(Array(statements.prefix(statements.count / 2)))
    try await store.importing(statements)
    try await store.check(set.expected)
  }

  @Test(arguments: seeds) func `Random statements give the records of the reference`(_ seed: UInt64) async throws {
    for seed in seed..<seed + 3 {
      let set = RandomStatements(seed: seed)
      let sent = StatementSet.sent(set.statements)
      let store = try await PlatformStore(set.given)
      try await store.send(sent, atOnce: Int(seed % 5) + 1)
      try await store.check(ReferenceDerivation.records(sent, set.given))
      // Voids them one after another.
      var left = sent
      for (number, statement) in sent.enumerated() where number % 3 == 0 {
        guard let id = statement["id"]?.string, statement["object"]?["objectType"] == nil else { continue }
        let voiding = StatementSet.voiding(id, number)
        left.append(voiding)
        try await store.send([voiding], atOnce: 1)
      }
      try await store.check(ReferenceDerivation.records(left, set.given))
    }
  }
}

extension StatementSet {
  /// The statements as a client sends them, each with the timestamp that derivation reads in the set.
  var sent: [JSONValue] { Self.sent(statements) }

  static func sent(_ statements: [JSONValue]) -> [JSONValue] {
    let byID = Dictionary(grouping: statements) { $0["id"]?.string?.lowercased() ?? "" }
    return statements.map { statement in
      let copies = byID[statement["id"]?.string?.lowercased() ?? ""] ?? []
      let stored = copies.compactMap { $0["stored"]?.string }.min()
      let time = copies.compactMap { $0["timestamp"] }.first ?? stored.map { .string($0) }
      let members = (statement.members ?? []).filter { $0.0 != "timestamp" }
      return withScheme(.object(members + [("timestamp", time ?? .null)]))
    }
  }

  /// One of the examples has a verb without a scheme, which a strict LRS refuses.
  static func withScheme(_ statement: JSONValue) -> JSONValue {
    guard let verb = statement["verb"]?["id"]?.string, !verb.contains(":") else { return statement }
    let valid: JSONValue = ["id": .string("http://adlnet.gov/expapi/verbs/" + verb)]
    return .object((statement.members ?? []).map { key, value in (key, key == "verb" ? valid : value) })
  }

  static func voiding(_ id: String, _ number: Int) -> JSONValue {
    [
      "id": .string("00000000-0000-4000-8000-ffffffff" + String(10_000 + number).suffix(4)),
      "actor": ["mbox": "mailto:lms@example.com"], "verb": ["id": "http://adlnet.gov/expapi/verbs/voided"],
      "object": ["objectType": "StatementRef", "id": .string(id)], "timestamp": "2026-06-01T00:00:00Z",
      "stored": "2026-06-01T00:00:00Z",
    ]
  }
}

/// A store with what `given.json` says.
final class PlatformStore: Sendable {
  let store: TestStore
  let settings: DerivationSettings

  /// - Parameter isEmpty: whether the platform knows nobody but the owner yet.
  init(_ given: JSONValue, isEmpty: Bool = false) async throws {
    settings = Platform(given: given).settings
    store = try await TestStore(StatementWorld(isEmpty ? [:] : given).texts)
  }

  func load(_ given: JSONValue) async throws {
    try await store.load(StatementWorld(given).texts)
    try await store.database.write { [settings] in try DerivationRun.catchUp($0, settings) }
  }

  func send(_ statements: [JSONValue], atOnce limit: Int) async throws {
    var batch: [JSONValue] = []
    for statement in statements {
      let id = statement["id"]?.string?.lowercased()
      if batch.count == limit || batch.contains(where: { $0["id"]?.string?.lowercased() == id }) {
        try await insert(batch)
        batch = []
      }
      batch.append(statement)
    }
    try await insert(batch)
  }

  private func insert(_ statements: [JSONValue]) async throws {
    if statements.isEmpty { return }
    let batch = try StatementBatch(.array(statements), .v1, isLenient: false) { UUID().uuidString }
    let sender = StatementSender(credential: nil, authority: ["mbox": "mailto:a@b.example"], derives: true)
    try await store.database.write { [settings] session in
      try StatementInsert(session, by: sender, now: 1_780_272_000_000_000, deriving: settings).run(batch, [])
    }
  }

  func importing(_ statements: [JSONValue]) async throws {
    let sender = StatementSender(credential: nil, authority: ["mbox": "mailto:a@b.example"], derives: true)
    let outcome = try await store.database.write { [settings] session in
      var statementImport = try StatementImport(
        session, by: sender, now: 1_780_272_009_000_000, isLenient: false, deriving: settings
      ) { UUID().uuidString.lowercased() }
      for (number, statement) in statements.enumerated() { try statementImport.add(statement, at: "line \(number)") }
      try statementImport.finish()
      return statementImport.outcome
    }
    #expect(outcome.faults == [])
  }

  /// Checks the derived records against the expected ones, and the tables of records against the derived ones.
  func check(_ expected: Set<String>) async throws {
    let stored = try await store.database.read { session in
      try session.all("SELECT kind, fields FROM derived_records WHERE state = 'written'") {
        DerivedRecord.text($0.text(at: 0), StoredStatement.parsed($0.text(at: 1)).members ?? [])
      }
    }
    let missing = expected.subtracting(stored).sorted().joined(separator: "\n")
    let unexpected = Set(stored).subtracting(expected).sorted().joined(separator: "\n")
    #expect(missing.isEmpty && unexpected.isEmpty, "missing:\n\(missing)\nunexpected:\n\(unexpected)")
    #expect(try await differences() == [])
    #expect(try await store.differences() == [])
  }

  private func differences() async throws -> [String] {
    do {
      try await store.database.write { [settings] session in
        var rederivation = try #require(try Rederivation(session, settings))
        throw try rederivation.differences()
      }
      return []
    } catch let differences as Rederivation.Differences { return differences.texts }
  }

  func rederive() async throws -> Int {
    try await store.database.write { [settings] session in
      var rederivation = try #require(try Rederivation(session, settings))
      return try rederivation.write()
    }
  }
}
