import DatabaseAccess
import Export
import Foundation
import Records
import ReferenceModel
import Store
import TestSupport
import Testing

/// An export has every record exactly: imported into an empty store, it gives a store with the same rows in every table
/// (records and stored statistics), and exporting that store gives the same bytes.
@Suite struct ExportTests {
  private static let fixtures = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Fixtures")
  private static let forms: [(RecordsExport.Format, Bool)] = [
    (.csv, false), (.csv, true), (.ndjson, false), (.ndjson, true),
  ]
  /// Rows that no record has.
  private static let notRecords = ["membership_history", "manager_history"]

  /// - Returns: the first export.
  @discardableResult
  private static func expectRoundTrip(
    _ store: TestStore, _ export: RecordsExport = RecordsExport(), context: FieldContext = FixedClock.context
  ) async throws -> ExportedFolder {
    let folder = try await ExportedFolder(store, export)
    let copy = try await TestStore()
    try await copy.load(folder: folder.url, isImport: true, context: context)
    let (rows, copied) = (try await store.dump(without: notRecords), try await copy.dump(without: notRecords))
    for (table, rows) in rows { #expect(copied[table] == rows, "\(table)") }
    let (files, again) = (try folder.files, try await ExportedFolder(copy, export).files)
    #expect(files.keys.sorted() == again.keys.sorted())
    for (name, data) in files { #expect(again[name] == data, "\(name)") }
    return folder
  }

  @Test(arguments: forms) func `The sample comes back, in every form`(format: RecordsExport.Format, gzip: Bool)
    async throws
  {
    let store = try await TestStore()
    try await store.load(folder: Self.fixtures.appending(path: "sample/records"))
    let folder = try await Self.expectRoundTrip(store, RecordsExport(as: format, isCompressed: gzip))
    #expect(folder.rows.count > 20 && folder.rows["users"] ?? 0 > 5)
    let ending = ".\(format.rawValue)\(gzip ? ".gz" : "")"
    #expect(try Set(folder.files.keys) == Set(folder.rows.keys.map { $0 + ending }))
    // The order of rows and columns does not depend on how the records came.
    let again = try await store.load(folder: folder.url)
    #expect(again.values.allSatisfy { $0.added == 0 && $0.changed == 0 && $0.same > 0 })
  }

  @Test(arguments: [UInt64(61), 62, 63, 64, 65, 66]) func `Random platforms come back`(seed: UInt64) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "tallybook-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try RandomPlatform(seed: seed).write(to: folder.path)
    let store = try await TestStore()
    try await store.load(folder: folder)
    let (format, gzip) = Self.forms[Int(seed % 4)]
    let exported = try await Self.expectRoundTrip(store, RecordsExport(as: format, isCompressed: gzip))
    #expect(exported.rows["attempts"] == (try await store.rows("all_attempts")).count)
  }

  @Test(arguments: ["site-4.2", "site-5.0"]) func `A Moodle comes back`(site: String) async throws {
    let context = FieldContext(now: 1_800_000_000)
    let store = try await TestStore()
    let records = Self.fixtures.appending(path: "moodle/\(site)/records")
    try await store.load(folder: records, context: context)
    try await Self.expectRoundTrip(store, context: context)
    try await Self.expectRoundTrip(store, RecordsExport(as: .ndjson), context: context)
  }

  @Test func `Withdrawn, closed, archived and deleted records come back as such`() async throws {
    let (store, then) = (try await TestStore(SmallPlatform.texts), SmallPlatform.then)
    try await store.load([
      "users": "id,email,first_name,last_name,created_at,deleted_at\nx,x@x.org,X,X,\(then),\(then)\n",
      "memberships": "group,user,role,since,until\nteam,b,coach,,\(then)\nteam,x,learner,,\n",
      "managers": "user,manager,until\nx,b,\(then)\n", "identities": "user,kind,value\nb,account,https://x.org b c\n",
    ])
    let attempts = try await store.rows("all_attempts")
    let id = try #require(attempts.first?["id"]?.text), user = try #require(attempts.first?["user_key"]?.text)
    try await store.database.write { session in
      _ = try session.run(
        """
        UPDATE all_attempts SET withdrawn_at = 5 WHERE id = \(id)
        AND user_key = (SELECT key FROM users WHERE id = \(user))
        """)
    }
    let folder = try await ExportedFolder(store)
    #expect(try folder.text("attempts.csv").contains(",1970-01-01T00:00:05Z\n"))
    #expect(try folder.text("memberships.csv").contains("team,b,coach,,\(then)\n"))
    #expect(try folder.text("managers.csv").contains("x,b,,\(then)\n"))
    #expect(try folder.text("identities.csv").hasPrefix("user,kind,value\nb,account,https://x.org b c\na,mbox,"))
    #expect(try folder.text("users.csv").contains("x,x@x.org,X,X,,,,,\(then),import,,,\(then)"))
  }

  @Test func `Files are exactly as documented`() async throws {
    let text = " =1+1, \"a\"\r\n\tb|c\u{7F}é🙂\\"
    let json = #" =1+1, \"a\"\r\n\tb|c\#u{7F}é🙂\\"#
    let then = "2025-01-01T00:00:00Z"
    let store = try await TestStore([
      "custom_fields.ndjson": #"{"id":"z","title":"Z"}"# + "\n" + #"{"id":"d,title","title":"D","type":"date"}"#,
      "users.ndjson": """
      {"id":"b","email":"B@x.org","first_name":"\(json)","last_name":"B","created_at":"\(then)",\
      "custom:d,title":"2025-01-02"}
      {"id":"a","email":"a@x.org","first_name":"A","last_name":"A","created_at":"2025-01-01T01:00:00+01:00",\
      "invited_by":"b"}
      """,
      "groups": "id,name\nroot,Root\n",
      "courses.ndjson": #"{"id":"c","name":"C","author":"a","co_authors":["b","a"],"created_at":"\#(then)"}"#,
      "questions.ndjson": #"{"id":"q","interaction":"choice","statement":"S","#
        + #""choices":[{"description":{"en":"x/y","de":"ü"},"id":"1"}]}"#,
      "attempts": """
      id,user,course,started_at,last_activity_at,time_spent,progress,score
      2,a,c,\(then),\(then),0,0,0.07
      10,a,c,\(then),\(then),61,100,62.5

      """,
    ])
    let csv = try await ExportedFolder(store)
    let head = "id,email,first_name,last_name,title,additional_information,language,time_zone,created_at,channel,"
    #expect(
      try csv.text("users.csv") == """
        \(head)invited_by,auto_delete_on,deleted_at,"custom:d,title",custom:z
        a,a@x.org,A,A,,,,,\(then),import,b,,,,
        b,b@x.org,"\(text.replacing("\"", with: "\"\""))",B,,,,,\(then),import,,,,2025-01-02,

        """)
    #expect(
      try csv.text("attempts.csv") == """
        id,user,course,program_session,path_session,started_at,last_activity_at,time_spent,progress,score,completed_at,\
        language,withdrawn_at
        10,a,c,,,\(then),\(then),61,100,62.5,,,
        2,a,c,,,\(then),\(then),0,0,0.07,,,

        """)
    #expect(try csv.text("courses.csv").hasSuffix("\nc,C,a,b|a,,,\(then),,,,\n"))
    let lines = try await ExportedFolder(store, RecordsExport([.users, .courses, .questions, .attempts], as: .ndjson))
    #expect(lines.rows == ["users": 2, "courses": 1, "questions": 1, "attempts": 2])
    let end = #""time_spent":0,"progress":0,"score":0.07,"completed_at":null,"language":null,"withdrawn_at":null}"#
    #expect(try lines.text("attempts.ndjson").hasSuffix(end + "\n"))
    #expect(try lines.text("courses.ndjson").contains(#""author":"a","co_authors":["b","a"],"group":null,"#))
    #expect(
      try lines.text("questions.ndjson").contains(
        #""choices":[{"description":{"de":"ü","en":"x/y"},"id":"1"}],"correct":null,"#))
    #expect(try lines.text("users.ndjson").hasSuffix(#""custom:d,title":"2025-01-02","custom:z":null}"# + "\n"))
    try await Self.expectRoundTrip(store)
    try await Self.expectRoundTrip(store, RecordsExport(as: .ndjson))
  }

  @Test func `What a cell cannot hold is refused by name, and goes as NDJSON`() async throws {
    let store = try await TestStore(SmallPlatform.texts)
    try await store.load([
      "tags.ndjson": #"{"id":"a|b","name":"T"}"#, "assessments.ndjson": #"{"id":"e","name":"E","tags":["a|b"]}"#,
    ])
    await #expect {
      try await ExportedFolder(store)
    } throws: { error in
      "\(error)".contains("assessments, e: tags") && "\(error)".contains("use NDJSON")
    }
    try await Self.expectRoundTrip(store, RecordsExport(as: .ndjson))
  }
}
