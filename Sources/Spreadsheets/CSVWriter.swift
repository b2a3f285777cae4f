/// Writes CSV: RFC 4180 with CRLF, in UTF-8, with the byte-order mark and separator of the style (pages.md,
/// Files).
///
/// Passes its buffer to `sink` whenever a row fills it beyond 64 KiB, and the rest at the end. `row` and `finish` call
/// the sink, in order, never without bytes.
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
    precondition(self.columns == nil, "call begin first, and only once")
    self.columns = columns.count
    text.appendStart()
    text.append(row: columns.map { .text($0.title) }, filled: Array(columns.indices))
  }

  package func row(_ cells: [SpreadsheetCell], filled: [Int]) throws {
    guard let columns else { preconditionFailure("call begin before row") }
    rows += 1
    guard cells.count == columns else {
      throw SpreadsheetError.wrongCellCount(row: rows, cells: cells.count, columns: columns)
    }
    text.append(row: cells, filled: filled)
    if text.bytes.count >= Self.bufferSize { try flush() }
  }

  package func finish() throws {
    precondition(columns != nil, "call begin before finish")
    try flush()
  }

  private func flush() throws {
    guard !text.bytes.isEmpty else { return }
    try sink(text.bytes[...])
    text.bytes.removeAll(keepingCapacity: true)
  }
}
