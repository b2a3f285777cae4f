import Foundation

/// Why a spreadsheet cannot be written. The description tells users where and what to do.
package enum SpreadsheetError: Error, Equatable, CustomStringConvertible {
  /// More columns than an XLSX sheet can have. Nothing was written.
  case tooManyColumns(Int)

  /// The number of cells does not match the columns (RFC 4180, section 2, rule 4).
  case wrongCellCount(row: Int, cells: Int, columns: Int)

  /// The disk has no space for the file, or for the temporary file next to it.
  case noRoom(path: String)

  /// The file, or the temporary file next to it, cannot be written for another reason.
  case cannotWrite(path: String, reason: String)

  package var description: String {
    switch self {
    case .tooManyColumns(let count):
      "The report has \(count) columns; an XLSX sheet can have \(XLSXLimit.columns). Choose CSV or fewer columns."
    case .wrongCellCount(let row, let cells, let columns):
      "Row \(row) has \(cells) cells for \(columns) columns."
    case .noRoom(let path): "Not enough disk space for \(path)."
    case .cannotWrite(let path, let reason):
      "Cannot write \(path): \(reason)"
    }
  }

  /// - Parameter number: `errno` of the failed call.
  static func system(_ number: Int32, path: String) -> SpreadsheetError {
    let isFull = number == ENOSPC || number == EDQUOT
    return isFull ? .noRoom(path: path) : .cannotWrite(path: path, reason: String(cString: strerror(number)))
  }
}

/// The limits of an XLSX file (Microsoft, *Excel specifications and limits*).
enum XLSXLimit {
  static let columns = 16_384
  /// Rows per sheet, including the header.
  static let rows = 1_048_576
  /// UTF-16 units of one cell's text.
  static let text = 32_767
}
