import DatabaseAccess
import Import
import Records
import Store
import Testing
import TestSupport

/// With a file that is complete for its source, missing records are closed or withdrawn, and no others.
@Suite struct SnapshotTests {
  private static let now = FixedClock.context.now
  private static let then = SmallPlatform.then
  /// By kind: an additional record for the small platform.
  private static let others = [
    "managers": "b,o", "memberships": "team,b,learner,", "enrolments": "program,ps,b,individual,,\(then)",
    "attempts": "x9,b,c,ps,\(then),\(then),60,10,", "answers": "n9,a,q,,\(then),50",
    "assessment_results": "m9,a,as,,\(then),20", "attendances": "s,b,present,",
    "certificates": "k9,a,Other,external,,\(then)", "posts": "b9,b,message,group,team,,\(then)",
    "reactions": "z9,b,like,b1,,,\(then)",
  ]

  private static func snapshot(_ kinds: String..., acceptsLoss: Bool = false) -> Snapshot {
    Snapshot(kinds.compactMap(RecordKind.named), now: now, acceptsLoss: acceptsLoss)
  }

  /// The platform with the other record of a kind.
  private static func texts(with kind: String) -> [String: String] {
    SmallPlatform.texts.merging([kind: (SmallPlatform.texts[kind] ?? "") + (others[kind] ?? "") + "\n"]) { $1 }
  }

  @Test func `There is another record of every kind that ends`() {
    #expect(Set(Self.others.keys) == Set(RecordKind.all.filter { $0.end != nil }.map(\.name)))
  }

  @Test(arguments: others.keys.sorted())
  func `What is missing of a snapshot ends now, and comes back when it is sent again`(name: String) async throws {
    let kind = try #require(RecordKind.named(name))
    let end = try #require(kind.end)
    let texts = Self.texts(with: name)
    let store = try await TestStore(texts)
    let before = try await store.dump()
    let alone = [name: SmallPlatform.texts[name] ?? ""]
    #expect(try await store.load(alone)[name]?.ended == 0)
    #expect(try await store.dump() == before, "without a snapshot all stay")
    let dry = try await store.load(alone, snapshot: Self.snapshot(name), dryRun: true)
    #expect(try await store.dump() == before)
    let receipts = try await store.load(alone, snapshot: Self.snapshot(name))
    let receipt = try #require(receipts[name])
    #expect(receipt.ended == 1 && receipt.changed == 0 && receipt.added == 0 && dry == receipts)
    let rows = try await store.rows(RecordTable.name(of: name))
    #expect(rows.filter { $0[end] == .integer(Self.now) }.count == 1)
    #expect(rows.filter { $0[end] == .null }.count == receipt.same)
    #expect(try await store.differences() == [])
    #expect(try await store.load(alone, snapshot: Self.snapshot(name))[name]?.ended == 0, "the same again")
    // Without the field, a fact comes back from any file, a relation only from a snapshot.
    if kind.isRelation {
      #expect(try await store.load([name: texts[name] ?? ""])[name]?.changed == 0)
      #expect(try await store.load([name: texts[name] ?? ""], snapshot: Self.snapshot(name))[name]?.changed == 1)
    } else {
      #expect(try await store.load([name: texts[name] ?? ""])[name]?.changed == 1)
    }
    #expect(try await store.rows(RecordTable.name(of: name)).allSatisfy { $0[end] == .null })
    #expect(try await store.load(alone, snapshot: Self.snapshot(name))[name]?.ended == 1)
    // With the field, which is empty.
    let lines = (texts[name] ?? "").split(separator: "\n")
    let again = ["\(lines[0]),\(end)"] + lines.dropFirst().map { "\($0)," }
    try await store.load([name: again.joined(separator: "\n") + "\n"])
    let after = try await store.dump()
    for table in before.keys where !table.hasSuffix("_history") { #expect(after[table] == before[table], "\(table)") }
    #expect(try await store.differences() == [])
  }

  @Test func `What a page or a directory wrote last is not the records'`() async throws {
    let campus = try #require(Source(moodle: "campus"))
    for (source, isEnded) in [(.pages, false), (.scim, false), (campus, false), (Source.records, true)] {
      let store = try await TestStore(SmallPlatform.texts)
      try await store.database.write { session in
        var importSession = try ImportSession(session, of: source)
        try importSession.add(InMemoryRecords(.managers, [Self.relation("b", "o")]))
        try importSession.add(InMemoryRecords(.memberships, [Self.membership("b")]))
        try importSession.finish()
      }
      let kept = ["managers", "memberships"].reduce(into: [:]) { $0[$1] = SmallPlatform.texts[$1] ?? "" }
      let receipts = try await store.load(kept, snapshot: Self.snapshot("managers", "memberships"))
      #expect(receipts.values.map(\.ended) == (isEnded ? [1, 1] : [0, 0]), "\(source)")
    }
  }

  private static func relation(_ user: String, _ manager: String) -> RecordRow {
    var row = RecordRow(kind: .managers)
    row.set("user", .text(user))
    row.set("manager", .text(manager))
    return row
  }

  private static func membership(_ user: String) -> RecordRow {
    var row = RecordRow(kind: .memberships)
    for (name, value) in [("group", "team"), ("user", user), ("role", "learner")] { row.set(name, .text(value)) }
    return row
  }

  /// The directory's relation is opened during the import, and the snapshot does not close it.
  @Test func `A manager for whom a directory waits arrives beside a snapshot, and stays`() async throws {
    let store = try await TestStore(SmallPlatform.texts)
    try await store.database.write { session in
      _ = try session.run(
        """
        INSERT INTO directory_users (user_key, says_active, modified_at, manager_reference)
        SELECT key, 1, 5, 'boss' FROM users WHERE id = 'b'
        """)
    }
    let managers = SmallPlatform.texts["managers"] ?? ""
    let users = SmallPlatform.users("boss,boss@x.org,New,Boss,\(Self.then),")
    try await store.load(["users": users, "managers": managers], snapshot: Self.snapshot("managers"))
    try await store.load(["managers": managers], snapshot: Self.snapshot("managers"))
    let rows = try await store.rows("managers")
    #expect(rows.count == 2 && rows.allSatisfy { $0["until"] == .null })
    #expect(Set(rows.map { $0["source"] }) == [.text("records"), .text("scim")])
  }

  /// Records that an import changes belong to it from then on.
  @Test func `A relation belongs to the source that changed it last`() async throws {
    let store = try await TestStore(SmallPlatform.texts)
    try await store.database.write { session in
      var importSession = try ImportSession(session, of: .pages)
      try importSession.add(InMemoryRecords(.managers, [Self.relation("b", "o")]))
      try importSession.finish()
    }
    let both = "user,manager,since\na,b,\nb,o,\(Self.then)\n"
    try await store.load(["managers": both], snapshot: Self.snapshot("managers"))
    let receipts = try await store.load(["managers": "user,manager,since\na,b,\n"], snapshot: Self.snapshot("managers"))
    #expect(receipts["managers"]?.ended == 1)
  }

  @Test(arguments: others.keys.sorted())
  func `A source that has forgotten most does not empty the platform`(name: String) async throws {
    var lines = (Self.texts(with: name)[name] ?? "").split(separator: "\n").map(String.init)
    let store = try await TestStore(Self.texts(with: name))
    let before = try await store.dump()
    lines.removeSubrange(1...)
    let empty = [name: lines[0] + "\n"]
    await #expect(throws: SnapshotLoss.self) { try await store.load(empty, snapshot: Self.snapshot(name)) }
    #expect(try await store.dump() == before)
    let accepted = Self.snapshot(name, acceptsLoss: true)
    if name == "memberships" {
      await #expect(throws: ValidationErrors.self, "the platform keeps an owner") {
        try await store.load(empty, snapshot: accepted)
      }
      #expect(try await store.dump() == before)
    } else {
      #expect(try await store.load(empty, snapshot: accepted)[name]?.ended ?? 0 > 0)
      #expect(try await store.rows(RecordTable.name(of: name)).allSatisfy { $0.values.contains(.integer(Self.now)) })
      #expect(try await store.differences() == [])
    }
  }

  @Test func `Half of what is there is enough, less is a loss`() {
    let kind = RecordKind.managers
    #expect(Snapshot.Loss(kind, records: 0, open: 0) == nil && Snapshot.Loss(kind, records: 1, open: 2) == nil)
    #expect(Snapshot.Loss(kind, records: 0, open: 1) != nil && Snapshot.Loss(kind, records: 1, open: 3) != nil)
    #expect(Snapshot.Loss(kind, records: 50, open: 101) != nil && Snapshot.Loss(kind, records: 50, open: 100) == nil)
  }

  /// An answer may refer to a withdrawn attempt.
  @Test func `What was withdrawn can still be named`() async throws {
    let store = try await TestStore(SmallPlatform.texts)
    let attempts = SmallPlatform.attempts(
      "x2,a,c,ps,2025-02-02T10:00:00Z,2025-02-02T11:00:00Z,300,50,60",
      "x1,b,copy,,2025-02-02T10:00:00Z,2025-02-02T11:00:00Z,60,10,")
    #expect(try await store.load(["attempts": attempts], snapshot: Self.snapshot("attempts"))["attempts"]?.ended == 1)
    let answer = "id,user,question,attempt,answered_at,score\nn2,a,q,x1,\(Self.then),50\n"
    #expect(try await store.load(["answers": answer])["answers"]?.added == 1)
    let reply =
      "id,author,kind,place,place_id,reply_to,created_at,withdrawn_at\nb1,a,message,group,team,,\(Self.then),\(Self.then)\nb3,b,message,group,team,b1,\(Self.then),\n"
    try await store.load(["posts": reply, "reactions": SmallPlatform.texts["reactions"] ?? ""])
    let standing = try await store.row("user_standings", ["id": "b"])
    #expect(standing?["posted_messages"] == .integer(2))
    #expect(try await store.row("user_standings", ["id": "a"])?["posted_messages"] == .integer(0))
    #expect(try await store.differences() == [])
  }
}
