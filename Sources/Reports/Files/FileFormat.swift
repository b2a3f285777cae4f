package import Spreadsheets

/// The formats of files.
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

  /// What writes its bytes one after another; nil for XLSX, whose end comes before its beginning.
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
