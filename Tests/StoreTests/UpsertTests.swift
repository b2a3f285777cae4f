import DatabaseAccess
import Store
import Testing
import TestSupport

/// A row whose id is known replaces the fields that the file has columns for; the same rows again change nothing.
@Suite struct UpsertTests {
  private let then = SmallPlatform.then

  @Test func `The same folder again changes nothing`() async throws {
    let store = try await TestStore(SmallPlatform.texts)
    let before = try await store.dump()
    let receipts = try await store.load(SmallPlatform.texts)
    #expect(receipts.count == SmallPlatform.texts.count)
    for (kind, receipt) in receipts { #expect(receipt.added + receipt.changed == 0, "\(kind)") }
    #expect(try await store.dump() == before)
  }

  @Test func `A receipt tells what is new, changed and the same`() async throws {
    let store = try await TestStore(SmallPlatform.texts)
    let receipt = try await store.load(["tags": "id,name\nt,Renamed\nt2,New\n"])["tags"]
    #expect(receipt.map { [$0.added, $0.changed, $0.same] } == [1, 1, 0])
    let again = try await store.load(["tags": "name,id\nRenamed,t\nNewer,t2\nT3,t3\n"])["tags"]
    #expect(again.map { [$0.added, $0.changed, $0.same] } == [1, 1, 1])
  }

  @Test func `A field that is empty is emptied, and the standings follow`() async throws {
    let store = try await TestStore(SmallPlatform.texts)
    try await store.load(["attempts": SmallPlatform.attempts("x1,a,c,,\(then),\(then),7,5,")])
    let attempt = try await store.row("attempts", ["id": "x1", "user_key": "a"])
    #expect(attempt?["score"] == .null)
    #expect(attempt?["program_session_key"] == .null)
    let standing = try await store.row("course_standings", ["user_key": "a"])
    #expect(standing?["time_spent"] == .integer(307))
    #expect(standing?["progress"] == .integer(5000))
    #expect(try await store.differences() == [])
  }

  @Test func `Lists are replaced, in the links too`() async throws {
    let store = try await TestStore(SmallPlatform.texts)
    try await store.load([
      "tags": "id,name\nt2,T2\n", "questions": "id,course,interaction,statement,tags\nq,c,true-false,Is it?,t2\n",
    ])
    #expect(try await store.rows("question_tags").map { $0["member_key"] } == [.text("t2")])
    #expect(try await store.row("tag_standings", ["user_key": "a", "tag_key": "t2"])?["work"] == .integer(1))
    try await store.load(["questions": "id,course,interaction,statement,tags\nq,c,true-false,Is it?,\n"])
    #expect(try await store.rows("question_tags").isEmpty)
    #expect(try await store.row("tag_standings", ["tag_key": "t"])?["work"] == .integer(1))
    #expect(try await store.differences() == [])
  }

  @Test func `Custom values are replaced in the columns that are there`() async throws {
    let store = try await TestStore(SmallPlatform.texts)
    try await store.load([
      "users": "\(SmallPlatform.users),custom:f\no,o@x.org,Olga,Owner,\(then),Oslo\na,a@x.org,Ann,A,\(then),Bonn\n"
    ])
    let values = try await store.rows("custom_values").map {
      "\($0["user_key"]?.text ?? "") \($0["value"]?.text ?? "")"
    }
    #expect(values.sorted() == ["a Bonn", "o 2000-02-29", "o Oslo"])
  }

  @Test func `Users exchange their addresses in one import`() async throws {
    let store = try await TestStore(SmallPlatform.texts)
    let swapped = ["users": SmallPlatform.users("a,b@x.org,Ann,A,\(then),", "b,a@x.org,Bob,B,\(then),")]
    #expect(try await store.load(swapped)["users"]?.changed == 2)
    #expect(try await store.row("users", ["id": "a"])?["email"] == .text("b@x.org"))
    #expect(try await store.row("user_standings", ["id": "b"])?["email"] == .text("a@x.org"))
    #expect(try await store.load(swapped)["users"]?.same == 2)
    #expect(try await store.differences() == [])
  }

  @Test(arguments: [true, false])
  func `A user takes the address of one who is deleted by the same import, and gives it back`(reversed: Bool)
    async throws
  {
    let store = try await TestStore(SmallPlatform.texts)
    func users(_ rows: [String]) -> [String: String] {
      ["users": ([SmallPlatform.users + ",deleted_at"] + (reversed ? rows.reversed() : rows)).joined(separator: "\n")]
    }
    try await store.load(users(["a,a@x.org,Ann,A,\(then),\(then)", "b,a@x.org,Bob,B,\(then),"]))
    #expect(try await store.row("users", ["id": "b"])?["email"] == .text("a@x.org"))
    try await store.load(users(["a,a@x.org,Ann,A,\(then),", "b,a@x.org,Bob,B,\(then),\(then)"]))
    try await store.load(
      users(["b,a@x.org,Bob,B,\(then),", "a,a@x.org,Ann,A,\(then),\(then)", "n,n@x.org,N,N,\(then),"]))
    #expect(try await store.row("user_standings", ["id": "a"])?["deleted"] == .integer(1))
    #expect(try await store.differences() == [])
  }

  @Test func `Ids that look alike are different records`() async throws {
    let store = try await TestStore(SmallPlatform.texts)
    try await store.load([
      "groups": "id,name,parent\n\u{E9},Composed,root\ne\u{301},Decomposed,\u{E9}\nE\u{301},Capital,e\u{301}\n",
      "tags": "id,name\nT,Capital\n",
    ])
    #expect(try await store.rows("groups").count == 6)
    #expect(try await store.rows("tags").count == 2)
  }
}
