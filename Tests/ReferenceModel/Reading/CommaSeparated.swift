/// A minimal reader and writer of RFC 4180 text.
package enum CommaSeparated {
  /// The rows of a text, cell by cell. A byte-order mark at the start is dropped; a row ends with CRLF or LF; line
  /// breaks inside quotes are kept. Works on bytes, because CR LF is one `Character` in Swift.
  package static func rows(of text: String) -> [[String]] {
    var bytes = Array(text.utf8)
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
    var rows: [[String]] = []
    var row: [String] = []
    var cell: [UInt8] = []
    var quoted = false
    var index = 0

    func endCell() {
      row.append(String(decoding: cell, as: UTF8.self))
      cell = []
    }
    func endRow() {
      endCell()
      rows.append(row)
      row = []
    }

    while index < bytes.count {
      let byte = bytes[index]
      let next = index + 1 < bytes.count ? bytes[index + 1] : 0
      index += 1
      switch (quoted, byte) {
      case (true, quote) where next == quote:
        cell.append(quote)
        index += 1
      case (_, quote): quoted.toggle()
      case (false, comma): endCell()
      case (false, lineFeed): endRow()
      case (false, carriageReturn) where next == lineFeed: break
      default: cell.append(byte)
      }
    }
    if !cell.isEmpty || !row.isEmpty { endRow() }
    return rows
  }

  /// The rows below the header row, each as a dictionary from header to cell. "An empty cell means no value": empty
  /// cells are left out.
  package static func records(of text: String) -> [[String: String]] {
    let rows = rows(of: text)
    guard let header = rows.first else { return [] }
    return rows.dropFirst().map { row in
      Dictionary(uniqueKeysWithValues: zip(header, row).filter { !$0.1.isEmpty })
    }
  }

  /// The rows as text, quoted only where needed, each ended with `lineEnd`.
  package static func text(of rows: [[String]], lineEnd: String = "\r\n") -> String {
    rows.map { row in row.map(quotedWhereNeeded).joined(separator: ",") + lineEnd }.joined()
  }

  private static func quotedWhereNeeded(_ cell: String) -> String {
    let special = [quote, comma, lineFeed, carriageReturn]
    guard cell.utf8.contains(where: special.contains) else { return cell }
    var text = "\""
    for scalar in cell.unicodeScalars {
      text.unicodeScalars.append(scalar)
      if scalar == "\"" { text.unicodeScalars.append(scalar) }
    }
    return text + "\""
  }

  private static let quote = UInt8(ascii: "\"")
  private static let comma = UInt8(ascii: ",")
  private static let lineFeed = UInt8(ascii: "\n")
  private static let carriageReturn = UInt8(ascii: "\r")
}
