package import Foundation
import Support

/// A file's manifest: filters, viewer, snapshot, column definitions and a checksum. On the first sheet of a workbook;
/// for CSV and NDJSON in a separate JSON file.
package struct FileManifest: Codable, Sendable, Equatable {
  /// The name and version of this format.
  package var tallybook = "file 1"
  package var report: String
  package var file: String
  package var format: FileFormat
  package var filters: [Filter]
  /// The email address of the person with whose rights the rows were read.
  package var viewer: String
  /// The instant for which all rows were read, RFC 3339.
  package var snapshot: String
  package var columns: [Column]
  package var rows = 0
  /// Size of the file; nil for a workbook.
  package var bytes: Int?
  /// Of the file's bytes; for a workbook, of the rows of its sheets after the first.
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

  /// The suffix that is appended to the file's name for the JSON file.
  package static let ending = ".about.json"

  /// The text of the JSON file.
  package var text: String {
    get throws { try JSONText.encoded(self, [.withoutEscapingSlashes, .prettyPrinted]) + "\n" }
  }

  package init?(text: Data) {
    guard let facts = try? JSONDecoder().decode(FileManifest.self, from: text) else { return nil }
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

extension FileManifest {
  static let sheetName = "About"
  package static let rowsLine = "Rows"
  package static let digestLine = "SHA-256 of the rows"
  private static let fileDigestLine = "SHA-256 of the file"

  /// The rows of a workbook's first sheet, in English like all titles in files.
  var lines: [(String, String)] {
    [
      ("About this file", "Written by Tallybook; `tallybook verify-file FILE` checks it."), ("Report", report),
      ("File", file), ("Viewer", viewer), ("Snapshot", snapshot), (Self.rowsLine, String(rows)),
      (format == .xlsx ? Self.digestLine : Self.fileDigestLine, sha256),
    ] + (filters.isEmpty ? [("Filters", "none")] : filters.map { ("Filter: \($0.name)", $0.value) })
      + columns.map { ("Column: \($0.title)", $0.definition ?? $0.key) }
  }
}
