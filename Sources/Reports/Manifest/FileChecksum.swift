package import Access
import Calendar
package import Spreadsheets
import Statistics
import Support

/// Collects a file's manifest while the file is written.
package final class FileChecksum {
  private var facts: FileManifest
  private let digest = Digest()
  private var bytes = 0

  init(_ facts: FileManifest) { self.facts = facts }

  /// Adds bytes of a CSV or NDJSON file, in order.
  package func add(_ piece: ArraySlice<UInt8>) {
    digest.add(piece)
    bytes += piece.count
  }

  /// The text of the manifest's file; call it when everything is written.
  package func sideText(rows: Int) throws -> String {
    facts.rows = rows
    facts.bytes = bytes
    facts.sha256 = digest.text()
    return try facts.text
  }

  /// The first sheet of a workbook.
  package var cover: XLSXCover {
    XLSXCover(
      name: FileManifest.sheetName, onBytes: { self.digest.add($0) },
      lines: { rows in
        self.facts.rows = rows
        self.facts.sha256 = self.digest.text()
        return self.facts.lines
      })
  }
}

extension ExportRequest {
  /// Whether the file comes with a manifest.
  package var about: Bool { isDescribed ?? false }
  /// Whether the manifest is a separate file.
  package var hasSideFile: Bool { about && format != .xlsx }

  package func seal(
    _ report: Report, named fileName: String, for viewer: Viewer, _ settings: FileSettings, now: Int
  ) -> FileChecksum {
    FileChecksum(
      FileManifest(
        report: content.stem, file: fileName, format: format, filters: content.filters(settings, now: now),
        viewer: viewer.email, snapshot: Instant.text(now),
        columns: report.columns.map { column in
          FileManifest.Column(
            key: column.key ?? column.title, title: column.title, definition: column.definition)
        }))
  }
}

extension ExportKind {
  /// The filters under their names in URLs; a relative period as the days that it covered.
  func filters(_ settings: FileSettings, now: Int) -> [FileManifest.Filter] {
    func all(_ name: String, _ values: [String]?) -> [FileManifest.Filter] {
      (values ?? []).map { .init(name: name, value: $0) }
    }
    func one(_ name: String, _ value: String?) -> [FileManifest.Filter] { all(name, value.map { [$0] }) }
    switch self {
    case .users(let choice):
      return one("tab", choice.tab) + one("q", choice.search) + all("group", choice.groups)
        + one("subgroups", choice.subgroups.map { "\($0)" }) + all(Condition.parameter, choice.conditions)
        + all("field", choice.fields)
    case .user(let id): return one("user", id)
    case .collaborativeActivities(let search, let conditions), .registrations(let search, let conditions):
      return one("q", search) + all(Condition.parameter, conditions)
    case .generalStats(let choice), .table(_, let choice):
      let days = choice.period.map { $0.days(at: settings.moment(now)) }
      let ofSummary = all("by", choice.by) + one("total", choice.hasTotal == true ? "true" : nil)
      return ofSummary + all("group", choice.groups) + one("subgroups", choice.subgroups.map { "\($0)" })
        + all("user", choice.users) + all("session", choice.sessions) + all(Condition.parameter, choice.conditions)
        + one("period", choice.period?.rawValue)
        + one("from", days.map { Instant.dateText($0.lowerBound) } ?? choice.from)
        + one("to", days.map { Instant.dateText($0.upperBound) } ?? choice.to) + all("field", choice.fields)
        + all("column", choice.columns)
    }
  }
}
