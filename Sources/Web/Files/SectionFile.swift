import DatabaseAccess
import Reports
import Spreadsheets
import Statistics

/// A section of a user's page as a file: columns and texts as on the page, values as in other files.
struct SectionFile: FileRows {
  let section: Section
  let shown: DisplayFormat

  func write(to writer: any SpreadsheetWriter, _ session: any SQLSession) throws -> Int {
    let indexes = section.columns.indices.filter { section.columns[$0].isShown }
    try writer.begin(columns: indexes.map { column(section.columns[$0]) })
    for row in section.rows { try writer.row(indexes.map { cell(row.cells[$0]) }) }
    try writer.finish()
    return section.rows.count
  }

  private func column(_ column: Column) -> SpreadsheetColumn {
    let width: SpreadsheetColumn.Width = column.kind == .text || column.kind == .id ? .text : .init(column.kind)
    return SpreadsheetColumn(shown.language("column_\(column.title)"), width: width, key: column.key)
  }

  private func cell(_ cell: Cell) -> SpreadsheetCell {
    if case .status(let status) = cell { return .text(shown.language("status_\(status)")) }
    return SpreadsheetCell(cell)
  }
}
