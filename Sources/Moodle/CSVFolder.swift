package import DatabaseAccess
package import Foundation
import Intake

/// A folder with one `TABLE.csv` per table, as `--print-export` writes it (moodle.md §1, *CSV folder*). A cell that is
/// exactly `\N` is NULL.
package final class CSVFolder: MoodleSource {
  package let engine = "CSV folder"
  package let appliesConditions = false
  package let clock: Int? = nil
  package let notes: [(table: String, text: String)] = []
  private let folder: URL

  /// - Throws: `MoodleError` if it is not a folder.
  package init(_ folder: URL) throws {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder.path, isDirectory: &isFolder), isFolder.boolValue else {
      throw MoodleError("\(folder.path) is not a folder. Name one with a CSV file per table of Moodle.")
    }
    self.folder = folder
  }

  package func close() {}

  package func columns(of table: MoodleTable) throws -> Set<String>? {
    guard FileManager.default.fileExists(atPath: file(table).path) else { return nil }
    return try placing(table) { Set(try header(try CSVReader(file(table), rowLimit: Self.rowLimit), table).names) }
  }

  package func rows(
    of table: MoodleTable, _ columns: [MoodleTable.Column], from logStart: Int?, _ body: ([SQLValue]) throws -> Void
  ) throws {
    try placing(table) {
      let start = try header(try CSVReader(file(table), rowLimit: Self.rowLimit), table)
      var reader = start.reader
      let places = columns.map { column in start.names.firstIndex(of: column.name) ?? 0 }
      while try reader.next() {
        if let defect = reader.defect { throw Self.error(table, reader, "the row \(defect)") }
        guard reader.ends.count == start.names.count else {
          let words = "the row has \(reader.ends.count) cells, but the header has \(start.names.count) columns"
          throw Self.error(table, reader, words)
        }
        let values = try zip(columns, places).map { try Self.value($0, reader, $1, table) }
        do { try body(values) } catch let error as DuplicateID {
          throw Self.error(table, reader, "column id: \(error.id) is the id of an earlier row")
        }
      }
    }
  }

  /// Question texts may have pictures in them.
  private static let rowLimit = 64 * 1_048_576

  private func file(_ table: MoodleTable) -> URL { folder.appending(path: "\(table.name).csv") }

  private func header(_ reader: CSVReader, _ table: MoodleTable) throws -> (names: [String], reader: CSVReader) {
    var reader = reader
    guard try reader.next() else {
      throw MoodleError("\(table.name).csv is empty. Its first row must have the names of the columns.")
    }
    return (reader.ends.indices.map { String(decoding: reader.bytes[reader.cell($0)], as: UTF8.self) }, reader)
  }

  private static let null = Array("\\N".utf8)

  private static func value(
    _ column: MoodleTable.Column, _ reader: CSVReader, _ cell: Int, _ table: MoodleTable
  ) throws -> SQLValue {
    let bytes = reader.bytes[reader.cell(cell)]
    if bytes.count == 2, bytes.elementsEqual(null) {
      if column.name == "id" { throw error(table, reader, "column id: is NULL, but a row needs an id") }
      return .null
    }
    do { return try column.value(bytes) } catch {
      let shown = String(decoding: bytes.prefix(80), as: UTF8.self)
      throw Self.error(table, reader, "column \(column.name): \"\(shown)\" \(error.words)")
    }
  }

  private static func error(_ table: MoodleTable, _ reader: CSVReader, _ words: String) -> MoodleError {
    MoodleError("\(table.name).csv, line \(reader.line), \(words).")
  }

  private func placing<T>(_ table: MoodleTable, _ body: () throws -> T) throws -> T {
    do { return try body() } catch let error as UnreadableFile {
      throw MoodleError("\(table.name).csv \(error.reason).")
    }
  }
}
