import DatabaseAccess
import Spreadsheets
package import Statistics

extension Report {
  /// The users of an entity, each with their standing in it.
  package static func roster(_ roster: Roster) -> Report { rows(roster.columns, roster.select) }

  /// What needs attention now, most urgent first.
  package static func attention(_ list: AttentionList) -> Report { rows(list.kind.columns, list.select) }

  /// - Parameter select: the user's key, `Roster.people`, then the columns.
  private static func rows(_ own: [Column], _ select: SQLText) -> Report {
    var columns = Roster.people.enumerated().map { $1.column(at: $0) }
    var index = columns.count
    for column in own {
      columns.append(.row(column, at: index))
      index += column.width
    }
    return Report(columns: columns, select: select, attachments: RowLookups(), statementWidth: index)
  }
}
