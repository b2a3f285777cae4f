import Calendar
import DatabaseAccess
import Records
import ReferenceModel
import Store
import TestSupport
import Testing

/// A column that a file lacks leaves that field of known records unchanged; an empty cell empties it.
@Suite struct PartialFileTests {
  private let then = SmallPlatform.then

  @Test func `The required columns alone change nothing of a known record, of any kind`() async throws {
    let store = try await TestStore(PartialFiles.filled)
    let before = try await store.dump()
    let receipts = try await store.load(PartialFiles.requiredOnly(PartialFiles.filled))
    for (kind, receipt) in receipts { #expect(receipt.added + receipt.changed == 0, "\(kind)") }
    #expect(receipts.count == PartialFiles.filled.count)
    #expect(try await store.dump() == before)
  }

  @Test func `An empty cell, and null, empty the field, of any kind`() async throws {
    for isJSON in [false, true] {
      let (store, emptied) = (
        try await TestStore(PartialFiles.filled), try await TestStore(PartialFiles.emptied(isJSON: false))
      )
      let receipts = try await store.load(PartialFiles.emptied(isJSON: isJSON))
      #expect(receipts["users"]?.changed ?? 0 > 0 && receipts["attempts"]?.changed ?? 0 > 0)
      #expect(try await store.dump() == (try await emptied.dump()))
      #expect(try await store.differences() == [])
    }
  }

  @Test func `A nightly file without deleted_at brings nobody back`() async throws {
    let store = try await TestStore(SmallPlatform.texts)
    try await store.load([
      "users": "\(SmallPlatform.users),title,auto_delete_on\na,a@x.org,Ann,A,\(then),Nurse,2026-12-31\n"
    ])
    try await store.load(["users": "\(SmallPlatform.users),deleted_at\na,a@x.org,Ann,A,\(then),\(then)\n"])
    let nightly = "\(SmallPlatform.users)\na,a@x.org,Anna,A,\(then)\nb,b@x.org,Bob,B,\(then)\n"
    let receipt = try await store.load(["users": nightly])["users"]
    #expect(receipt.map { [$0.added, $0.changed, $0.same] } == [0, 1, 1])
    let user = try await store.row("users", ["id": "a"])
    #expect(user?["first_name"] == .text("Anna") && user?["title"] == .text("Nurse"))
    #expect(user?["auto_delete_on"] == .integer(Instant.days("2026-12-31") ?? 0))
    #expect(user?["deleted_at"] == .integer(Instant.seconds(then) ?? 0))
  }

  @Test func `A custom field whose column is missing keeps its value, and an empty cell takes it away`() async throws {
    let store = try await TestStore(SmallPlatform.texts)
    let owner = "o,o@x.org,Olga,Owner,\(then)"
    func values() async throws -> [String] {
      try await store.rows("custom_values").map { $0["value"]?.text ?? "" }.sorted()
    }
    try await store.load(["users": "\(SmallPlatform.users),custom:f\n\(owner),Oslo\n"])
    #expect(try await values() == ["2000-02-29", "Oslo"])
    try await store.load(["users": "\(SmallPlatform.users),custom:d\n\(owner),\n"])
    #expect(try await values() == ["Oslo"])
    let fields = owner.split(separator: ",")
    let object = """
      {"id":"o","email":"\(fields[1])","first_name":"Olga","last_name":"Owner","created_at":"\(then)","custom:f":null}
      {"id":"b","email":"b@x.org","first_name":"Bob","last_name":"B","created_at":"\(then)","custom:d":"2001-01-01"}

      """
    try await store.load(["users.ndjson": object])
    #expect(try await values() == ["2001-01-01"])
    #expect(try await store.row("users", ["id": "o"])?["custom"] == .null)
  }

  @Test func `A closed membership or relation is opened by an empty end, not by a missing one`() async throws {
    let store = try await TestStore(SmallPlatform.texts)
    try await store.load([
      "memberships": "group,user,role,until\nteam,a,learner,\(then)\n", "managers": "user,manager,until\na,b,\(then)\n",
    ])
    try await store.load(["memberships": "group,user,role\nteam,a,learner\n", "managers": "user,manager\na,b\n"])
    #expect(try await store.row("memberships", ["role": "learner"])?["until"] != .null)
    #expect(try await store.row("managers", ["user_key": "a"])?["until"] != .null)
    try await store.load([
      "memberships": "group,user,role,until\nteam,a,learner,\n", "managers": "user,manager,until\na,b,\n",
    ])
    #expect(try await store.row("memberships", ["role": "learner"])?["until"] == .null)
    #expect(try await store.row("managers", ["user_key": "a"])?["until"] == .null)
  }

  @Test func `A rule over several fields is judged by what the record has after the import`() async throws {
    let store = try await TestStore(SmallPlatform.texts)
    let reactions = { (rows: String) in ["reactions": "id,user,kind,course,created_at\n\(rows)\n"] }
    // z1 is on a post, z2 in a course; z9 is new.
    #expect(
      try await store.refusal(of: reactions("z1,b,like,c,\(then)")).first?.contains("must be given if `course`") == true
    )
    #expect(
      try await store.refusal(of: reactions("z2,b,useful,,\(then)")).first?.contains("must be given if `course`")
        == true)
    #expect(try await store.refusal(of: ["reactions": "id,user,kind,created_at\nz9,b,like,\(then)\n"]).count == 1)
    #expect(try await store.refusal(of: reactions("z2,a,useful,copy,\(then)")) == [])
    #expect(try await store.refusal(of: ["reactions": "id,user,kind,created_at\nz1,a,like,\(then)\n"]) == [])
    #expect(try await store.row("reactions", ["id": "z2"])?["activity"] == .text("s1"))
    // The record's `place_id` has to fit its new `place`.
    let moved = ["posts": "id,author,kind,place,created_at\nb1,a,message,course,\(then)\n"]
    #expect(
      try await store.refusal(of: moved) == [
        "posts.csv, line 2, column place_id: \"team\"" + BadInput.unknown("courses")
      ])
  }

  @Test(arguments: 1...6 as ClosedRange<UInt64>)
  func `A platform whose columns come in several files, in any order, is the platform`(seed: UInt64) async throws {
    let files = try PlatformFiles(seed: seed)
    let (whole, parts) = (try await TestStore(), try await TestStore())
    try await whole.load(files.texts())
    var random = SplitMix64(seed: seed)
    for kind in RecordKind.all {
      guard let table = files.tables[kind.name] else { continue }
      for columns in PartialFiles.chunks(kind, table.header, &random) {
        let rows = random.shuffled(table.rows).map { row in columns.map { row[$0] } }
        try await parts.load([kind.name: CommaSeparated.text(of: [columns.map { table.header[$0] }] + rows)])
      }
    }
    #expect(try await parts.dump() == (try await whole.dump()))
    #expect(try await parts.differences() == [])
  }

  @Test(arguments: 1...6 as ClosedRange<UInt64>)
  func `Files that have some columns of some records end where a plain reading of them ends`(seed: UInt64) async throws
  {
    let files = try PlatformFiles(seed: seed)
    let store = try await TestStore(files.texts())
    var (plain, random) = (PlainRecords(), SplitMix64(seed: seed &* 7919))
    for kind in RecordKind.all {
      guard let table = files.tables[kind.name] else { continue }
      plain.take(kind.name, key: kind.key, table.rows.map { Dictionary(uniqueKeysWithValues: zip(table.header, $0)) })
    }
    for _ in 0..<12 {
      let kinds = RecordKind.all.filter { files.tables[$0.name].map { !$0.rows.isEmpty } ?? false }
      let kind = random.pick(kinds)
      let rows = PartialFiles.changes(kind, try #require(files.tables[kind.name]), plain, &random)
      plain.take(kind.name, key: kind.key, rows)
      try await store.load([kind.name + ".ndjson": try PartialFiles.lines(rows)])
    }
    let expected = try await TestStore(
      Dictionary(uniqueKeysWithValues: files.tables.map { ($0, plain.text($0, $1.header)) }))
    let (found, wanted) = (try await store.dump(), try await expected.dump())
    for table in wanted.keys.sorted() where !table.hasSuffix("_history") {
      let other = Set(wanted[table] ?? []).subtracting(found[table] ?? [])
      #expect(other.isEmpty && found[table]?.count == wanted[table]?.count, "\(table): \(other.sorted().prefix(2))")
    }
    #expect(try await store.differences() == [])
  }
}
