import Access
import Calendar
import Foundation
import ReferenceModel
import Reports
import Statistics
import Support
import Testing

@testable import Web

/// The overview is made of the reference's Summaries and lists, on random platforms for random viewers and filters.
@Suite struct OverviewTests {
  private static let dates = [
    ("2025-11-15", "2026-03-15"), ("2026-01-01", "2026-01-31"), ("2025-03-01", "2026-03-31"),
  ]

  @Test(arguments: [UInt64](7_101...7_106))
  func `Figures, trend and groups of the overview are Summaries of the reference`(seed: UInt64) async throws {
    let world = try await RandomWorld(seed: seed, isSmall: true)
    var random = SplitMix64(seed: seed &+ 9)
    var groups = 0
    for viewer in [world.owner] + random.some(2...2, of: world.viewers) {
      for filter in AttentionTests.filters(world, &random) {
        let (from, to) = random.pick(Self.dates)
        guard let found = try await world.product.overview(viewer, filter, from: from, to: to) else { continue }
        let asked = "seed \(seed), \(filter.query), \(from) for \(viewer)"
        let period = try ComparedPeriod(nil, from: from, to: to, at: world.product.moment)
        let expected = Expected(world: world, viewer: viewer, filter: filter, period: period)
        let figures = found["figures"]
        for column in PeriodFigures.columns.map(\.rawValue) {
          #expect(figures?[column]?["value"]?.compareForm == expected.value(column, period.days), "\(column), \(asked)")
          let before = expected.value(column, column == "users" ? period.days : period.previous)
          #expect(figures?[column]?["previous"]?.compareForm == before, "\(column) before, \(asked)")
        }
        #expect(found["trend"]?.compareForm == expected.trend, "\(asked)")
        #expect(found["groups"]?.compareForm == expected.groups, "\(asked)")
        if case .list(let rows)? = found["groups"] { groups += rows.count }
      }
    }
    #expect(groups > 0)
  }
}

/// The parts of an overview, from the reference.
private struct Expected {
  let world: RandomWorld
  let viewer: String
  let filter: ReportFilter
  let period: ComparedPeriod
  private var reference: ReferencePlatform { world.reference }

  /// A figure over some days.
  func value(_ column: String, _ days: ClosedRange<Int>) -> String { numbers(users, days)[column] ?? "" }

  private var users: [ReferencePlatform.User] { reference.generalStatsUsers(viewer: viewer, filter: filter) }

  /// The total of a Summary, as in the API, by column.
  private func numbers(_ users: [ReferencePlatform.User], _ days: ClosedRange<Int>) -> [String: String] {
    let file = file(users, days)
    return cells(file.last ?? [])
  }

  private static let columns = PeriodFigures.columns.map(\.rawValue) + ["active_share", "time_per_user"]

  private func file(_ users: [ReferencePlatform.User], _ days: ClosedRange<Int>) -> [[String]] {
    var narrowed = ReportFilter()
    (narrowed.from, narrowed.to) = (Instant.dateText(days.lowerBound), Instant.dateText(days.upperBound))
    narrowed.users = users.map(\.id) + ["no-such-user"]
    return reference.summaryFile(
      viewer: viewer, SummaryQuestion(by: [period.unit.rawValue], columns: Self.columns, narrowed)) ?? []
  }

  /// The cells of a line of the file, as in the API.
  private func cells(_ line: [String]) -> [String: String] {
    Dictionary(
      uniqueKeysWithValues: zip(Self.columns, line.dropFirst()).map { column, text in
        guard text.contains(":") else { return (column, text.isEmpty ? "null" : text) }
        let parts = text.split(separator: ":").compactMap { Int($0) }
        return (column, String(parts.reduce(0) { $0 * 60 + $1 }))
      })
  }

  var trend: String {
    let rows = file(users, period.days).dropFirst().dropLast()
    let first = period.unit.index(ofDay: period.days.lowerBound)
    let points = rows.enumerated().map { index, line in
      let start = Instant.dateText(period.unit.firstDay(ofIndex: first + index))
      let cells = cells(line)
      let numbers = ["active_users", "completed_courses"].map { "\"\($0)\":\(cells[$0] ?? "")" }.joined(separator: ",")
      return "{\(numbers),\"start\":\"\(start)\",\"time_spent\":\(cells["time_spent"] ?? "")}"
    }
    return "[" + points.joined(separator: ",") + "]"
  }

  /// "Summary of the direct children of each chosen group (of the platform group if none is chosen) that have a user of
  /// the population, each with its subgroups, as id and name."
  var groups: String {
    let tops = filter.groups.isEmpty ? reference.groups.filter { $0.parent == nil }.map(\.id) : filter.groups
    let children = reference.groups.filter { group in group.parent.map(tops.contains) == true }
    let rows = children.compactMap { group -> (group: ReferencePlatform.Group, members: [ReferencePlatform.User])? in
      let members = users.filter { reference.isMember($0.id, ofOrBelow: group.id) }
      return members.isEmpty ? nil : (group, members)
    }
    let named = rows.map { row -> (name: String, key: SortKey, id: String, text: String) in
      let shared = rows.filter { $0.group.name.utf8.elementsEqual(row.group.name.utf8) }.count > 1
      let parent = row.group.parent.flatMap { id in reference.groups.first { $0.id == id }?.name }
      let name = shared ? "\(row.group.name) (\(parent ?? ""))" : row.group.name
      let cells = numbers(row.members, period.days)
      let numbers = Overview.groupColumns.map(\.rawValue).map { "\"\($0)\":\(cells[$0] ?? "")" }
      let who = "\"group\":" + ExactJSON.object(["id": .text(row.group.id), "name": .text(name)]).compareForm
      return (name, SortKey(name), row.group.id, "{" + (numbers + [who]).sorted().joined(separator: ",") + "}")
    }
    let sorted = named.sorted { a, b in
      a.key == b.key ? precedesByCodePoint(a.id, b.id) : a.key < b.key
    }
    return "[" + sorted.map(\.text).joined(separator: ",") + "]"
  }
}

extension Product {
  /// The object of `GET /api/v1/overview`; nil if the viewer may not have it.
  func overview(_ viewer: String, _ filter: ReportFilter, from: String, to: String) async throws -> ExactJSON? {
    let moment = moment
    let period = try ComparedPeriod(nil, from: from, to: to, at: moment)
    return try await asking(viewer) { viewer, session in
      guard viewer.roles.seesUsers else { return nil }
      let overview = try Overview(OverviewQuery(filter), over: period, for: viewer, at: moment, session)
      return try ExactJSON(parsing: JSONValue(overview, period).text)
    }
  }
}
