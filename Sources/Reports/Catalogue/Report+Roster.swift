import DatabaseAccess
import Spreadsheets
package import Statistics

extension Report {
  /// The users of an entity, each with their standing in it.
  package static func roster(_ roster: Roster) -> Report {
    let people = Roster.people.count
    var columns: [ReportColumn] = [
      PersonField.firstName.column(at: 0), PersonField.lastName.column(at: 1), PersonField.email.column(at: 2),
    ]
    var index = people
    for column in roster.columns {
      columns.append(.row(column, at: index))
      index += column.width
    }
    return Report(columns: columns, select: roster.select, attachments: RowLookups(), statementWidth: index)
  }
}
