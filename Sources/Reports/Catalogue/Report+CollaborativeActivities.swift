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
    let statistics: [Statistic] = [
      repliesCount ? .publications : .publicationsWithoutReplies, .comments, .reactions,
    ]
    let statement = UserStatement(
      people: ["first_name", "last_name", "email", "additional_information"], Totals(statistics), population)
    let titles = ["Publications", "Comments", "Reactions"]
    let columns: [ReportColumn] =
      [
        PersonField.firstName.column(at: 0), PersonField.lastName.column(at: 1), PersonField.email.column(at: 2),
        PersonField.additionalInformation.column(at: 3),
      ] + zip(statistics, titles).map { statement.column($0, $1).keyed($1.lowercased()) }
    return Report(
      columns: columns, select: statement.select, attachments: RowLookups(), statementWidth: statement.width,
      source: statement.source)
  }
}
