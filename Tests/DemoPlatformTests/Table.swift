import Foundation

/// A CSV file as the tests read it: in memory, independent of the code that wrote it.
struct Table {
  let header: [String]
  let rows: [[String]]

  init(_ text: [UInt8]) {
    var rows: [[String]] = []
    var row: [String] = []
    var cell: [UInt8] = []
    var isQuoted = false
    var position = 0
    while position < text.count {
      let byte = text[position]
      position += 1
      switch byte {
      case 0x22 where isQuoted && position < text.count && text[position] == 0x22:
        cell.append(byte)
        position += 1
      case 0x22: isQuoted.toggle()
      case 0x2C where !isQuoted, 0x0A where !isQuoted:
        row.append(String(decoding: cell, as: UTF8.self))
        cell.removeAll(keepingCapacity: true)
        guard byte == 0x0A else { continue }
        rows.append(row)
        row = []
      default: cell.append(byte)
      }
    }
    precondition(!isQuoted && cell.isEmpty && row.isEmpty, "the file ends within a row")
    header = rows.first ?? []
    self.rows = Array(rows.dropFirst())
  }

  /// The cells of a column.
  subscript(_ column: String) -> [String] {
    let index = index(column)
    return rows.map { $0[index] }
  }

  /// The cells of some columns, row by row.
  subscript(_ columns: String...) -> [[String]] {
    let indices = columns.map(index)
    return rows.map { row in indices.map { row[$0] } }
  }

  func index(_ column: String) -> Int {
    guard let index = header.firstIndex(of: column) else { preconditionFailure("no column \(column)") }
    return index
  }
}

/// An instant as seconds UTC, read strictly.
func seconds(_ text: String) -> Int? {
  let parts = text.utf8.split(whereSeparator: { !(48...57).contains($0) }).compactMap {
    Int(String(decoding: $0, as: UTF8.self))
  }
  guard text.utf8.count == 20, text.hasSuffix("Z"), parts.count == 6, parts[1] <= 12, parts[3] < 24, parts[4] < 60
  else {
    return nil
  }
  // Days of the calendar by another formula than the writer's: a count of leap years.
  let before = parts[0] - 1
  let isLeap = parts[0] % 4 == 0 && (parts[0] % 100 != 0 || parts[0] % 400 == 0)
  let months = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
  guard (1...months[parts[1] - 1]).contains(parts[2]) else { return nil }
  let days = before * 365 + before / 4 - before / 100 + before / 400 - 719_162
  let day = days + months[..<(parts[1] - 1)].reduce(0, +) + parts[2] - 1
  return day * 86_400 + parts[3] * 3600 + parts[4] * 60 + parts[5]
}
