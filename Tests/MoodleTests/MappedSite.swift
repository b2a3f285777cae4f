import Calendar
import Foundation
import Intake
import Records

@testable import Moodle

/// The records of a folder, comparable whatever the order of rows and columns.
struct RecordSet {
  /// Kind → records as texts, sorted.
  var records: [String: [String]] = [:]
  var faults: [String] = []

  static let now = 1_800_000_000

  init(_ folder: URL, snapshot: Int = now) throws {
    for file in try RecordsFolder(folder).files {
      let source = try file.open(FieldContext(now: snapshot))
      while let item = try source.next() {
        switch item {
        case .row(let row, _): records[file.kind.name, default: []].append(Self.text(row))
        case .faulty(_, let line, _, let errors): faults.append("\(file.name):\(line) \(errors)")
        case .fault(let error): faults.append("\(file.name) \(error)")
        }
      }
      records[file.kind.name]?.sort()
    }
  }

  private static func text(_ row: RecordRow) -> String {
    let values = zip(row.kind.fields, row.values).compactMap { field, value -> String? in
      switch value {
      case .none: nil
      case .text(let text): "\(field.name)=\(text)"
      case .integer(let integer): "\(field.name)=\(field.type.isInstant ? Instant.text(integer) : String(integer))"
      }
    }
    let custom = row.custom.filter { !$0.value.isEmpty }.map { "custom:\($0.key)=\($0.value)" }.sorted()
    return (values + custom).joined(separator: "  ")
  }
}

extension FieldType {
  fileprivate var isInstant: Bool {
    switch self {
    case .instant, .end: true
    default: false
    }
  }
}

/// A mapped site in a temporary folder, which is removed with it.
final class MappedSite {
  let folder: URL
  let summary: SiteReader.Summary
  let records: RecordSet
  /// The notes, without their table and id.
  let notes: [String]

  init(_ tables: URL, _ change: (inout MoodleSettings) -> Void = { _ in }) async throws {
    folder = Self.temporaryFolder()
    var settings = MoodleSettings(snapshot: RecordSet.now)
    change(&settings)
    let reader = SiteReader(settings, folder: folder)
    do { summary = try await reader.read(try CSVFolder(tables)) } catch {
      try? FileManager.default.removeItem(at: folder)
      throw error
    }
    records = try RecordSet(reader.records, snapshot: settings.snapshot)
    notes = CSVText.rows(try String(contentsOf: reader.notes, encoding: .utf8)).dropFirst().map { $0[2] }
  }

  /// Maps tables in memory.
  convenience init(
    _ tables: Tables, without missing: Set<String> = [], _ change: (inout MoodleSettings) -> Void = { _ in }
  ) async throws {
    let folder = Self.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    try tables.write(to: folder, without: missing)
    try await self.init(folder, change)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  static func temporaryFolder() -> URL {
    FileManager.default.temporaryDirectory.appending(path: "moodle-\(UUID().uuidString)")
  }

  subscript(_ kind: String) -> [String] { records.records[kind] ?? [] }

  /// The record of a kind with this text in it; nil if there are none or several.
  func only(_ kind: String, _ text: String) -> String? {
    let found = self[kind].filter { $0.contains(text) }
    return found.count == 1 ? found[0] : nil
  }
}
