/// The formats of files.
package enum FileFormat: String, Sendable, Codable, CaseIterable {
  case csv, xlsx

  /// The media type.
  package var type: String {
    switch self {
    case .csv: "text/csv; charset=utf-8"
    case .xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    }
  }
}
