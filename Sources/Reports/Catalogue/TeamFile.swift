package import Access
import DatabaseAccess
import Spreadsheets
package import Statistics

extension Report {
  /// The manager dashboard as a file: the direct reports who are among the viewer's users.
  /// - Parameter now: what deadlines are measured from.
  package static func team(of manager: Subject, for viewer: Viewer, now: Int) -> Report {
    let people = ["first_name", "last_name", "email"]
    let statement = UserStatement(
      people: people, Totals(Team.stored), Team.population(of: manager, for: viewer))
    let columns: [ReportColumn] =
      [.text("First name", at: 0, width: .name), .text("Last name", at: 1, width: .name), .text("Email", at: 2)]
      + Team.stored.map { statement.column($0, title(of: $0)) } + [
        ReportColumn(title: "Sessions ending within a month", width: .number) { .integer($0.endings.count) },
        ReportColumn(title: "Next session ends", width: .instant) { row in
          row.endings.first.map { .instant(seconds: $0.endsAt) } ?? .empty
        },
        ReportColumn(title: "Overdue path steps", width: .number) { .integer($0.overdueSteps) },
      ]
    return Report(
      columns: columns, select: statement.select, attachments: Attachments(deadlinesAt: now),
      statementWidth: statement.width)
  }
}
