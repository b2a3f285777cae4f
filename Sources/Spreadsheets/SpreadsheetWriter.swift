/// Writes rows one at a time, without storing all of them.
///
/// Call `begin` once, `row` for each row in order, `finish` once; any other order is a programming error and traps. A
/// writer must be used by one task at a time. If it is released without `finish`, it leaves no file behind.
package protocol SpreadsheetWriter: AnyObject {
  /// Writes the header row. Throws `SpreadsheetError` before anything is written if the format cannot hold the columns.
  func begin(columns: [SpreadsheetColumn]) throws

  /// Writes one row, with one cell per column. Throws `SpreadsheetError` if it does not fit, or the sink's error.
  /// - Parameter filled: indexes of the cells that may not be empty, ascending; the others are empty. Otherwise,
  ///   skipping thousands of group columns, of which a row has a few marked, would take longer than writing the rest.
  func row(_ cells: [SpreadsheetCell], filled: [Int]) throws

  /// Writes buffered data and completes the file.
  func finish() throws
}

extension SpreadsheetWriter {
  /// Writes one row in which any cell may have a value.
  package func row(_ cells: [SpreadsheetCell]) throws { try row(cells, filled: Array(cells.indices)) }
}
