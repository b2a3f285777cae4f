package import Access
package import Calendar
package import DatabaseAccess
package import Statistics

/// Figures of some users over a period and the previous one, and their trend: those of the report *Summary*.
package struct PeriodFigures: Sendable {
  /// One for each of `columns`.
  package let figures: [Figure]
  /// By unit of time, in order.
  package let trend: [Point]

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
    /// One for each of `trendColumns`.
    package let cells: [Cell]
  }

  package static let columns: [SummaryColumn] = [
    .users, .activeUsers, .timeSpent, .completedCourses, .completedPrograms, .completedPaths, .averageScore,
    .certificates,
  ]
  package static let trendColumns: [SummaryColumn] = [.activeUsers, .timeSpent, .completedCourses]

  /// - Parameter filters: which users and facts count, without dates.
  /// - Throws: `BadFilter`.
  package init(
    _ filters: ReportFilters, over period: ComparedPeriod, for viewer: Viewer, at moment: Moment,
    _ session: any SQLSession
  ) throws {
    func summary(_ days: ClosedRange<Int>) throws -> Summary {
      let request = try filters.figures(days, by: period.unit).request(.summary, at: moment)
      guard let summary = try request.summary(for: viewer, session) else { preconditionFailure("it is a Summary") }
      return summary
    }
    let table: SummaryTable
    do { table = try summary(period.days).table(withTotal: true, session) } catch is SummaryFault {
      throw BadFilter(name: "from", reason: "has more than \(Summary.rowLimit) months until to; choose a later day")
    }
    let before = try summary(period.previous).total(session)
    figures = zip(Self.columns, zip(table.total ?? [], before)).map { column, cells in
      Figure(column: column, value: cells.0, previous: column == .users ? cells.0 : cells.1)
    }
    let places = Self.trendColumns.compactMap { table.columns.firstIndex(of: $0) }
    trend = table.rows.map { row in
      Point(start: row.by[0].id ?? "", name: row.by[0].name, cells: places.map { row.cells[$0] })
    }
  }
}

extension ReportFilters {
  /// The report *Summary* with the figures over these days.
  package func figures(_ days: ClosedRange<Int>, by unit: TimeUnit) -> ReportFilters {
    var filters = self
    (filters.from, filters.to) = (Instant.dateText(days.lowerBound), Instant.dateText(days.upperBound))
    filters.by = [unit.rawValue]
    filters.columns = PeriodFigures.columns.map(\.rawValue)
    return filters
  }
}

extension PeriodFigures.Figure {
  /// The value less that of another figure of the same column.
  package func difference(to other: PeriodFigures.Figure) -> Int? { Self.difference(value, other.value) }

  /// The value less that of the previous period.
  package var change: Int? { Self.difference(value, previous) }

  /// In the unit of the values; of means, of the rounded hundredths. nil if one of them has no value.
  private static func difference(_ value: Cell, _ other: Cell) -> Int? {
    value.rounded.flatMap { own in other.rounded.map { own - $0 } }
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
