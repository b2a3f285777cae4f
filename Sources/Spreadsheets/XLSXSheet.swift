import CXLSXWriter
import Foundation

/// One sheet of a workbook, written from the top: a header row, then rows.
final class XLSXSheet {
  private let sheet: XLSXBook.Sheet
  private let width: Int
  private var rows: XLSXRows
  /// Rows written, including the header; also the index of the next one.
  private(set) var count = 1

  private static let bufferSize = 65_536

  /// Adds a sheet to the book, with a bold, frozen header and suitable column widths.
  init(book: XLSXBook, columns: [SpreadsheetColumn], header: XLSXBook.Format) throws {
    sheet = try book.addSheet()
    width = columns.count
    rows = XLSXRows(columns: width)
    worksheet_freeze_panes(sheet, 1, 0)
    for (index, column) in columns.enumerated() {
      let position = lxw_col_t(index)
      worksheet_set_column(sheet, position, position, column.characters, nil)
      worksheet_write_string(sheet, 0, position, xlsxCellText(column.title), header)
    }
    lxw_worksheet_write_single_row(sheet)  // before our own rows
    rows.begin(2)
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
    // The library numbers formats in the order of their first use.
    rows.append(number, column: column, format: format.map { lxw_format_get_xf_index($0) })
  }

  /// Writes a text into the next row, as a string and never as a formula or a link; truncated if too long.
  func write(_ text: String, column: Int) { rows.append(xlsxCellText(text), column: column) }

  /// Moves to the next row.
  func endRow() {
    if rows.end() { sheet.pointee.dim_rowmax = lxw_row_t(count) }
    count += 1
    if rows.bytes.count >= Self.bufferSize { flush() }
    rows.begin(count + 1)
  }

  /// The library's temporary file has the sheet's rows. Its errors are found by `XLSXBook.flushedSize`.
  private func flush() {
    rows.bytes.withUnsafeBytes { _ = fwrite($0.baseAddress, 1, $0.count, sheet.pointee.optimize_tmpfile) }
    rows.removeAll()
  }

  /// Writes all rows, and adds a filter to the header over them. Call it last.
  func end() {
    flush()
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
