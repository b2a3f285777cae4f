package import Access
package import Calendar
package import DatabaseAccess
package import Statistics

/// How a population is doing (insights.md §4): figures of a period, figures as of now, a trend, and groups.
package struct Overview: Sendable {
  package let numbers: PeriodFigures
  package let now: [AttentionFigure: Int]
  /// The groups directly below the chosen ones (or the platform's) with a user of the population, by name.
  package let groups: [Group]

  /// A group with those below it.
  package struct Group: Sendable {
    package let id: String
    /// With its parent's name if another one has the same.
    package let name: String
    /// One for each of `groupColumns`.
    package let cells: [Cell]
  }

  package static let groupColumns: [SummaryColumn] = [
    .users, .activeShare, .timePerUser, .completedCourses, .averageScore,
  ]

  /// - Throws: `BadFilter`.
  package init(
    _ query: OverviewQuery, over period: ComparedPeriod, for viewer: Viewer, at moment: Moment,
    _ session: any SQLSession
  ) throws {
    let population = try query.population(for: viewer, at: moment, session)
    numbers = try PeriodFigures(query.filters, over: period, for: viewer, at: moment, session)
    now = try AttentionFigure.all(of: population, at: moment, session)
    groups = try Self.groups(query, population, over: period, at: moment, session)
  }

  private static func groups(
    _ query: OverviewQuery, _ population: Population, over period: ComparedPeriod, at moment: Moment,
    _ session: any SQLSession
  ) throws -> [Group] {
    let days = (first: Int?(period.days.lowerBound), last: Int?(period.days.upperBound))
    return try Summary.parts(of: Summary.groups(below: query.filters.groups, session)).flatMap { keys in
      let summary = try Summary(ofGroups: keys, groupColumns, of: population, days: days, at: moment)
      return try summary.table(withTotal: false, session).rows.compactMap { row in
        row.by[0].id.map { Group(id: $0, name: row.by[0].plainName, cells: row.cells) }
      }
    }
  }
}
