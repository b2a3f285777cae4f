package import Access
import Calendar
package import DatabaseAccess
import Records
package import Statistics

/// Figures and trends of groups, users or sessions next to each other; each is a *Summary* over the viewer's users.
package struct Comparison: Sendable {
  package let items: [Item]
  /// Keys of the users, if users are compared.
  package let users: [Int]

  package struct Item: Sendable {
    /// Its id, name and what tells it from others.
    package let choice: Choice
    /// One for each of `figures`.
    package let figures: [Figure]
    /// By unit of time, in order.
    package let trend: [Point]
  }

  /// A number over the period, and over the previous one. For users both are today's.
  package struct Figure: Sendable {
    package let column: SummaryColumn
    package let value: Cell
    package let previous: Cell
  }

  package struct Point: Sendable {
    /// The unit's first day, as an ISO 8601 date; it may be before the period.
    package let start: String
    /// As in *Summary*: a date, `2026-03` …
    package let name: Cell
    /// One for each of `trend`.
    package let cells: [Cell]
  }

  package static let figures: [SummaryColumn] = [
    .users, .activeUsers, .timeSpent, .completedCourses, .completedPrograms, .completedPaths, .averageScore,
    .certificates,
  ]
  package static let trend: [SummaryColumn] = [.activeUsers, .timeSpent, .completedCourses]

  /// - Throws: `AccessDenied.notFound` if one of them does not exist or the viewer may not choose it; `BadFilter`.
  package init(_ query: ComparisonQuery, for viewer: Viewer, _ session: any SQLSession) throws {
    items = try Self.choices(query, for: viewer, session).map { choice in
      try Item(choice, query, for: viewer, session)
    }
    users =
      query.kind == .user
      ? try session.all("SELECT key FROM users WHERE id \(anyOf: query.ids) ORDER BY key") { $0.integer(at: 0) } : []
  }

  /// The things with their names, in the order of the query.
  private static func choices(
    _ query: ComparisonQuery, for viewer: Viewer, _ session: any SQLSession
  ) throws -> [Choice] {
    let found =
      switch query.kind {
      case .group: try Choices(.openGroups, for: viewer).named(query.ids, session)
      case .user: try ReportChoices.users(query.ids, for: viewer, session)
      case .session: try Choices(.sessions, for: viewer).named(query.ids, session)
      }
    return try query.ids.map { id in
      guard let choice = found.first(where: { $0.id.equalsBytes(of: id) }) else { throw AccessDenied.notFound }
      return choice
    }
  }
}

extension Comparison.Item {
  fileprivate init(
    _ choice: Choice, _ query: ComparisonQuery, for viewer: Viewer, _ session: any SQLSession
  ) throws {
    func summary(_ days: ClosedRange<Int>) throws -> Summary {
      let request = try query.filters(choice.id, days).request(.summary, at: query.moment)
      guard let summary = try request.summary(for: viewer, session) else { preconditionFailure("it is a Summary") }
      return summary
    }
    let table: SummaryTable
    do { table = try summary(query.days).table(withTotal: true, session) } catch is SummaryFault {
      throw BadFilter(name: "from", reason: "has more than \(Summary.rowLimit) months until to; choose a later day")
    }
    let before = try summary(query.previous).total(session)
    let values = zip(Comparison.figures, zip(table.total ?? [], before))
    figures = values.map { column, cells in
      Comparison.Figure(column: column, value: cells.0, previous: column == .users ? cells.0 : cells.1)
    }
    let places = Comparison.trend.compactMap { table.columns.firstIndex(of: $0) }
    trend = table.rows.map { row in
      Comparison.Point(start: row.by[0].id ?? "", name: row.by[0].name, cells: places.map { row.cells[$0] })
    }
    self.choice = choice
  }
}

extension Comparison.Figure {
  /// The value less that of the first thing, in the unit of the value; of means, of the rounded hundredths. nil if one
  /// of them has no value.
  package func difference(to first: Comparison.Figure) -> Int? {
    value.rounded.flatMap { own in first.value.rounded.map { own - $0 } }
  }
}

extension Cell {
  /// A count, seconds or hundredths.
  fileprivate var rounded: Int? {
    switch self {
    case .count(let number), .duration(let number): number
    case .percent(let mean): mean.rounded()
    default: nil
    }
  }
}
