import Foundation
import ReferenceModel
import Support
import Testing

/// Tests the reference with the sample platform: it must reproduce everything in `expected/`.
@Suite struct SampleTests {
  static let now = Instants.seconds("2026-03-15T12:00:00Z")
  static let sample = SampleFolder.path() ?? ""
  static let platform = Result {
    try ReferencePlatform(folder: sample + "/records", now: now)
  }

  let platform: ReferencePlatform

  init() throws {
    try #require(!Self.sample.isEmpty, "the sample is neither at TALLYBOOK_SAMPLE nor in Tests/Fixtures")
    platform = try Self.platform.get()
  }

  @Test func `Every user's statistics are those expected`() throws {
    try expectEveryUser(in: "statistics") { platform.statistics(of: $0) }
  }

  @Test func `Every user's public card is the one expected`() throws {
    try expectEveryUser(in: "public") { platform.publicCard(of: $0) }
  }

  @Test func `Every user sees whom they are expected to see`() throws {
    try expectEveryUser(in: "scope") { viewer in
      .object(
        Dictionary(
          uniqueKeysWithValues: ReferencePlatform.Tab.allCases.map { tab in
            let ids = platform.scope(of: viewer, tab: tab).map(\.id).sorted()
            return (tab.rawValue, ExactJSON.list(ids.map { .text($0) }))
          }))
    }
  }

  @Test(arguments: ["users-current", "users-deleted", "general-stats", "collaborative-activities", "registrations"])
  func `Every file of every user is as expected, cell by cell`(name: String) throws {
    try expectFiles(named: name) { viewer in
      switch name {
      case "users-current": platform.usersFile(viewer: viewer, tab: .current)
      case "users-deleted": platform.usersFile(viewer: viewer, tab: .deleted)
      case "general-stats": platform.generalStatsFile(viewer: viewer)
      case "collaborative-activities": platform.collaborativeActivitiesFile(viewer: viewer)
      default: platform.registrationsFile(viewer: viewer)
      }
    }
  }

  @Test func `Reports filtered by dates, sessions and groups are as expected`() throws {
    var dates = ReportFilter()
    (dates.from, dates.to) = ("2025-11-15", "2026-02-23")
    var sessions = ReportFilter()
    sessions.sessions = [.program("p1s0"), .path("h1s0")]
    var groups = ReportFilter()
    groups.groups = ["g1", "g3"]
    var subgroups = ReportFilter()
    (subgroups.groups, subgroups.subgroups) = (["g1"], true)
    for (name, filter) in [
      ("dates", dates), ("sessions", sessions), ("groups", groups), ("subgroups", subgroups),
    ] {
      try expectFiles(named: "general-stats-\(name)") { platform.generalStatsFile(viewer: $0, filter: filter) }
    }
  }

  @Test(arguments: SummaryQuestion.samples.keys.sorted())
  func `Every summary of every user is as expected, cell by cell`(name: String) throws {
    let question = try #require(SummaryQuestion.samples[name])
    try expectFiles(named: name) { platform.summaryFile(viewer: $0, question) }
  }

  private func expectEveryUser(in name: String, _ compute: (String) -> ExactJSON) throws {
    let text = try String(contentsOfFile: "\(Self.sample)/expected/\(name).json", encoding: .utf8)
    guard case .object(let expected) = try ExactJSON(parsing: text) else {
      Issue.record("\(name).json is not an object")
      return
    }
    #expect(!expected.isEmpty)
    for (user, value) in expected.sorted(by: { $0.key < $1.key }) {
      #expect(compute(user).differences(from: value, at: user) == [])
    }
  }

  /// Each viewer with a folder in `expected/` either has exactly this file, or may not have it.
  private func expectFiles(named name: String, _ compute: (String) -> [[String]]?) throws {
    let viewers = try Folder.names(in: Self.sample + "/expected")
      .filter { !$0.hasSuffix(".json") }
    #expect(!viewers.isEmpty)
    for viewer in viewers.sorted() {
      let path = "\(Self.sample)/expected/\(viewer)/\(name).csv"
      let rows = compute(viewer)
      guard FileManager.default.fileExists(atPath: path) else {
        #expect(rows == nil, "\(viewer) may not have \(name)")
        continue
      }
      let expected = CommaSeparated.rows(of: try String(contentsOfFile: path, encoding: .utf8))
      #expect(rows?.count == expected.count, "\(viewer) \(name)")
      for (row, expectedRow) in zip(rows ?? [], expected) {
        let (text, expectedText) = (CommaSeparated.text(of: [row]), CommaSeparated.text(of: [expectedRow]))
        #expect(equalByCodePoint(text, expectedText), "\(viewer) \(name): \(text) instead of \(expectedText)")
      }
    }
  }
}
