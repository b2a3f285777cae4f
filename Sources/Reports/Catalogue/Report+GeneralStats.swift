package import Calendar
import DatabaseAccess
import Spreadsheets
package import Statistics

extension Report {
  /// General stats of one user.
  package static func individualGeneralStats(_ subject: Subject, at moment: Moment) -> Report {
    let totals = Totals(UserStatistics.report, Selection(at: moment))
    let people = [Column.lastName, .firstName, .email]
    let select: SQLText = """
      SELECT u.user_key, p.last_name, p.first_name, p.email, \(sql: totals.columns)
      FROM (SELECT \(subject.key) AS user_key) AS u JOIN users AS p ON p.key = u.user_key\(sql: totals.joins(users: nil))
      """
    let columns: [ReportColumn] =
      people.enumerated().map { $1.column(at: $0) }
      + totals.statistics.map { .statistic($0, at: people.count + totals.index(of: $0)) }
    return Report(
      columns: columns, select: select, attachments: RowLookups(), statementWidth: people.count + totals.width)
  }
}
