import DatabaseAccess
import Foundation
import Records
import ReferenceModel
import TestSupport

@testable import Statistics

/// The results of the fact sources per user, by id.
enum Totaling {
  static func rows(
    _ source: FactSource, _ columns: [String], _ store: TestStore, _ selection: Selection = .standing
  ) async throws -> [String: [Int]] {
    try await store.database.read { session in
      var rows: [String: [Int]] = [:]
      let list = SQLText(raw: columns.map { "s.\($0)" }.joined(separator: ", "))
      let sql: SQLText = """
        SELECT p.id, \(sql: list) FROM (\(sql: source.sql(selection, users: nil))) AS s JOIN users AS p ON p.key = s.user_key
        """
      try session.each(sql) { row in rows[row.text(at: 0)] = columns.indices.map { row.integer(at: $0 + 1) } }
      return rows
    }
  }

  /// A store of a random platform, and its reference.
  static func random(_ seed: UInt64) async throws -> (TestStore, ReferencePlatform) {
    let folder = TemporaryFolder()
    try RandomPlatform(seed: seed).write(to: folder.url.path)
    let store = try await TestStore()
    try await store.load(folder: folder.url)
    return (store, try ReferencePlatform(folder: folder.url.path, now: RandomPlatform.now))
  }
}
