import Calendar
package import Spreadsheets
import Support

/// Writes a report's rows as JSON objects with the columns' keys, either one per line or all in one document. Durations
/// are integer seconds, instants RFC 3339, missing values null (`statistics.md`, rules 1, 2 and 7).
package final class JSONRowsWriter: SpreadsheetWriter {
  package enum Form: Sendable {
    /// NDJSON.
    case lines
    /// `{"rows":[…]}`.
    case document
  }

  let form: Form
  private let sink: (ArraySlice<UInt8>) throws -> Void
  /// As written before each value.
  private var keys: [[UInt8]] = []
  private var buffer: [UInt8] = []
  private var rows = 0

  private static let bufferSize = 65_536
  private static let null = Array("null".utf8)

  package init(_ form: Form, sink: @escaping (ArraySlice<UInt8>) throws -> Void) {
    self.form = form
    self.sink = sink
  }

  package func begin(columns: [SpreadsheetColumn]) throws {
    keys = columns.enumerated().map { Array((($0 > 0 ? "," : "{") + JSONText.quoted($1.key) + ":").utf8) }
    if form == .document { buffer += Array("{\"rows\":[".utf8) }
  }

  package func row(_ cells: [SpreadsheetCell], filled: [Int]) throws {
    if form == .document, rows > 0 { buffer.append(UInt8(ascii: ",")) }
    rows += 1
    for index in cells.indices {
      buffer += keys[index]
      if cells[index].isEmpty { buffer += Self.null } else { buffer += Self.text(cells[index]).utf8 }
    }
    buffer.append(UInt8(ascii: "}"))
    try endRow()
  }

  package func finish() throws { try finish(adding: "") }

  /// - Parameter members: further members of the document, each after a comma.
  func finish(adding members: String) throws {
    if form == .document { buffer += Array("]\(members)}".utf8) }
    try flush()
  }

  /// Writes a row that is not made of the columns.
  func object(_ text: String) throws {
    if form == .document, rows > 0 { buffer.append(UInt8(ascii: ",")) }
    rows += 1
    buffer += text.utf8
    try endRow()
  }

  private func endRow() throws {
    if form == .lines { buffer.append(UInt8(ascii: "\n")) }
    if buffer.count >= Self.bufferSize { try flush() }
  }

  private func flush() throws {
    guard !buffer.isEmpty else { return }
    try sink(buffer[...])
    buffer.removeAll(keepingCapacity: true)
  }

  static func text(_ cell: SpreadsheetCell) -> String {
    switch cell {
    case .empty: "null"
    case .text(let text): JSONText.quoted(text)
    case .integer(let number), .duration(let number): String(number)
    case .hundredths(let number): hundredthsText(number)
    case .instant(let seconds): JSONText.quoted(Instant.text(seconds))
    case .date(let days): JSONText.quoted(Instant.dateText(days))
    }
  }
}
