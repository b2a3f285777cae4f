import CXLSXWriter

/// One sheet of a workbook, written from the top: a header row, then rows.
struct XLSXSheet {
  private let sheet: XLSXBook.Sheet
  private let width: Int
  /// Rows written, including the header; also the index of the next one.
  private(set) var count: Int = 1

  /// Adds a sheet to the book, with a bold, frozen header and suitable column widths.
  init(book: XLSXBook, columns: [SpreadsheetColumn], header: XLSXBook.Format) throws {
    sheet = try book.addSheet()
    width = columns.count
    worksheet_freeze_panes(sheet, 1, 0)
    for (index, column) in columns.enumerated() {
      let position = lxw_col_t(index)
      worksheet_set_column(sheet, position, position, column.characters, nil)
      worksheet_write_string(sheet, 0, position, xlsxCellText(column.title), header)
    }
  }

  /// Fills a sheet with lines of a label and a value. Texts too long for a cell are truncated.
  static func write(_ lines: [(String, String)], into sheet: XLSXBook.Sheet, words: XLSXBook.Format) {
    worksheet_set_column(sheet, 0, 0, 32, nil)
    worksheet_set_column(sheet, 1, 1, 90, nil)
    for (row, line) in lines.enumerated() {
      worksheet_write_string(sheet, lxw_row_t(row), 0, xlsxCellText(line.0), words)
      worksheet_write_string(sheet, lxw_row_t(row), 1, xlsxCellText(line.1), nil)
    }
  }

  /// Writes a number into the next row.
  func write(_ number: Double, column: Int, format: XLSXBook.Format? = nil) {
    worksheet_write_number(sheet, lxw_row_t(count), lxw_col_t(column), number, format)
  }

  /// Writes a text into the next row, as a string and never as a formula or a link; truncated if too long.
  func write(_ text: String, column: Int) {
    worksheet_write_string(sheet, lxw_row_t(count), lxw_col_t(column), xlsxCellText(text), nil)
  }

  /// Moves to the next row.
  mutating func endRow() {
    count += 1
  }

  /// Adds a filter to the header, over all rows written. Call it last.
  func end() {
    guard width > 0 else { return }
    worksheet_autofilter(sheet, 0, 0, lxw_row_t(count - 1), lxw_col_t(width - 1))
  }
}

/// The cell formats of a workbook that depend on the style.
struct XLSXFormats {
  let header: XLSXBook.Format
  let duration: XLSXBook.Format
  let instant: XLSXBook.Format
  let date: XLSXBook.Format

  init(book: XLSXBook, style: SpreadsheetStyle) throws {
    header = try book.format(bold: true)
    duration = try book.format(number: "[h]:mm:ss")
    instant = try book.format(number: style.dateStyle.instantFormat)
    date = try book.format(number: style.dateStyle.dateFormat)
  }
}
