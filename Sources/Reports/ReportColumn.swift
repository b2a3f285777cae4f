import DatabaseAccess
import Records
import Spreadsheets
import Statistics

/// A column of a report and the function that computes its cell from a row.
struct ReportColumn: Sendable {
  let title: String
  let width: SpreadsheetColumn.Width
  /// Identifies it to programs: a key of `statistics.md`, a field's name, `custom:ID`, `group:ID`.
  var key: String?
  /// Key of its group; nil for columns that are not about a group.
  private(set) var group: Int?
  /// The column of the rows that it shows; its key is a name within their table, not one of the catalogue.
  private var rowColumn: Column?
  let cell: @Sendable (ReportRow) -> SpreadsheetCell

  init(
    title: String, width: SpreadsheetColumn.Width, key: String? = nil,
    cell: @escaping @Sendable (ReportRow) -> SpreadsheetCell
  ) {
    self.title = title
    self.width = width
    self.key = key
    self.cell = cell
  }

  /// The definition of the statistic that it shows; nil if it shows none.
  var definition: String? {
    if let rowColumn { return rowColumn.statistic?.definition }
    return key.flatMap { Statistic.named($0)?.definition }
  }

  func keyed(_ key: String) -> ReportColumn {
    var column = self
    column.key = key
    return column
  }

  /// An "x" for the members of a group. There may be a thousand such columns, of which a row has a few marked, so
  /// `RowCells` sets the marks without calling `cell` of each column.
  static func group(_ group: Int, _ title: String, key: String) -> ReportColumn {
    var column = ReportColumn(title: title, width: .number, key: key) { _ in .empty }
    column.group = group
    return column
  }

  /// A text column of the report's statement.
  static func text(_ title: String, at index: Int, width: SpreadsheetColumn.Width = .text) -> ReportColumn {
    ReportColumn(title: title, width: width) { $0.values[index].text.map(SpreadsheetCell.text) ?? .empty }
  }

  static func instant(_ title: String, at index: Int) -> ReportColumn {
    ReportColumn(title: title, width: .instant) { $0.values[index].integer.map { .instant(seconds: $0) } ?? .empty }
  }

  /// A statistic that is counted for a batch of rows, not by the report's statement.
  static func count(_ statistic: Statistic, _ number: @escaping @Sendable (ReportRow) -> Int) -> ReportColumn {
    ReportColumn(title: statistic.heading, width: .number, key: statistic.key) { .integer(number($0)) }
  }

  /// Email addresses of the managers who are not deleted.
  static let managers = ReportColumn(title: "Managers", width: .text, key: "managers") { row in
    row.managers.isEmpty
      ? .empty : .text(row.managers.sorted { $0.comesBefore($1) }.joined(separator: ", "))
  }

  /// A column of a table whose values start at an index of the report's statement.
  /// - Parameter width: nil for that of the kind.
  static func row(_ column: Column, at index: Int, width: SpreadsheetColumn.Width? = nil) -> ReportColumn {
    let width = width ?? .init(column.kind)
    var shown = ReportColumn(title: column.heading ?? column.key, width: width, key: column.key) { row in
      SpreadsheetCell(column.cell(ValuesRow(values: row.values), at: index))
    }
    shown.rowColumn = column
    return shown
  }

  /// A statistic whose values start at an index of the report's statement.
  static func statistic(_ statistic: Statistic, at index: Int) -> ReportColumn {
    ReportColumn(title: statistic.heading, width: .init(Column.Kind(statistic.unit)), key: statistic.key) { row in
      SpreadsheetCell(statistic.value(ValuesRow(values: row.values), at: index))
    }
  }
}

extension Column {
  /// A field of the person, at an index of the report's statement.
  func column(at index: Int) -> ReportColumn {
    let isName = key == Column.lastName.key || key == Column.firstName.key
    return .row(self, at: index, width: kind == .text && !isName ? .text : nil)
  }
}

/// A row being written: the statement's values, and those looked up for it.
struct ReportRow: Sendable {
  let user: Int
  let values: [SQLValue]
  var custom: [Int: String] = [:]
  /// Keys of groups, possibly with duplicates.
  var groups: [Int] = []
  var managers: [String] = []
  var endings: [Deadlines.Ending] = []
  var overdueSteps = 0
}

/// Values read earlier, as a row.
struct ValuesRow: SQLRow {
  let values: [SQLValue]
  func integer(_ column: Int) -> Int? { values[column].integer }
  func text(_ column: Int) -> String? { values[column].text }
  func value(_ column: Int) -> SQLValue { values[column] }
}
