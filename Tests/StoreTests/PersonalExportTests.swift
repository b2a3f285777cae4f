import DatabaseAccess
import Export
import Foundation
import Records
import ReferenceModel
import Testing
import TestSupport

/// An export about a user has the records that name them, and no others.
@Suite struct PersonalExportTests {
  /// By kind, the columns that name the user of a record: an independent list, from records.md.
  private static let columns = [
    "users": ["id"], "identities": ["user"], "managers": ["user", "manager"], "memberships": ["user"],
    "courses": ["author", "co_authors", "published_by"], "program_sessions": ["instructors"],
    "path_sessions": ["instructors"], "enrolments": ["user"], "attempts": ["user"], "answers": ["user"],
    "assessment_results": ["user"], "attendances": ["user"], "certificates": ["user"], "posts": ["author"],
    "reactions": ["user"],
  ]

  private static func rows(_ folder: ExportedFolder, _ kind: String) throws -> (head: [String], rows: [[String]]) {
    guard folder.rows[kind] != nil else { return ([], []) }
    let rows = CommaSeparated.rows(of: try folder.text("\(kind).csv"))
    return (rows[0], Array(rows.dropFirst()))
  }

  @Test(arguments: [UInt64(71), 72]) func `It has exactly the records that name the user`(seed: UInt64) async throws {
    let place = FileManager.default.temporaryDirectory.appending(path: "tallybook-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: place) }
    try RandomPlatform(seed: seed).write(to: place.path)
    let store = try await TestStore()
    try await store.load(folder: place)
    let all = try await ExportedFolder(store)
    let users = try Self.rows(all, "users").rows.map { $0[0] }
    var found: Set<String> = []
    for user in users.prefix(12) {
      let own = try await ExportedFolder(store, RecordsExport(about: user))
      found.formUnion(own.rows.keys)
      for (kind, columns) in Self.columns {
        let (head, rows) = try Self.rows(all, kind)
        let expected = rows.filter { row in
          columns.contains { column in
            head.firstIndex(of: column).map { row[$0].split(separator: "|").map(String.init).contains(user) } ?? false
          }
        }
        #expect(try Self.rows(own, kind).rows == expected, "\(kind) of \(user)")
      }
      #expect(Set(own.rows.keys).isSubset(of: Set(Self.columns.keys).union(["custom_fields"])))
    }
    #expect(found.isSuperset(of: ["attempts", "answers", "posts", "managers", "memberships", "enrolments"]))
  }

  @Test func `It has the entries of the audit log by and about the user`() async throws {
    let store = try await TestStore(SmallPlatform.texts)
    try await store.database.write { session in
      let key = { (id: String) in try session.number("SELECT key FROM users WHERE id = \(id)") }
      let (a, b) = (try key("a"), try key("b"))
      for (viewer, subject) in [(a, b), (nil, b), (b, nil), (a, nil), (nil, a)] as [(Int?, Int?)] {
        try session.run(
          """
          INSERT INTO audit_log (at, viewer_key, action, subject_key, filters, row_count)
          VALUES (0, \(viewer), 'user.view', \(subject), 'q=1', \(subject))
          """)
      }
      try RecordsExport(about: "b").note(rows: 7, by: nil, at: 1, session)
      try RecordsExport([.users]).note(rows: 8, by: nil, at: 2, session)
    }
    let folder = try await ExportedFolder(store, RecordsExport([.users], about: "b"))
    #expect(folder.rows == ["users": 1, "audit": 4])
    let lines = try folder.text("audit.ndjson").split(separator: "\n")
    #expect(lines[0].hasPrefix(#"{"at":"1970-01-01T00:00:01Z","action":"user.export","viewer":null,"user":"b","#))
    #expect(lines[0].hasSuffix(#","rows":7}"#))
    let view = #"{"at":"1970-01-01T00:00:00Z","action":"user.view","viewer":"b","user":null,"#
    #expect(lines[1] == view + #""filters":null,"rows":null}"#)
    await #expect(throws: ExportError.unknownUser("nobody")) {
      try await ExportedFolder(store, RecordsExport(about: "nobody"))
    }
  }
}
