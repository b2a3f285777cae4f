import Foundation
import ReferenceModel
import Reports
import Spreadsheets
import Testing

/// Conditions and subgroups narrow every report and every list of users as in the reference: on random platforms, for
/// random conditions, filters, viewers and time zones, on the engine that the tests run on.
@Suite struct ConditionTests {
  /// TALLYBOOK_CONDITION_SEEDS: the number of platforms (8), with 260 combinations each.
  private static let seeds =
    ProcessInfo.processInfo.environment["TALLYBOOK_CONDITION_SEEDS"].flatMap { UInt64($0) } ?? 8

  @Test(arguments: 0..<4 as Range<UInt64>)
  func `Any conditions with any filters give the rows of the reference`(lane: UInt64) async throws {
    var (rows, narrowed) = (0, 0)
    for seed in 4_001..<4_001 + Self.seeds where seed % 4 == lane {
      let world = try await RandomWorld(seed: seed, isSmall: seed % 6 != 0)
      let (compared, narrower) = try await Self.compare(world, combinations: 260)
      (rows, narrowed) = (rows + compared, narrowed + narrower)
    }
    #expect(rows > 200 && narrowed > 30, "too little to show: \(rows) rows, \(narrowed) narrowed")
  }

  /// - Returns: the number of rows compared, and of reports that conditions narrowed without emptying them.
  private static func compare(
    _ world: RandomWorld, combinations: Int
  ) async throws -> (rows: Int, narrowed: Int) {
    var random = SplitMix64(seed: world.seed &+ 77)
    let filters = world.platform.reportFilters(12)
    let groups = world.reference.groups.map(\.id)
    var (rows, narrowed) = (0, 0)
    for _ in 0..<combinations {
      let kind = random.pick(ReferencePlatform.ReportKind.allCases)
      let viewer = random.chance(70) ? world.owner : random.pick(world.viewers)
      let plain = kind.fitting(random.pick(filters))
      var filter = plain
      filter.conditions = world.platform.conditions(kind, 1...3, &random)
      if random.chance(30) { (filter.groups, filter.subgroups) = (random.some(1...2, of: groups), random.chance(80)) }
      let expected = world.reference.customReport(kind, viewer: viewer, filter: filter)
      let found = try await world.product.customReport(kind, viewer, filter)
      if let words = cellDifference(found, expected) {
        Issue.record("seed \(world.seed), \(kind.rawValue) for \(viewer), \(filter.query): \(words)")
        return (rows, narrowed)
      }
      let count = max(0, (expected?.count ?? 0) - 1)
      rows += count
      let all = world.reference.customReport(kind, viewer: viewer, filter: plain)?.count ?? 1
      if count > 0, count < all - 1 { narrowed += 1 }
    }
    return (rows, narrowed)
  }

  @Test(arguments: [UInt64](4_201...4_204)) func `The file of the Users page is narrowed too`(seed: UInt64) async throws
  {
    let world = try await RandomWorld(seed: seed, isSmall: true)
    var random = SplitMix64(seed: seed)
    for viewer in world.viewers {
      for tab in ReferencePlatform.Tab.allCases {
        let conditions = world.platform.conditions(.users, 1...2, &random)
        let groups = random.some(0...2, of: world.reference.groups.map(\.id))
        let found = try await world.product.usersFile(
          viewer, tab, groups: groups, subgroups: true, conditions: conditions)
        let expected = world.reference.usersFile(
          viewer: viewer, tab: tab, groups: groups, subgroups: true, conditions: conditions)
        if let words = cellDifference(found, expected) {
          Issue.record("seed \(seed), \(viewer), \(tab), \(conditions), \(groups): \(words)")
        }
      }
    }
  }

  @Test func `The number of rows is told with conditions too, and the first ones are found`() async throws {
    let world = try await RandomWorld(seed: 4_301)
    for (kind, condition) in [
      (CustomReport.Kind.generalStats, "average_score:lt:60"), (.courseAttempts, "progress:ge:50"),
      (.collaborativeActivities, "comments:gt:0"), (.users, "last_name:contains:s"),
    ] {
      for period in [nil, "2026-01-01"] {
        var filters = ReportFilters()
        (filters.conditions, filters.from) = ([condition], period)
        let request = try filters.request(world.product.style, now: world.product.now, kind)
        let counts = try await world.product.asking(world.owner) { viewer, session in
          let report = try request.report(for: viewer, repliesCount: true, session)
          let rows = try report.write(to: NoRows(), session)
          let preview = try ReportPreview(request, of: nil, for: viewer, repliesCount: true, session)
          return [rows, try report.expectedRows(session), preview.count, preview.rows.count]
        }
        let rows = try #require(counts)[0]
        #expect(counts == [rows, rows, rows, min(rows, ReportPreview.rowLimit)] && rows > 0, "\(kind), \(condition)")
      }
    }
  }
}

private final class NoRows: SpreadsheetWriter {
  func begin(columns: [SpreadsheetColumn]) throws {}
  func row(_ cells: [SpreadsheetCell], filled: [Int]) throws {}
  func finish() throws {}
}
