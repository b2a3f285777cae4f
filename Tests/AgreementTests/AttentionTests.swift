import Access
import Foundation
import ReferenceModel
import Reports
import Statistics
import Support
import Testing

@testable import Web

/// What needs attention as of now is what the reference finds: on random platforms, for random viewers and filters, and
/// on the sample.
@Suite struct AttentionTests {
  /// TALLYBOOK_OVERVIEW_PLATFORMS: how many (8).
  static let platforms = ProcessInfo.processInfo.environment["TALLYBOOK_OVERVIEW_PLATFORMS"].flatMap { UInt64($0) } ?? 8

  @Test(arguments: 0..<2 as Range<UInt64>)
  func `Every list and figure as of now is that of the reference`(lane: UInt64) async throws {
    var rows: [String: Int] = [:]
    for seed in 6_301..<6_301 + Self.platforms where seed % 2 == lane {
      let world = try await RandomWorld(seed: seed, isSmall: seed % 4 != 0)
      var random = SplitMix64(seed: seed &+ 9)
      for viewer in [world.owner] + random.some(3...3, of: world.viewers) {
        for filter in Self.filters(world, &random) {
          for list in ReferencePlatform.attentionLists {
            let wanted = world.reference.attention(list, viewer: viewer, filter)?.map(Self.text)
            let found = try await world.product.attention(
              list, viewer: viewer, filter, rowsAPage: random.pick([2, 7, 500]))
            #expect(found == wanted, "seed \(seed), \(list) for \(viewer), \(filter.query)")
            if found != wanted { return }
            rows[list, default: 0] += wanted?.count ?? 0
          }
          let figures = try await world.product.attentionFigures(viewer: viewer, filter)
          #expect(figures == world.reference.attentionFigures(viewer: viewer, filter), "seed \(seed), \(viewer)")
        }
      }
    }
    for list in ReferencePlatform.attentionLists { #expect(rows[list, default: 0] > 0, "\(list) was always empty") }
  }

  @Test func `The figures as of now of the sample are those expected`() async throws {
    let product = try await Product(folder: SampleTests.folder + "/records")
    let text = try String(contentsOfFile: SampleTests.folder + "/expected/insights.json", encoding: .utf8)
    guard case .object(let viewers) = try ExactJSON(parsing: text) else {
      Issue.record("no viewers")
      return
    }
    for (viewer, expected) in viewers {
      let figures = try #require(try await product.attentionFigures(viewer: viewer, ReportFilter()))
      let found = ExactJSON.object(figures.mapValues { .whole($0) })
      #expect(found.compareForm == expected["now"]?.compareForm, "\(viewer)")
    }
  }

  private static func text(_ row: AttentionRow) -> String {
    ExactJSON.object(row.cells.merging(["user": .text(row.user)]) { $1 }).compareForm
  }

  /// None, groups with and without those below them, and a condition on a custom field.
  static func filters(_ world: RandomWorld, _ random: inout SplitMix64) -> [ReportFilter] {
    var (grouped, conditioned) = (ReportFilter(), ReportFilter())
    grouped.groups = random.some(1...2, of: world.reference.groups.map(\.id))
    grouped.subgroups = random.chance(50)
    for _ in 0..<40 where conditioned.conditions.isEmpty {
      let conditions = world.platform.conditions(.generalStats, 1...1, &random)
      conditioned.conditions = conditions.filter { $0.hasPrefix("custom:") }
    }
    return [ReportFilter(), grouped, conditioned]
  }
}

extension Product {
  /// The rows of a list, each as an object without names; nil if the viewer may not have it.
  func attention(
    _ list: String, viewer: String, _ filter: ReportFilter, rowsAPage: Int
  ) async throws -> [String]? {
    let moment = moment
    return try await asking(viewer) { viewer, session in
      guard viewer.roles.seesUsers, let kind = AttentionKind(rawValue: list) else { return nil }
      let found = try OverviewQuery(filter).list(kind, for: viewer, at: moment, session)
      var (rows, after) = ([String](), nil as AttentionCursor?)
      repeat {
        let page = try found.page(after: after, limit: rowsAPage, session)
        rows += try page.rows.map { try Self.text(JSONValue($0, of: kind)) }
        after = try page.next.flatMap { AttentionCursor(try $0.text, of: kind) }
      } while after != nil
      return rows
    }
  }

  private static func text(_ row: JSONValue) throws -> String {
    guard case .object(let members) = try ExactJSON(parsing: row.text) else { return row.text }
    return ExactJSON.object(members.filter { !["first_name", "last_name", "email"].contains($0.key) }).compareForm
  }

  /// By key; nil if the viewer may not have them.
  func attentionFigures(viewer: String, _ filter: ReportFilter) async throws -> [String: Int]? {
    let moment = moment
    return try await asking(viewer) { viewer, session in
      guard viewer.roles.seesUsers else { return nil }
      let population = try OverviewQuery(filter).population(for: viewer, at: moment, session)
      let figures = try AttentionFigure.all(of: population, at: moment, session)
      return Dictionary(uniqueKeysWithValues: figures.map { ($0.rawValue, $1) })
    }
  }
}

extension OverviewQuery {
  init(_ filter: ReportFilter) {
    self.init(groups: filter.groups, subgroups: filter.subgroups, conditions: filter.conditions)
  }
}
