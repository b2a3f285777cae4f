import Spreadsheets

/// The cells of a report's rows, reusing one array for all rows: most columns are group columns, of which a row has a
/// few marked.
struct RowCells {
  private let columns: [ReportColumn]
  /// Indexes of the columns that every row fills.
  private let always: [Int]
  /// Indexes of a group's columns, by its key.
  private let marked: [Int: [Int]]
  private(set) var cells: [SpreadsheetCell]
  /// Indexes of the cells that may not be empty, ascending.
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
