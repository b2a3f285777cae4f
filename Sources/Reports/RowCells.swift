import Spreadsheets

/// The cells of a report's rows, one row after another in the same array: most columns are those of groups, and of them a
/// row has a few marked.
struct RowCells {
  private let columns: [ReportColumn]
  /// Places of the columns that each row fills.
  private let filled: [Int]
  /// Places of a group's columns, by its key.
  private let marked: [Int: [Int]]
  private var cells: [SpreadsheetCell]
  private var marks: [Int] = []

  init(_ columns: [ReportColumn]) {
    self.columns = columns
    filled = columns.indices.filter { columns[$0].group == nil }
    marked = Dictionary(
      grouping: columns.indices.filter { columns[$0].group != nil }, by: { columns[$0].group ?? 0 })
    cells = Array(repeating: .empty, count: columns.count)
  }

  mutating func filled(from row: ReportRow) -> [SpreadsheetCell] {
    for place in marks { cells[place] = .empty }
    marks.removeAll(keepingCapacity: true)
    for group in row.groups { marks += marked[group] ?? [] }
    for place in marks { cells[place] = .text("x") }
    for place in filled { cells[place] = columns[place].cell(row) }
    return cells
  }
}
