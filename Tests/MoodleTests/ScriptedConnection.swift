@testable import Moodle

/// A connection whose answers are known: `nil` in a row is NULL.
final class ScriptedConnection: SiteConnection {
  let engine = "MariaDB 10.11.6"
  let begin = ["BEGIN"]
  let storageEngines: String? = "ENGINES"
  let schema = "SCHEMA"
  let now = "NOW"
  private let answers: [(start: String, rows: [[String?]])]
  private let record: (String) -> Void

  /// - Parameters:
  ///   - answers: rows by the beginning of the query; other queries have none.
  ///   - record: receives each query, and `closed` at the end.
  init(_ answers: [(start: String, rows: [[String?]])], record: @escaping (String) -> Void) {
    self.answers = answers
    self.record = record
  }

  func query(_ sql: String, _ body: ([ArraySlice<UInt8>?]) throws -> Void) throws {
    record(sql)
    for row in answers.first(where: { sql.hasPrefix($0.start) })?.rows ?? [] {
      try body(row.map { text in text.map { ArraySlice(Array($0.utf8)) } })
    }
  }

  deinit { record("closed") }
}
