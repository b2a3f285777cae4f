package import Calendar
import DatabaseAccess
import Spreadsheets
package import Statistics

extension Report {
  /// General stats of one user.
  package static func individualGeneralStats(_ subject: Subject, at moment: Moment) -> Report {
    let statistics = UserStatistics.report
    let totals = Totals(statistics, Selection(at: moment))
    let people = ["last_name", "first_name", "email"]
    let select: SQLText = """
      SELECT u.user_key, p.last_name, p.first_name, p.email, \(sql: totals.columns)
      FROM (SELECT \(subject.key) AS user_key) AS u JOIN users AS p ON p.key = u.user_key\(sql: totals.joins(users: nil))
      """
    var columns = [Column.lastName, .firstName, .email].enumerated().map { $1.column(at: $0) }
    var index = people.count
    for statistic in statistics {
      columns.append(.statistic(statistic, at: index))
      index += statistic.width
    }
    return Report(columns: columns, select: select, attachments: RowLookups(), statementWidth: index)
  }
}
