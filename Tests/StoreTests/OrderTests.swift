import Records
import ReferenceModel
import Store
import Testing
import TestSupport

/// Importing the records in any order, in one batch or many, gives the same records and the same numbers.
@Suite struct OrderTests {
  @Test(arguments: [UInt64(1), 2, 3, 4])
  func `One batch, many batches and reversed rows give the same store`(seed: UInt64) async throws {
    let files = try PlatformFiles(seed: seed)
    let expected = try await TestStore(files.texts()).dump()
    let reversed = try await TestStore(files.texts { $1.reversed() })
    expectSame(try await reversed.dump(), expected)
    var random = SplitMix64(seed: seed &+ 100)
    let pieced = try await TestStore()
    for batch in files.batches(&random) { try await pieced.load(batch) }
    expectSame(try await pieced.dump(), expected)
    #expect(try await pieced.differences() == [])
  }

  @Test(arguments: [UInt64(5), 6, 7])
  func `A platform that came in wrong and is put right stands as if it had come in right`(seed: UInt64) async throws {
    let files = try PlatformFiles(seed: seed)
    let expected = try await TestStore(files.texts()).dump()
    var random = SplitMix64(seed: seed &+ 200)
    let store = try await TestStore(files.texts { spoiled($0, $1, files.tables[$0]?.header ?? [], &random) })
    #expect(try await store.differences() == [])
    var kinds = random.shuffled(Array(files.texts()))
    kinds.sort { a, _ in a.key == "users" }
    for (kind, text) in kinds {
      try await store.load([kind: text])
      #expect(try await store.differences() == [], "after \(kind)")
    }
    // Records that were closed and opened again have a history now; nothing else may differ.
    expectSame(
      try await store.dump().filter { !$0.key.hasSuffix("history") }, expected.filter { !$0.key.hasSuffix("history") })
    let receipts = try await store.load(files.texts())
    #expect(receipts.allSatisfy { $1.added + $1.changed == 0 })
  }

  /// Cells on which standings depend, swapped between rows of the same kind if that keeps the rules.
  private func spoiled(
    _ kind: String, _ rows: [[String]], _ header: [String], _ random: inout SplitMix64
  ) -> [[String]] {
    var rows = rows
    for name in Self.exchangeable[kind] ?? [] {
      guard let column = header.firstIndex(of: name) else { continue }
      let values = random.shuffled(rows.map { $0[column] })
      for (index, value) in values.enumerated() { rows[index][column] = value }
    }
    return rows
  }

  private static let exchangeable = [
    "users": ["first_name", "last_name"], "managers": ["until"], "memberships": ["since"],
    "questions": ["tags", "statement"], "assessments": ["tags", "name"], "classroom_slots": ["classroom", "starts_at"],
    "program_blocks": ["mandatory"], "program_sessions": ["program", "created_at"],
    "path_steps": ["mandatory", "min_score"], "path_sessions": ["path"],
    "enrolments": ["unenrolled_at", "enrolled_at"],
    "attempts": ["course", "program_session", "path_session", "progress", "score", "time_spent", "completed_at"],
    "answers": ["question", "score", "answered_at"], "assessment_results": ["assessment", "score", "program_session"],
    "attendances": ["status", "program_session", "path_session"], "posts": ["author", "created_at"],
    "reactions": ["user"],
  ]

  private func expectSame(_ dump: [String: [String]], _ expected: [String: [String]]) {
    #expect(dump.keys.sorted() == expected.keys.sorted())
    for (table, rows) in expected where dump[table] != rows {
      let (found, wanted) = (Set(dump[table] ?? []), Set(rows))
      Issue.record(
        "\(table): \(found.subtracting(wanted).sorted().prefix(3)) instead of \(wanted.subtracting(found).sorted().prefix(3))"
      )
    }
  }
}
