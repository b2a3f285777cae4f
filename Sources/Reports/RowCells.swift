import Spreadsheets

/// The cells of a report's rows, one row after another in the same array: most columns are those of groups, and of them a
/// row has a few marked.
struct RowCells {
  private let columns: [ReportColumn]
  /// Places of the columns that each row fills.
  private let always: [Int]
  /// Places of a group's columns, by its key.
  private let marked: [Int: [Int]]
  private(set) var cells: [SpreadsheetCell]
  /// Places of the cells that may hold something, ascending.
  private(set) var filled: [Int] = []
  private var marks: [Int] = []

  init(_ columns: [ReportColumn]) {
    self.columns = columns
    always = columns.indices.filter { columns[$0].group == nil }
    marked = Dictionary(
      grouping: columns.indices.filter { columns[$0].group != nil }, by: { columns[$0].group ?? 0 })
    cells = Array(repeating: .empty, count: columns.count)
  }

  mutating func fill(from row: ReportRow) {
    for place in marks { cells[place] = .empty }
    marks.removeAll(keepingCapacity: true)
    for group in row.groups {
      for place in marked[group] ?? [] where cells[place].isEmpty {
        cells[place] = .text("x")
        marks.append(place)
      }
    }
    for place in always { cells[place] = columns[place].cell(row) }
    filled.removeAll(keepingCapacity: true)
    filled += always
    filled += marks
    filled.sort()
  }
}
