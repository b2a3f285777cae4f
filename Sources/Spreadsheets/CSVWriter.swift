/// Writes CSV: RFC 4180 with CRLF, in UTF-8, with a byte-order mark and the separator of the style (spec/pages.md, Files).
///
/// Fills a buffer of 64 KiB and hands it to `sink` when a row has passed that, and what is left at the end.
/// The sink is called from `row` and `finish`, in order, never with nothing.
package final class CSVWriter: SpreadsheetWriter {
  private let sink: (ArraySlice<UInt8>) throws -> Void
  private var text: CSVText
  private var columns: Int?
  private var rows = 0

  private static let bufferSize = 65_536

  package init(style: SpreadsheetStyle, sink: @escaping (ArraySlice<UInt8>) throws -> Void) {
    self.sink = sink
    self.text = CSVText(style: style)
    text.bytes.reserveCapacity(Self.bufferSize + 4_096)
  }

  package func begin(columns: [SpreadsheetColumn]) throws {
    precondition(self.columns == nil, "begin comes first, and once")
    self.columns = columns.count
    text.appendStart()
    text.append(row: columns.map { .text($0.title) }, filled: Array(columns.indices))
  }

  package func row(_ cells: [SpreadsheetCell], filled: [Int]) throws {
    guard let columns else { preconditionFailure("row comes after begin") }
    rows += 1
    guard cells.count == columns else {
      throw SpreadsheetError.wrongCellCount(row: rows, cells: cells.count, columns: columns)
    }
    text.append(row: cells, filled: filled)
    if text.bytes.count >= Self.bufferSize { try flush() }
  }

  package func finish() throws {
    precondition(columns != nil, "finish comes after begin")
    try flush()
  }

  private func flush() throws {
    guard !text.bytes.isEmpty else { return }
    try sink(text.bytes[...])
    text.bytes.removeAll(keepingCapacity: true)
  }
}
