import Foundation
import ReferenceModel
import Reports
import Support
import TestSupport
import Testing

/// The sample platform: the product reproduces everything in `expected/`.
@Suite struct SampleTests {
  static let folder = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Fixtures/sample").path
  private static let imported = Task { try await Product(folder: folder + "/records") }
  static let files = [
    "users-current", "users-deleted", "general-stats", "general-stats-dates", "general-stats-sessions",
    "general-stats-groups", "general-stats-subgroups", "general-stats-where", "collaborative-activities",
    "registrations",
  ]

  let product: Product

  init() async throws { product = try await Self.imported.value }

  /// `insights` is compared by `AttentionTests` and `RankedListTests`.
  @Test func `All that is expected is compared`() throws {
    let files = try #require(FileManager.default.enumerator(atPath: Self.folder + "/expected")).compactMap {
      $0 as? String
    }
    let names = Set(
      files.filter { $0.contains(".") }.map { URL(filePath: $0).deletingPathExtension().lastPathComponent })
    let compared = Self.files + SummaryQuestion.samples.keys + ["statistics", "public", "scope", "insights"]
    #expect(names == Set(compared))
  }

  @Test func `Every user's statistics are those expected`() async throws {
    for (user, expected) in try Self.expected("statistics") {
      let found = try await product.statistics(of: user, viewer: "u0")
      #expect(found?.differences(from: expected, at: user) == [])
    }
  }

  @Test func `Every user's public statistics are those expected`() async throws {
    let expected = try Self.expected("public")
    #expect(expected.count > 100)
    let found = try await product.publicCards(of: expected.map(\.key), viewer: "u0")
    for (user, card) in expected { #expect(found[user]?.compareForm == card.compareForm, "\(user)") }
  }

  @Test func `Every user sees whom they are expected to see`() async throws {
    for (viewer, expected) in try Self.expected("scope") {
      for tab in ReferencePlatform.Tab.allCases {
        let ids = try await product.walk(viewer, tab) ?? []
        let found = ExactJSON.list(ids.map { .text($0) })
        #expect(found.differences(from: expected[tab.rawValue] ?? .null, at: "\(viewer), \(tab)") == [])
      }
    }
  }

  @Test(arguments: files + SummaryQuestion.samples.keys.sorted())
  func `Every file of every user is as expected, cell by cell`(name: String) async throws {
    let viewers = try Folder.names(in: Self.folder + "/expected")
      .filter { !$0.hasSuffix(".json") }
    #expect(!viewers.isEmpty)
    for viewer in viewers.sorted() {
      let path = "\(Self.folder)/expected/\(viewer)/\(name).csv"
      let isThere = FileManager.default.fileExists(atPath: path)
      let expected = isThere ? CommaSeparated.rows(of: try String(contentsOfFile: path, encoding: .utf8)) : nil
      let found = try await file(name, viewer)
      if let words = cellDifference(found, expected) { Issue.record("\(name) of \(viewer): \(words)") }
    }
  }

  private func file(_ name: String, _ viewer: String) async throws -> [[String]]? {
    var filter = ReportFilter()
    if let question = SummaryQuestion.samples[name] { return try await product.summaryFile(viewer, question) }
    switch name {
    case "users-current": return try await product.usersFile(viewer, .current)
    case "users-deleted": return try await product.usersFile(viewer, .deleted)
    case "collaborative-activities": return try await product.collaborativeActivitiesFile(viewer)
    case "registrations": return try await product.registrationsFile(viewer)
    case "general-stats-dates": (filter.from, filter.to) = ("2025-11-15", "2026-02-23")
    case "general-stats-sessions": filter.sessions = [.program("p1s0"), .path("h1s0")]
    case "general-stats-groups": filter.groups = ["g1", "g3"]
    case "general-stats-subgroups": (filter.groups, filter.subgroups) = (["g1"], true)
    case "general-stats-where":
      filter.conditions = ["total_time_spent:ge:0:30", "average_score:lt:66.67", "last_name:not:Smith|Über"]
    default: break
    }
    return try await product.generalStatsFile(viewer, filter)
  }

  private static func expected(_ name: String) throws -> [(key: String, value: ExactJSON)] {
    let text = try String(contentsOfFile: "\(folder)/expected/\(name).json", encoding: .utf8)
    guard case .object(let members) = try ExactJSON(parsing: text) else { return [] }
    return members.sorted { $0.key < $1.key }
  }
}
