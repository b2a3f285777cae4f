import Calendar
import DatabaseAccess
import Foundation
import Records
import ReferenceModel
import Testing
import TestSupport

/// The reference model for the contents of a site's store.
enum Reference {
  private static let kinds: [RecordKind] = [.users, .groups, .memberships, .managers, .courses]
  private static let instants: Set<String> = [
    "created_at", "deleted_at", "since", "until", "published_at", "archived_at",
  ]

  /// The registration file and Users agree with the model, for all viewers.
  static func agrees(with site: TestSite) async throws {
    let model = try await platform(site)
    for viewer in ["owner", "platform", "admin", "useradmin", "coach", "manager"] {
      let browser = try await site.browser(of: viewer)
      let answer = try await browser.get("/members/download")
      let expected = model.registrationsFile(viewer: viewer)
      #expect(answer.status == (expected == nil ? 403 : 200))
      if let expected { #expect(CommaSeparated.rows(of: answer.text) == expected, "registrations for \(viewer)") }
      for tab in ReferencePlatform.Tab.allCases {
        let page = try await browser.get("/api/v1/users?limit=500&tab=\(tab.rawValue)")
        guard page.status == 200 else { continue }
        let ids = page.text.matches(of: #/"id":"([^"]*)"/#).map { String($0.1) }.filter { !$0.contains("=") }
        let scope = model.scope(of: viewer, tab: tab).map(\.id).filter { !$0.contains("=") && !$0.contains("/") }
        #expect(Set(ids.filter { !$0.contains("/") && !$0.contains("\\") }) == Set(scope), "\(tab) for \(viewer)")
      }
    }
  }

  private static func platform(_ site: TestSite) async throws -> ReferencePlatform {
    let folder = FileManager.default.temporaryDirectory.appending(path: "tallybook-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for kind in kinds {
      let names = kind.fields.map(\.name).filter { !["co_authors"].contains($0) }
      let rows = try await site.store.rows(kind.name)
      let lines = rows.map { row in names.map { cell($0, row[$0] ?? row["\($0)_key"] ?? .null) }.joined(separator: ",")
      }
      let text = ([names.joined(separator: ",")] + lines).joined(separator: "\n") + "\n"
      try Data(text.utf8).write(to: folder.appending(path: "\(kind.name).csv"))
    }
    return try ReferencePlatform(folder: folder.path, now: FixedClock.now)
  }

  private static func cell(_ name: String, _ value: SQLValue) -> String {
    switch value {
    case .null: ""
    case .integer(let number):
      instants.contains(name) ? Instant.text(number) : name.hasSuffix("_on") ? Instant.dateText(number) : "\(number)"
    case .text(let text): "\"\(text.replacing("\"", with: "\"\""))\""
    }
  }
}
