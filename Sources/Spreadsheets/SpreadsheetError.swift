import Foundation

/// Why a spreadsheet cannot be written. The description is for people: it says where, and what to do.
package enum SpreadsheetError: Error, Equatable, CustomStringConvertible {
  /// More columns than an XLSX sheet holds. Nothing was written.
  case tooManyColumns(Int)

  /// A row whose cells do not match the columns (RFC 4180, section 2, rule 4).
  case wrongCellCount(row: Int, cells: Int, columns: Int)

  /// No room is left for the file, or for the temporary file next to it.
  case noRoom(path: String)

  /// The file, or the temporary file beside it, cannot be written, though there is room.
  case cannotWrite(path: String, reason: String)

  package var description: String {
    switch self {
    case .tooManyColumns(let count):
      "The report has \(count) columns; an XLSX sheet holds \(XLSXLimit.columns). Choose CSV, or fewer columns."
    case .wrongCellCount(let row, let cells, let columns):
      "Row \(row) has \(cells) cells for \(columns) columns."
    case .noRoom(let path): "No room is left for \(path)."
    case .cannotWrite(let path, let reason):
      "Cannot write \(path): \(reason)"
    }
  }

  /// - Parameter number: `errno`, as the failed call left it.
  static func system(_ number: Int32, path: String) -> SpreadsheetError {
    let isFull = number == ENOSPC || number == EDQUOT
    return isFull ? .noRoom(path: path) : .cannotWrite(path: path, reason: String(cString: strerror(number)))
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
