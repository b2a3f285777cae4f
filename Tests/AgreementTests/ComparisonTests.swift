import Access
import Calendar
import ReferenceModel
import Reports
import Statistics
import Testing

/// Comparisons are the Summaries of the reference, next to each other.
@Suite struct ComparisonTests {
  @Test(arguments: 0..<6 as Range<UInt64>)
  func `Figures and trends of groups, users and sessions are those of the reference`(seed: UInt64) async throws {
    let world = try await RandomWorld(seed: 5_201 + seed, isSmall: true)
    var random = SplitMix64(seed: seed &+ 9)
    let dates = [("2025-11-15", "2026-03-15"), ("2026-01-01", "2026-01-31"), ("2025-03-01", "2026-03-31")]
    let sessions = world.reference.programSessions.keys.sorted().map { "program:\($0)" }
    for viewer in [world.owner] + random.some(1...2, of: world.viewers) {
      for (kind, ids) in [
        (ComparisonQuery.Kind.group, world.reference.groups.map(\.id)), (.user, world.reference.users.map(\.id)),
        (.session, sessions),
      ] {
        let (from, to) = random.pick(dates)
        let conditions = random.chance(40) ? world.platform.conditions(.generalStats, 1...1, &random) : []
        let query = try ComparisonQuery(
          [kind: random.some(2...4, of: ids)], period: nil, from: from, to: to, conditions: conditions,
          at: world.product.moment)
        guard let found = try await world.product.comparison(query, viewer) else { continue }
        for item in found.items {
          let words = Self.difference(item, query, conditions, from, to, world, viewer)
          #expect(words == nil, "seed \(seed), \(kind) \(item.choice.id), \(from), \(conditions) for \(viewer)")
        }
      }
    }
  }

  private static func difference(
    _ item: Comparison.Item, _ query: ComparisonQuery, _ conditions: [String], _ from: String, _ to: String,
    _ world: RandomWorld, _ viewer: String
  ) -> String? {
    func file(_ from: String, _ to: String) -> [[String]]? {
      var filter = ReportFilter(conditions: conditions)
      (filter.from, filter.to) = (from, to)
      switch query.kind {
      case .group: (filter.groups, filter.subgroups) = ([item.choice.id], true)
      case .user: filter.users = [item.choice.id]
      case .session: filter.sessions = [.program(String(item.choice.id.dropFirst("program:".count)))]
      }
      // "A condition is one on a user's row of General stats (same filters and dates) and narrows the population."
      filter.users = world.reference.generalStatsUsers(viewer: viewer, filter: filter).map(\.id) + ["no-such-user"]
      filter.conditions = []
      let question = SummaryQuestion(
        by: [query.period.unit.rawValue], columns: PeriodFigures.columns.map(\.rawValue), filter)
      return world.reference.summaryFile(viewer: viewer, question)
    }
    let days = [query.period.previous.lowerBound, query.period.previous.upperBound].map(Instant.dateText)
    guard let now = file(from, to), let before = file(days[0], days[1]) else { return "not allowed" }
    let figures = item.numbers.figures.map { text($0.value) }
    if figures != Array(now.last?.dropFirst() ?? []) { return "\(figures) instead of \(now.last ?? [])" }
    let previous = item.numbers.figures.dropFirst().map { text($0.previous) }
    if previous != Array(before.last?.dropFirst(2) ?? []) { return "\(previous) instead of \(before.last ?? [])" }
    let trend = item.numbers.trend.map { $0.cells.map(text) }
    let places = PeriodFigures.trendColumns.compactMap { PeriodFigures.columns.firstIndex(of: $0) }
    let wanted = now.dropFirst().dropLast().map { row in places.map { row[$0 + 1] } }
    return trend == wanted ? nil : "\(trend) instead of \(wanted)"
  }

  /// As in a CSV file.
  private static func text(_ cell: Statistics.Cell) -> String {
    switch cell {
    case .count(let number): String(number)
    case .duration(let seconds): "\(seconds / 3600):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
    case .percent(let mean): mean.rounded().map(Hundredths.text) ?? ""
    default: ""
    }
  }

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}

extension Product {
  /// nil if the viewer may not choose one of the things.
  func comparison(_ query: ComparisonQuery, _ viewer: String) async throws -> Comparison? {
    try await asking(viewer) { viewer, session in
      guard viewer.roles.seesUsers else { return nil }
      do { return try Comparison(query, for: viewer, session) } catch AccessDenied.notFound { return nil }
    }
  }
}
