import DatabaseAccess
import Foundation
import ReferenceModel
import Testing
import TestSupport

/// A store on a Citus cluster gives every viewer the same responses as SQLite, to the byte; and each node answers for
/// its own users.
@Suite(
  .enabled(
    if: TestCluster.isWanted, "There is no cluster: Scripts/test citus starts one where POSTGRES_PROGRAMS has Citus."))
struct CitusTests {
  /// The sample on SQLite and on the cluster, after a user of every role has requested everything from both.
  private struct Asked {
    let cluster: TestCluster
    let statements: [SQLText]
    let differences: [String]
    let faults: [String]
    let answers: Int
    let viewers: Int
  }

  private static let asked = Task { () -> Asked in
    let folder = try #require(SampleFolder.path()) + "/records"
    let cluster = try await TestCluster()
    let spread = try await TestSite(folder: folder, of: cluster.database)
    let sites = TwoSites(try await TestSite(folder: folder, on: .sqlite), spread)
    let differences = try await spread.store.differences()
    let tour = RoleTour(platform: try ReferencePlatform(folder: folder, now: FixedClock.now))
    let viewers = tour.viewers
    var (faults, answers): ([String], Int) = ([], 0)
    for viewer in viewers {
      let paths = tour.paths(for: viewer).filter { !changes($0) }
      faults += try await sites.faults(viewer, paths)
      answers += paths.count
    }
    return Asked(
      cluster: cluster, statements: Array(spread.database.statements.values), differences: differences, faults: faults,
      answers: answers, viewers: viewers.count)
  }

  /// The log contains times; a directory's responses contain the site's own address, and a hash of it.
  private static func changes(_ path: String) -> Bool { path.contains("/audit") || path.contains("/scim/") }

  @Test func `Standings on a cluster are what the records say`() async throws {
    #expect(try await Self.asked.value.differences == [])
  }

  @Test func `Whoever asks, a cluster answers as SQLite does, byte for byte`() async throws {
    let asked = try await Self.asked.value
    #expect(asked.faults.isEmpty, "\(asked.faults.joined(separator: "\n"))")
    #expect(asked.answers > 2_000 && asked.viewers > 12, "\(asked.answers) answers for \(asked.viewers)")
  }

  @Test func `No statement moves rows of users between nodes, or all of them to the coordinator`() async throws {
    let asked = try await Self.asked.value
    let planner = try DistributedPlanner(asked.cluster)
    var (spread, faults) = (0, [String]())
    for statement in asked.statements {
      let plan = try planner.plan(of: statement)
      if plan.isSpread { spread += 1 }
      faults += plan.faults
    }
    #expect(spread > 500, "\(spread) of \(asked.statements.count)")
    #expect(faults.isEmpty, "\(faults.joined(separator: "\n\n"))")
  }

  @Test func `A statement is found that moves rows of users, or gathers them`() async throws {
    let planner = try DistributedPlanner(try await Self.asked.value.cluster)
    func fault(_ sql: SQLText) throws -> DistributedPlan.Fault? { try planner.plan(of: sql).found.first }
    let attempts: SQLText = "SELECT f.user_key, sum(f.score) FROM attempts AS f WHERE f.user_key"
    let deleted: SQLText = "(SELECT u.user_key FROM user_standings AS u WHERE u.deleted = 1) GROUP BY f.user_key"
    #expect(try fault("\(sql: attempts) IN \(sql: deleted)") == nil)
    #expect(try fault("\(sql: attempts) NOT IN \(sql: deleted)") == .gathered)
    #expect(
      try fault(
        "SELECT count(*) FROM all_attempts AS a JOIN all_certificates AS n ON n.program_session_key = a.program_session_key"
      )
        == .moved)
    #expect(try fault("SELECT f.course_key, row_number() OVER (ORDER BY f.score) FROM attempts AS f") == .summedLate)
    #expect(try fault("SELECT f.id FROM attempts AS f ORDER BY f.score, f.id LIMIT 10") == nil)
  }
}
