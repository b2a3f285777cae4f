import Access
import DatabaseAccess
import Foundation
import Statistics
import Store
import TestSupport
import Testing

/// Real records, and numbers that a different program computed from the original tables (see the README of the folder).
/// If the folder does not exist next to the checkout, these tests are reported as skipped.
@Suite(
  "OULAD, where ../shared/data/oulad is there", .enabled(if: OULAD.folder != nil, "../shared/data/oulad is not there"))
struct OULADTests {
  @Test("scores of students and presentations are those of the original tables, and a second import changes nothing")
  func facts() async throws {
    let folder = try #require(OULAD.folder)
    let store = try await TestStore()
    try await store.load(folder: folder)
    try await store.database.read { session in
      for (student, count, hundredths) in OULAD.students {
        let score = try OULAD.score(of: "u.id = \("student-" + student)", .standing, session)
        #expect(score.denominator == count, "results of \(student)")
        #expect(score.rounded() == hundredths, "mean of \(student)")
      }
      let all = try OULAD.score(of: "true", .standing, session)
      #expect(all.denominator == 173_739)
      #expect(all.rounded() == 7580)
      for (presentation, registrations, hundredths) in OULAD.presentations {
        let key = try session.number("SELECT key FROM program_sessions WHERE id = \(presentation)")
        var selection = Selection.standing
        let sessions = Selection.Sessions(programs: [key], paths: [])
        selection.sessions = sessions
        let score = try OULAD.score(of: "true", selection, session)
        #expect(score.rounded() == hundredths, "mean of \(presentation)")
        #expect(try OULAD.enrolled(in: sessions, session) == registrations, "registrations of \(presentation)")
      }
    }
    let again = try await store.load(folder: folder)
    #expect(again.values.allSatisfy { $0.added == 0 && $0.changed == 0 })
    #expect(try await store.differences().isEmpty)
  }
}

private enum OULAD {
  static let folder: URL? = {
    var place = URL(filePath: #filePath).resolvingSymlinksInPath()
    while place.path != "/", !FileManager.default.fileExists(atPath: place.appending(path: "Package.swift").path) {
      place.deleteLastPathComponent()
    }
    let folder = place.deletingLastPathComponent().appending(path: "shared/data/oulad")
    return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
  }()

  static let students = [
    ("11391", 5, 8200), ("29411", 9, 5922), ("80329", 16, 7594), ("260355", 2, 5750), ("537811", 28, 9707),
  ]

  static let presentations = [
    ("AAA-2013J", 383, 6943), ("BBB-2013B", 1_767, 7910), ("FFF-2013J", 2_283, 7714), ("GGG-2014J", 749, 7908),
  ]

  /// The pooled *Avg score* of some users: in these records only assessment results have scores.
  static func score(of users: SQLText, _ selection: Selection, _ session: any SQLSession) throws -> Fraction {
    let totals = Totals([.averageScore], selection)
    var (sum, count) = (0, 0)
    try session.each(
      "SELECT \(sql: totals.columns) FROM user_standings AS u\(sql: totals.joins(users: nil)) WHERE \(sql: users)"
    ) { row in
      sum += row.integer(at: 0)
      count += row.integer(at: 1)
    }
    return Fraction(sum, count)
  }

  static func enrolled(in sessions: Selection.Sessions, _ session: any SQLSession) throws -> Int {
    let owner = try #require(
      try Viewer(
        id: session.first(
          """
          SELECT u.id FROM memberships AS m JOIN users AS u ON u.key = m.user_key WHERE m.role = 'owner'
          """
        ) { $0.text(at: 0) } ?? "", session))
    var population = Population(.theirUsers(of: owner))
    population.sessions = sessions
    return try session.number("SELECT count(*) FROM user_standings AS u WHERE \(sql: population.condition)")
  }
}
