import DatabaseAccess
import Spreadsheets
package import Statistics

extension Report {
  /// When the members of the population were created and who invited them.
  package static func registrations(_ population: Population) -> Report {
    let select: SQLText = """
      SELECT u.user_key, p.first_name, p.last_name, p.email, p.created_at, \(raw: Registration.invitedBy),
        p.auto_delete_on
      FROM user_standings AS u JOIN users AS p ON p.key = u.user_key
      WHERE \(sql: population.condition) ORDER BY u.last_name_key, u.first_name_key, u.id
      """
    let columns: [ReportColumn] = [
      Column.firstName, .lastName, .email, .registeredAt, .invitedBy, .autoDeleteOn,
    ].enumerated().map { $1.column(at: $0) }
    return Report(
      columns: columns, select: select, attachments: RowLookups(), statementWidth: 6,
      source: UserStatement.source(population))
  }
}
