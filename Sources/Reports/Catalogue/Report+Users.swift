package import Calendar
package import DatabaseAccess
import Spreadsheets
package import Statistics

extension Report {
  /// The file of the Users page: one row per user of the population.
  /// - Parameter fields: ids of the custom fields to include; nil for all.
  package static func users(
    _ population: Population, fields: [String]? = nil, at moment: Moment, _ session: any SQLSession
  ) throws -> Report {
    let statistics: [Statistic] = [.timeSpent, .lastActivity, .directReports]
    let people = ["first_name", "last_name", "email", "title", "additional_information"]
    let statement = UserStatement(people: people, Totals(statistics, Selection(at: moment)), population)
    // A deleted user's memberships are closed: no column would contain an "x".
    let groups = population.tab == .current ? try GroupColumn.all(for: population.scope, session) : []
    let columns: [ReportColumn] =
      [
        Column.firstName.column(at: 0), Column.lastName.column(at: 1), Column.email.column(at: 2),
        Column.employment.column(at: 3),
      ] + (try CustomField.columns(fields, session))
      + [Column.additionalInformation.column(at: 4)] + statistics.map(statement.column) + groups.map(\.column)
    return Report(
      columns: columns, select: statement.select,
      attachments: RowLookups(hasCustomValues: true, groups: groups.map(\.key)), statementWidth: statement.width,
      source: statement.source)
  }
}
