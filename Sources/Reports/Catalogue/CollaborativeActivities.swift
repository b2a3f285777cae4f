package import Access
import DatabaseAccess
import Spreadsheets
import Statistics

extension Report {
  /// Publications, comments and reactions of the users whom the viewer may see here.
  /// - Parameters:
  ///   - search: as on their page.
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
        .text("First name", at: 0, width: .name), .text("Last name", at: 1, width: .name), .text("Email", at: 2),
        .text("Additional information", at: 3),
      ] + zip(statistics, titles).map { statement.column($0, $1) }
    return Report(
      columns: columns, select: statement.select, attachments: Attachments(), statementWidth: statement.width,
      population: statement.population)
  }
}
