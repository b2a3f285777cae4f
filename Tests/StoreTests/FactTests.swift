import DatabaseAccess
import Records
import ReferenceModel
import Store
import Testing
import TestSupport

/// Bulk facts, which are merged user by user.
@Suite struct FactTests {
  private let then = SmallPlatform.then

  private func attempts(_ rows: [String]) -> String { ([SmallPlatform.attempts] + rows).joined(separator: "\n") + "\n" }

  @Test func `New, changed and same facts are told apart, and others stay as they are`() async throws {
    let store = try await TestStore(SmallPlatform.texts)
    let texts = [
      "attempts": attempts([
        "x3,b,c,,\(then),\(then),5,0,", "x2,a,c,ps,2025-02-02T10:00:00Z,2025-02-02T11:00:00Z,301,50,60",
        "x1,b,copy,,2025-02-02T10:00:00Z,2025-02-02T11:00:00Z,60,10,",
      ]),
      "answers": "id,user,question,attempt,answered_at,score\nn1,a,q,x2,\(then),100\nn1,b,q,x3,\(then),\n",
      "assessment_results":
        "id,user,assessment,program_session,assessed_at,score\nm1,a,as,ps,\(then),70\nm2,a,as,,\(then),1\n",
    ]
    let receipts = try await store.load(texts)
    let counts = receipts.mapValues { [$0.added, $0.changed, $0.same] }
    #expect(counts == ["attempts": [1, 1, 1], "answers": [1, 1, 0], "assessment_results": [1, 0, 1]])
    #expect(try await store.rows("attempts").count == 4)
    #expect(try await store.row("attempts", ["id": "x2", "user_key": "a"])?["time_spent"] == .integer(301))
    #expect(try await store.row("answers", ["id": "n1", "user_key": "a"])?["attempt"] == .text("x2"))
    #expect(try await store.differences() == [])
    #expect(try await store.load(texts).values.allSatisfy { $0.added + $0.changed == 0 })
  }

  @Test func `An answer may name an attempt of the same batch or of the store, of its own user alone`() async throws {
    let store = try await TestStore(SmallPlatform.texts)
    let header = "id,user,question,attempt,answered_at\n"
    try await store.load([
      "attempts": attempts(["y1,b,c,,\(then),\(then),5,0,"]),
      "answers": header + "n2,b,q,y1,\(then)\nn3,b,q,x1,\(then)\nn4,a,q,x2,\(then)\nn5,b,q,,\(then)\n",
    ])
    let before = try await store.dump()
    let refusal = try await store.refusal(of: [
      "attempts": attempts(["y2,b,c,,\(then),\(then),5,0,"]),
      "answers": header + "n6,b,q,y2,\(then)\nn7,a,q,y2,\(then)\nn8,b,q,x2,\(then)\nn9,a,q,y1,\(then)\n",
    ])
    let reason = "matches no record of attempts of this user in this import or in the store"
    #expect(
      refusal
        == [(3, "y2"), (4, "x2"), (5, "y1")].map { "answers.csv, line \($0), column attempt: \"\($1)\" \(reason)" })
    #expect(try await store.dump() == before)
  }

  @Test func `The first hundred of facts that stand twice are named by line and the rest counted`() async throws {
    let store = try await TestStore(SmallPlatform.texts)
    var random = SplitMix64(seed: 3)
    let rows = (0..<600).map { "z\($0),\($0 % 2 == 0 ? "a" : "b"),c,,\(then),\(then),5,0," }
    let texts = ["attempts": attempts(random.shuffled(rows) + random.shuffled(Array(rows.prefix(250))))]
    let error = await #expect(throws: ValidationErrors.self) { try await store.load(texts) }
    #expect(error?.count == 250)
    #expect(error?.first.map(\.line) == Array(602...701))
    #expect(try await store.rows("attempts").count == 3)
  }

  @Test func `The same key in two runs of a spilled sort is found`() throws {
    let table = try #require(FactTable.of(.attempts))
    let rows = UserSortedRows(budget: 1)
    for (line, id) in ["b", "a", "b", "c", "b"].enumerated() {
      var row = PackedRows()
      row.beginRow()
      row.append(4)
      row.append(line + 2)
      row.append(id)
      try rows.add(row)
    }
    try rows.finish()
    var incoming = PackedRows()
    try rows.move(4, into: &incoming)
    let merge = FactMerge(table, stored: PackedRows(), incoming: incoming)
    #expect(merge.faults.map(\.line) == [4, 6])
    #expect(merge.faults.first?.fault.value == "b")
    #expect(merge.faults.first?.fault.reason.contains("first in line 2") == true)
  }

  @Test func `Ids are told apart by their bytes`() async throws {
    let store = try await TestStore(SmallPlatform.texts)
    try await store.load(["courses": "id,name,author,created_at\n\u{E9},One,o,\(then)\ne\u{301},Two,o,\(then)\n"])
    try await store.load([
      "attempts": attempts(["\u{E9},a,\u{E9},,\(then),\(then),5,0,", "e\u{301},a,e\u{301},,\(then),\(then),7,0,"])
    ])
    let times = try await store.rows("course_standings").filter { $0["user_key"] == .text("a") }.map { row in
      "\(row["course_key"]?.text?.utf8.count ?? 0) \(row["time_spent"]?.integer ?? 0)"
    }
    #expect(Set(times).isSuperset(of: ["2 5", "3 7"]))
    #expect(try await store.differences() == [])
  }

  @Test func `Facts that change nothing touch nobody, and come in with other records at once`() async throws {
    let store = try await TestStore(SmallPlatform.texts)
    try await store.load([
      "assessment_results": "id,user,assessment,assessed_at\nm9,b,as,\(then)\n", "tags": "id,name\nt2,T\n",
      "assessments": "id,name,tags\nas,Exam,t2\n",
    ])
    #expect(try await store.row("tag_standings", ["user_key": "b", "tag_key": "t2"])?["work"] == .integer(1))
    #expect(try await store.row("tag_standings", ["user_key": "a", "tag_key": "t2"])?["work"] == .integer(1))
    #expect(try await store.differences() == [])
  }
}
