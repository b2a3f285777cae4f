package import Foundation

/// What a file says of itself: what it was made from, for whom, when and by which definitions, and a checksum. Stands on
/// the first sheet of a workbook, and in a JSON file beside CSV and NDJSON.
package struct FileFacts: Codable, Sendable, Equatable {
  /// The name of this kind of text, and its version.
  package var tallybook = "file 1"
  package var report: String
  package var file: String
  package var format: FileFormat
  package var filters: [Filter]
  /// The e-mail address of the person whose rights decided on the rows.
  package var viewer: String
  /// The one instant that all rows are of, RFC 3339.
  package var snapshot: String
  package var columns: [Column]
  package var rows = 0
  /// Size of the file; not given for a workbook.
  package var bytes: Int?
  /// Of the file's bytes; of a workbook, of the rows of its sheets behind the first.
  package var sha256 = ""

  package struct Filter: Codable, Sendable, Equatable {
    package let name: String
    package let value: String
  }

  package struct Column: Codable, Sendable, Equatable {
    package let key: String
    package let title: String
    package let definition: String?
  }

  /// What a side file's name ends in, behind the name of its file.
  package static let ending = ".about.json"

  /// As it stands in the side file.
  package var text: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
    return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) + "\n" } ?? ""
  }

  package init?(text: Data) {
    guard let facts = try? JSONDecoder().decode(FileFacts.self, from: text) else { return nil }
    self = facts
  }

  init(
    report: String, file: String, format: FileFormat, filters: [Filter], viewer: String, snapshot: String,
    columns: [Column]
  ) {
    self.report = report
    self.file = file
    self.format = format
    self.filters = filters
    self.viewer = viewer
    self.snapshot = snapshot
    self.columns = columns
  }
}

extension FileFacts {
  static let sheetName = "About"
  package static let rowsLine = "Rows"
  package static let digestLine = "SHA-256 of the rows"
  private static let fileDigestLine = "SHA-256 of the file"

  /// As they stand on the first sheet of a workbook: in English like all titles in files.
  var lines: [(String, String)] {
    [
      ("About this file", "Written by Tallybook; `tallybook verify-file FILE` checks it."), ("Report", report),
      ("File", file), ("Viewer", viewer), ("Snapshot", snapshot), (Self.rowsLine, String(rows)),
      (format == .xlsx ? Self.digestLine : Self.fileDigestLine, sha256),
    ] + (filters.isEmpty ? [("Filters", "none")] : filters.map { ("Filter: \($0.name)", $0.value) })
      + columns.map { ("Column: \($0.title)", $0.definition ?? $0.key) }
  }
}
