import CXLSXWriter

/// One sheet of a workbook, filled from the top: a header row, then rows.
struct XLSXSheet {
  private let sheet: XLSXBook.Sheet
  private let width: Int
  /// Rows written, the header included; also the index of the next one.
  private(set) var count: Int = 1

  /// Adds a sheet to the book, with its header bold and frozen, and its columns wide enough.
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

  /// Fills a sheet with lines of a word and what it says. What a cell cannot hold is cut off.
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

  /// Writes a text into the next row, as a string and never as a formula or a link; what is too long is cut.
  func write(_ text: String, column: Int) {
    worksheet_write_string(sheet, lxw_row_t(count), lxw_col_t(column), xlsxCellText(text), nil)
  }

  /// Goes on to the next row.
  mutating func endRow() {
    count += 1
  }

  /// Puts a filter on the header, over all rows written. Comes last.
  func end() {
    guard width > 0 else { return }
    worksheet_autofilter(sheet, 0, 0, lxw_row_t(count - 1), lxw_col_t(width - 1))
  }
}

/// The cell formats of a workbook that follow from the style.
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
