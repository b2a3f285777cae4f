package import Access
import DatabaseAccess
import Spreadsheets
import Statistics

extension Report {
  /// Publications, comments and reactions of the users in the scope.
  /// - Parameters:
  ///   - search: as on the page.
  ///   - repliesCount: the platform setting `replies_count_as_publications`.
  package static func collaborativeActivities(
    _ scope: Scope, search: String? = nil, repliesCount: Bool
  ) -> Report {
    var population = Population(scope)
    population.search = search
    let statistics: [Statistic] = [.publications.counted(repliesCount: repliesCount), .comments, .reactions]
    let statement = UserStatement(
      people: ["first_name", "last_name", "email", "additional_information"], Totals(statistics), population)
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
