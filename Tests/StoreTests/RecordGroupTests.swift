import DatabaseAccess
import Import
import Intake
import Records
import ReferenceModel
import Store
import Testing
import TestSupport

/// Batches that arrive together (docs/decisions/0052).
@Suite struct RecordGroupTests {
  private static func store() async throws -> TestStore {
    let store = try await TestStore(SmallPlatform.texts)
    try await store.load(RandomBatches.texts)
    return store
  }

  private static func source(_ kind: String, _ body: String) throws -> any RecordSource {
    let kind = try #require(RecordKind.named(kind))
    return try Batch.open(Array(body.utf8), isLines: false, kind: kind, FixedClock.context)
  }

  private static func text(_ outcome: Result<ImportCounts, any Error>) -> String {
    switch outcome {
    case .success(let counts): "\(counts.added) \(counts.changed) \(counts.same)"
    case .failure(let faults as ValidationErrors):
      faults.first.map { "\($0.line) \($0.fault.field) \($0.fault.value) \($0.fault.reason)" }.joined(separator: "; ")
    case .failure(let error): "\(error)"
    }
  }

  /// One batch in a separate transaction.
  private static func alone(_ store: TestStore, _ kind: String, _ body: String) async -> String {
    do {
      return text(
        .success(
          try await store.database.write { session in
            var importSession = try ImportSession(session, of: .records)
            try importSession.add(source(kind, body))
            try importSession.finish()
            return importSession.receipts.first?.receipt ?? ImportCounts()
          }))
    } catch { return text(.failure(error)) }
  }

  private static func group(_ store: TestStore, _ batches: [RecordBatch]) async throws -> [String] {
    try await store.database.write { try RecordGroup.run(batches, within: .seconds(600), $0) }.map(text)
  }

  @Test(arguments: UInt64(1)...6)
  func `A group leaves the store and gives the answers as one batch after another`(seed: UInt64) async throws {
    let (grouped, single) = (try await Self.store(), try await Self.store())
    var (batches, random) = (RandomBatches(seed: seed), SplitMix64(seed: seed))
    var faulty = 0
    for turn in 0..<12 {
      let group = (0..<random.whole(in: 1...24)).map { _ in batches.next() }
      let found = try await Self.group(grouped, group.map { try RecordBatch(Self.source($0.kind, $0.body)) })
      var expected: [String] = []
      for batch in group { expected.append(await Self.alone(single, batch.kind, batch.body)) }
      for (index, batch) in group.enumerated() {
        #expect(found[index] == expected[index], "seed \(seed), turn \(turn): \(batch.kind) \(batch.body)")
      }
      faulty += found.count { $0.contains(";") || $0.split(separator: " ").count > 3 }
      #expect(try await grouped.differences() == [], "seed \(seed), turn \(turn)")
      let (left, right) = (try await grouped.dump(), try await single.dump())
      for (table, rows) in left { #expect(rows == right[table], "seed \(seed), turn \(turn): \(table)") }
    }
    #expect(faulty > 10)
  }

  @Test func `Faulty batches fail alone, and each error names its own record`() async throws {
    let store = try await Self.store()
    let attempt = { (id: String, user: String, more: String) in
      """
      {"id":"\(id)","user":"\(user)","course":"c","started_at":"2025-02-01T10:00:00Z",\
      "last_activity_at":"2025-02-01T10:00:00Z","time_spent":1,"progress":0\(more)}
      """
    }
    let bodies = [
      attempt("y1", "a", ""), "[\(attempt("y2", "b", "")),\(attempt("y3", "nobody", ""))]",
      attempt("y4", "b", ",\"score\":200"), attempt("y1", "a", ",\"score\":7"), attempt("y5", "b", ""),
    ]
    let batches = try bodies.map { try RecordBatch(Self.source("attempts", $0)) }
    let found = try await Self.group(store, batches)
    #expect(found[0] == "1 0 0" && found[3] == "0 1 0" && found[4] == "1 0 0")
    #expect(found[1].hasPrefix("2 user nobody matches no record of users"))
    #expect(found[2].hasPrefix("1 score 200 "))
    let ids = try await store.rows("attempts").compactMap { $0["id"]?.text }.filter { $0.hasPrefix("y") }
    #expect(ids.sorted() == ["y1", "y5"])
    #expect(try await store.differences() == [])
  }

  @Test func `After its time, a group begins no other batch`() async throws {
    let store = try await Self.store()
    let batches = try (1...3).map { try RecordBatch(Self.source("tags", "{\"id\":\"n\($0)\",\"name\":\"N\"}")) }
    let outcomes = try await store.database.write { try RecordGroup.run(batches, within: .zero, $0) }
    #expect(outcomes.map(Self.text) == ["1 0 0"])
    #expect(try await store.rows("tags").count == 3)
  }

  @Test func `Rows read for an attempt do not grow with facts on other things`() async throws {
    let store = try await Self.store()
    func rows() async throws -> Int {
      let batch = try RecordBatch(
        Self.source(
          "attempts",
          """
          {"id":"new","user":"a","course":"copy","started_at":"2025-02-01T10:00:00Z","program_session":"ps2",\
          "last_activity_at":"2025-02-01T10:00:00Z","time_spent":\(Int.random(in: 1...999_999)),"progress":100}
          """))
      return try await store.database.write { session in
        let counting = RowCounter(session)
        _ = try RecordGroup.run([batch], within: .zero, counting)
        return counting.rows
      }
    }
    let before = try await rows()
    let then = SmallPlatform.then
    try await store.load([
      "attempts": SmallPlatform.attempts + "\n" + (0..<900).map { "m\($0),a,c,,\(then),\(then),1,0,\n" }.joined(),
      "answers": "id,user,question,answered_at\n" + (0..<900).map { "m\($0),a,q,\(then)\n" }.joined(),
    ])
    #expect(try await rows() <= before + 2)
    #expect(try await store.differences() == [])
  }
}

/// Counts the rows that a session reads.
private final class RowCounter: SQLSession {
  private let session: any SQLSession
  private(set) var rows = 0
  var dialect: any SQLDialect { session.dialect }

  init(_ session: any SQLSession) { self.session = session }

  func each(_ sql: SQLText, _ body: (any SQLRow) throws -> Void) throws {
    try session.each(sql) { row in
      rows += 1
      try body(row)
    }
  }

  func run(_ sql: SQLText) throws -> Int { try session.run(sql) }
  func nested<T>(_ body: () throws -> T) throws -> T { try session.nested(body) }

  func insertion(into table: String, columns: [String], replacing key: [String]) throws -> any BatchInsert {
    try session.insertion(into: table, columns: columns, replacing: key)
  }
}
