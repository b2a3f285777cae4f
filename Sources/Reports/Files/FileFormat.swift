package import Spreadsheets

package enum FileFormat: String, Sendable, Codable, CaseIterable {
  case csv, xlsx, ndjson

  /// The media type.
  package var type: String {
    switch self {
    case .csv: "text/csv; charset=utf-8"
    case .xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    case .ndjson: "application/x-ndjson"
    }
  }

  /// A writer that streams the file's bytes in order; nil for XLSX, which cannot be written front to back.
  package func streamingWriter(
    _ style: SpreadsheetStyle, to sink: @escaping (ArraySlice<UInt8>) throws -> Void
  ) -> (any SpreadsheetWriter)? {
    switch self {
    case .csv: CSVWriter(style: style, sink: sink)
    case .ndjson: JSONRowsWriter(.lines, sink: sink)
    case .xlsx: nil
    }
  }
}
