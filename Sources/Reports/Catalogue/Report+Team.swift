import DatabaseAccess
import Spreadsheets
package import Statistics

extension Report {
  /// The manager dashboard as a file: the direct reports who are visible to the viewer.
  /// - Parameter now: the instant from which deadlines are measured.
  package static func team(_ population: Population, now: Int) -> Report {
    let people = ["first_name", "last_name", "email"]
    let statement = UserStatement(
      people: people, Totals(Team.stored), population)
    let columns: [ReportColumn] =
      [Column.firstName.column(at: 0), Column.lastName.column(at: 1), Column.email.column(at: 2)]
      + Team.stored.map(statement.column) + [
        .count(.sessionsEnding) { $0.endings.count },
        ReportColumn(title: "Next session ends", width: .instant, key: "next_session_ends") { row in
          row.endings.first.map { .instant(seconds: $0.endsAt) } ?? .empty
        },
        .count(.overdueSteps, \.overdueSteps),
      ]
    return Report(
      columns: columns, select: statement.select, attachments: RowLookups(deadlinesAt: now),
      statementWidth: statement.width)
  }
}
