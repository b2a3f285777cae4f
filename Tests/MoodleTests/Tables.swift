import Foundation

@testable import Moodle

/// A row of Moodle: its values by column; a column that is missing is NULL.
typealias Row = [String: String]

/// The tables of a site in memory.
struct Tables {
  var rows: [String: [Row]] = [:]

  subscript(_ table: String) -> [Row] {
    get { rows[table] ?? [] }
    set { rows[table] = newValue }
  }

  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Fixtures/moodle")

  /// The tables of a CSV folder, as that folder has them.
  static func reading(_ folder: URL) throws -> Tables {
    var tables = Tables()
    for table in MoodleTable.all {
      let file = folder.appending(path: "\(table.name).csv")
      guard FileManager.default.fileExists(atPath: file.path) else { continue }
      let lines = try CSVText.rows(String(contentsOf: file, encoding: .utf8))
      tables[table.name] = lines.dropFirst().map { cells in
        Dictionary(uniqueKeysWithValues: zip(lines[0], cells).filter { $0.1 != "\\N" })
      }
    }
    return tables
  }

  /// Writes the CSV folder, with all columns of the list.
  func write(to folder: URL, without missing: Set<String> = []) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for table in MoodleTable.all where !missing.contains(table.name) {
      let columns =
        table.columns.map(\.name)
        + Set(self[table.name].flatMap(\.keys)).subtracting(table.columns.map(\.name)).sorted()
      let lines = self[table.name].map { row in columns.map { row[$0] ?? "\\N" } }
      let text = ([columns] + lines).map { $0.map(CSVText.cell).joined(separator: ",") + "\n" }.joined()
      try Data(text.utf8).write(to: folder.appending(path: "\(table.name).csv"))
    }
  }
}

/// CSV, read and written plainly.
enum CSVText {
  static func cell(_ text: String) -> String {
    text.utf8.contains { "\",\r\n".utf8.contains($0) } ? "\"\(text.replacing("\"", with: "\"\""))\"" : text
  }

  static func rows(_ text: String) -> [[String]] {
    var (rows, row, cell, isQuoted) = ([[String]](), [String](), String.UnicodeScalarView(), false)
    var scalars = text.unicodeScalars[...]
    while let next = scalars.popFirst() {
      if isQuoted {
        if next != "\"" {
          cell.append(next)
        } else if scalars.first == "\"" {
          cell.append(scalars.removeFirst())
        } else {
          isQuoted = false
        }
        continue
      }
      switch next {
      case "\"": isQuoted = true
      case ",", "\n":
        row.append(String(cell))
        cell = .init()
        if next == "\n" {
          rows.append(row)
          row = []
        }
      case "\r" where scalars.first == "\n": break
      default: cell.append(next)
      }
    }
    return rows
  }
}
