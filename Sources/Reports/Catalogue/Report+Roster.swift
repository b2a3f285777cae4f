import DatabaseAccess
import Spreadsheets
package import Statistics

extension Report {
  /// The users of an entity, each with their standing in it.
  package static func roster(_ roster: Roster) -> Report {
    var columns = Roster.people.enumerated().map { $1.column(at: $0) }
    var index = columns.count
    for column in roster.columns {
      columns.append(.row(column, at: index))
      index += column.width
    }
    return Report(columns: columns, select: roster.select, attachments: RowLookups(), statementWidth: index)
  }
}
