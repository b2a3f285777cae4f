import Calendar

/// Writes XLSX with libxlsxwriter, in memory that does not grow with the number of rows (pages.md, Files).
///
/// Numbers, durations, days and instants are typed cells; the header row is bold, frozen and has a filter. Texts are
/// never formulas. The same rows give the same bytes. Rows beyond a sheet's 1,048,576 continue on another sheet with
/// the same header; a text too long for a cell is truncated and marked. A day or instant before 1900 or after 9999,
/// which Excel cannot show, is a text.
///
/// CPU-intensive: do not run it on the event loop.
package final class XLSXWriter: SpreadsheetWriter {
  private let path: String
  private let style: SpreadsheetStyle
  private let rowsPerSheet: Int
  private let cover: XLSXCover?
  private var rows = 0
  private var open: Open?

  /// The state between `begin` and `finish`.
  private struct Open {
    let book: XLSXBook
    let formats: XLSXFormats
    let columns: [SpreadsheetColumn]
    var sheet: XLSXSheet
    /// The sheet of the cover; nil without a cover.
    let first: XLSXBook.Sheet?
  }

  /// A writer of the file at `path`, which `begin` creates or truncates. Its folder must exist; temporary files are
  /// created there too. `rowsPerSheet` includes the header; only tests set it below Excel's limit.
  package init(path: String, style: SpreadsheetStyle, rowsPerSheet: Int = 1_048_576, cover: XLSXCover? = nil) {
    self.cover = cover
    precondition((2...XLSXLimit.rows).contains(rowsPerSheet), "at least a header and a row, at most Excel's limit")
    self.path = path
    self.style = style
    self.rowsPerSheet = rowsPerSheet
  }

  package func begin(columns: [SpreadsheetColumn]) throws {
    precondition(open == nil, "call begin first, and only once")
    guard columns.count <= XLSXLimit.columns else { throw SpreadsheetError.tooManyColumns(columns.count) }
    let book = try XLSXBook(path: path)
    let formats = try XLSXFormats(book: book, style: style)
    let first = try cover.map { try book.addSheet(named: $0.name) }
    let sheet = try XLSXSheet(book: book, columns: columns, header: formats.header)
    open = Open(book: book, formats: formats, columns: columns, sheet: sheet, first: first)
  }

  package func row(_ cells: [SpreadsheetCell], filled: [Int]) throws {
    guard var open = self.open else { preconditionFailure("call begin before row") }
    rows += 1
    guard cells.count == open.columns.count else {
      throw SpreadsheetError.wrongCellCount(row: rows, cells: cells.count, columns: open.columns.count)
    }
    if open.sheet.count == rowsPerSheet {
      open.sheet.end()
      open.sheet = try XLSXSheet(book: open.book, columns: open.columns, header: open.formats.header)
      self.open = open
    }
    for column in filled { write(cells[column], column: column, in: open) }
    open.sheet.endRow()
  }

  package func finish() throws {
    guard let open else { preconditionFailure("call finish after begin, and only once") }
    self.open = nil
    open.sheet.end()
    if let cover, let first = open.first {
      try open.book.readRows(behind: first, cover.onBytes)
      XLSXSheet.write(cover.lines(rows), into: first, words: open.formats.header)
    }
    try open.book.close()
  }

  private func write(_ cell: SpreadsheetCell, column: Int, in open: Open) {
    let (sheet, formats) = (open.sheet, open.formats)
    switch cell {
    case .empty: break
    case .text(let text): sheet.write(text, column: column)
    case .integer(let number): sheet.write(Double(number), column: column)
    case .hundredths(let number): sheet.write(Double(number) / 100, column: column)
    case .duration(let seconds): sheet.write(Double(seconds) / 86_400, column: column, format: formats.duration)
    case .instant(let seconds):
      let moment = XLSXNumber.moment(localSeconds: seconds + style.time.offset(at: seconds))
      if let moment { return sheet.write(moment, column: column, format: formats.instant) }
      sheet.write(style.instantText(seconds: seconds), column: column)
    case .date(let days):
      if let day = XLSXNumber.day(days) { return sheet.write(day, column: column, format: formats.date) }
      sheet.write(style.dateText(days: days), column: column)
    }
  }
}
