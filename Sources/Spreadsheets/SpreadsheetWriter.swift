/// Something that rows are written to, one after the other, without ever holding them all.
///
/// Call `begin` once, `row` for each row in order, `finish` once; another order is a mistake of the program and traps.
/// A writer belongs to one task at a time. A writer that is let go without `finish` leaves no file behind.
package protocol SpreadsheetWriter: AnyObject {
  /// Writes the header row. Throws `SpreadsheetError` before anything is written if the format cannot hold the columns.
  func begin(columns: [SpreadsheetColumn]) throws

  /// Writes one row, with one cell per column. Throws `SpreadsheetError` if it does not fit, or what the sink throws.
  /// - Parameter filled: indexes of the cells that may hold something, ascending; the others are empty. Thousands of columns
  ///   of groups, of which a row has a few marked, would else take longer to pass over than the rest to write.
  func row(_ cells: [SpreadsheetCell], filled: [Int]) throws

  /// Writes what is still held back, and completes the file.
  func finish() throws
}

extension SpreadsheetWriter {
  /// Writes one row, any of whose cells may hold something.
  package func row(_ cells: [SpreadsheetCell]) throws { try row(cells, filled: Array(cells.indices)) }
}
