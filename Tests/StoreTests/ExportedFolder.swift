import DatabaseAccess
import Export
import Foundation
import Support
import TestSupport

/// A records folder that a store is exported to, removed with this object.
final class ExportedFolder {
  let url: URL
  /// The number of rows of each file.
  let rows: [String: Int]

  init(_ store: TestStore, _ export: RecordsExport = RecordsExport()) async throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "tallybook-\(UUID().uuidString)")
    self.url = url
    let folder = try ExportFolder(url.path)
    let files: [(name: String, rows: Int)]
    do { files = try await store.database.read(.job) { try export.write(to: folder, $0) } } catch {
      folder.discard()
      throw error
    }
    try folder.finish()
    rows = Dictionary(uniqueKeysWithValues: files.map { ($0.name, $0.rows) })
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  /// The bytes of each file, by name.
  var files: [String: Data] {
    get throws {
      let names = try Folder.names(in: url.path)
      return Dictionary(
        uniqueKeysWithValues: try names.map { ($0, try Data(contentsOf: url.appending(path: $0))) })
    }
  }

  func text(_ name: String) throws -> String { try String(contentsOf: url.appending(path: name), encoding: .utf8) }
}
