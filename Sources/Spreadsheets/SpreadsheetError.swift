/// Why a spreadsheet cannot be written. The description is for people: it says where, and what to do.
package enum SpreadsheetError: Error, Equatable, CustomStringConvertible {
  /// More columns than an XLSX sheet holds. Nothing was written.
  case tooManyColumns(Int)

  /// A text that is longer, in UTF-16 units, than an XLSX cell holds. `row` counts from 1 without the header, which is
  /// row 0; `column` counts from 1.
  case textTooLong(row: Int, column: Int, title: String, length: Int)

  /// A row whose cells do not match the columns (RFC 4180, section 2, rule 4).
  case wrongCellCount(row: Int, cells: Int, columns: Int)

  /// The file, or the temporary file beside it, cannot be written.
  case cannotWrite(path: String, reason: String)

  package var description: String {
    switch self {
    case .tooManyColumns(let count):
      "The report has \(count) columns; an XLSX sheet holds \(XLSXLimit.columns). Choose CSV, or fewer columns."
    case .textTooLong(let row, let column, let title, let length):
      "The text in \(row == 0 ? "the header" : "row \(row)"), column \(column) (\(title.prefix(60))) has \(length) "
        + "characters; an XLSX cell holds \(XLSXLimit.text). Choose CSV."
    case .wrongCellCount(let row, let cells, let columns):
      "Row \(row) has \(cells) cells for \(columns) columns."
    case .cannotWrite(let path, let reason):
      "Cannot write \(path): \(reason)"
    }
  }
}

/// What a sheet of an XLSX file holds (Microsoft, *Excel specifications and limits*).
enum XLSXLimit {
  static let columns = 16_384
  /// Rows of one sheet, its header included.
  static let rows = 1_048_576
  /// UTF-16 units of one cell's text.
  static let text = 32_767
}
