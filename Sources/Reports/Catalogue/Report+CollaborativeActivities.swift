package import Calendar
import DatabaseAccess
import Spreadsheets
package import Statistics

extension Report {
  /// Publications, comments and reactions of the users of the population.
  /// - Parameter repliesCount: the platform setting `replies_count_as_publications`.
  package static func collaborativeActivities(
    _ population: Population, repliesCount: Bool, at moment: Moment
  ) -> Report {
    let statistics: [Statistic] = [.publications.counted(repliesCount: repliesCount), .comments, .reactions]
    let statement = UserStatement(
      people: ["first_name", "last_name", "email", "additional_information"],
      Totals(statistics, Selection(at: moment)), population)
    let columns: [ReportColumn] =
      [
        Column.firstName.column(at: 0), Column.lastName.column(at: 1), Column.email.column(at: 2),
        Column.additionalInformation.column(at: 3),
      ] + statistics.map(statement.column)
    return Report(
      columns: columns, select: statement.select, attachments: RowLookups(), statementWidth: statement.width,
      source: statement.source)
  }
}
