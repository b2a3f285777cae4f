import DatabaseAccess
import Records
import Store
import Testing
import TestSupport

/// Each kind of bad input is reported with file, line, column, value and correction, and leaves the store unchanged.
@Suite struct BadInputTests {
  @Test(arguments: BadInput.all) func `Bad input is told in its place and changes nothing`(bad: BadInput) async throws {
    let store = try await TestStore(SmallPlatform.texts)
    let before = try await store.dump()
    let refusal = try await store.refusal(of: bad.texts)
    #expect(refusal == bad.messages)
    #expect(try await store.dump() == before)
  }

  @Test func `A fault in the last file undoes what came in before it`() async throws {
    let store = try await TestStore()
    let before = try await store.dump()
    var texts = SmallPlatform.texts
    texts["reactions"] = "id,user,kind,post,created_at\nz1,b,like,nowhere,\(SmallPlatform.then)\n"
    let refusal = try await store.refusal(of: texts)
    #expect(refusal == ["reactions.csv, line 2, column post: \"nowhere\"" + BadInput.unknown("posts")])
    #expect(try await store.dump() == before)
  }

  @Test func `The first hundred faults are named and the rest counted`() async throws {
    let store = try await TestStore(SmallPlatform.texts)
    let forms = "id,name\n" + String(repeating: "t 1,T\n", count: 250)
    let dangling = "user,manager\n" + (0..<60).map { "a,m\($0)\nn\($0),a\n" }.joined()
    for (texts, count) in [
      (["tags": forms], 250), (["managers": dangling], 120), (["tags": forms, "paths": forms], 500),
    ] {
      let faults = try await faults(store, texts)
      #expect(faults?.count == count)
      #expect(faults?.first.count == 100)
    }
    #expect(try await faults(store, ["tags": forms], limit: 3)?.first.map(\.line) == [2, 3, 4])
  }

  private func faults(_ store: TestStore, _ texts: [String: String], limit: Int = 100) async throws -> ValidationErrors?
  {
    do {
      try await store.load(texts, faultLimit: limit)
      return nil
    } catch let faults as ValidationErrors { return faults }
  }

  @Test func `A row of broken form is told, and not that others name what it would have brought`() async throws {
    let store = try await TestStore(SmallPlatform.texts)
    let texts = [
      "users": SmallPlatform.users("n,n@x.org,N,N,yesterday,"), "managers": "user,manager\nn,a\n",
      "tags": "id,name\nt t,T\n",
    ]
    let refusal = try await store.refusal(of: texts)
    #expect(refusal.count == 2)
    #expect(
      refusal.first?.hasPrefix("users.csv, line 2, column created_at: \"yesterday\" is not a valid date-time") == true)
    #expect(refusal.last?.hasPrefix("tags.csv, line 2, column id: \"t t\" is not a valid id") == true)
  }

  @Test func `A dry run tells what would come in and writes nothing`() async throws {
    let store = try await TestStore()
    let before = try await store.dump()
    let dry = try await store.load(SmallPlatform.texts, dryRun: true)
    #expect(try await store.dump() == before)
    #expect(dry["users"]?.added == 4)
    let receipts = try await store.load(SmallPlatform.texts)
    #expect(receipts == dry)
    await #expect(throws: ValidationErrors.self) { try await store.load(["tags": "id,name\n,T\n"], dryRun: true) }
  }

  @Test func `A disk that is full leaves the store as it was`() async throws {
    let store = try await TestStore(SmallPlatform.texts)
    // Only SQLite has a limit for the size of its file.
    guard store.database.dialect.name == "sqlite" else { return }
    let before = try await store.dump()
    let tags = "id,name\n" + (0..<5_000).map { "t\($0),A name that takes room\n" }.joined()
    try await store.database.write { session in
      let pages = try session.number("PRAGMA page_count")
      try session.run("PRAGMA max_page_count = \(raw: String(pages + 10))")
    }
    let error = await #expect(throws: StorageError.self) { try await store.load(["tags": tags]) }
    #expect(error?.description.contains("nothing was changed") == true)
    #expect(try await store.dump() == before)
    try await store.database.write { _ = try $0.run("PRAGMA max_page_count = 1000000") }
    #expect(try await store.load(["tags": tags])["tags"]?.added == 5_000)
  }

  @Test func `An id that looks like a path is an id and nothing else`() async throws {
    let store = try await TestStore(SmallPlatform.texts)
    try await store.load(["tags": "id,name\n../x,T\n');DROP/**/TABLE/**/tags--,U\n"])
    #expect(try await store.rows("tags").count == 3)
  }
}
