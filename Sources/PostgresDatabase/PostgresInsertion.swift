import DatabaseAccess

/// Many rows for one table, sent by `COPY` some hundred kilobytes at a time.
final class PostgresInsertion: SQLRepetition {
  private static let bytesAtOnce = 256 * 1_024

  private let connection: PostgresConnection
  private let table: String
  private let columns: [String]
  private let replacement: Replacement?
  private var waiting: [UInt8] = []
  private var count = 0
  /// From so many rows on the planner is told what the table holds now. The server tells it by itself only after a commit,
  /// and what follows would be planned for a table without rows.
  private static let rowsToTell = 1_000

  /// - Parameter replacement: how rows take the place of others; none: there are none with their key.
  init(_ connection: PostgresConnection, _ table: String, _ columns: [String], _ replacement: Replacement? = nil) {
    self.connection = connection
    self.table = table
    self.columns = columns
    self.replacement = replacement
  }

  /// `COPY` replaces no rows: those that do wait in a table of their own, and one statement moves them all.
  final class Replacement {
    let key: [String]
    let name: String
    private var exists = false

    /// - Parameter name: of the table in which they wait, unlike any other of the transaction.
    init(key: [String], name: String) {
      self.key = key
      self.name = name
    }

    fileprivate func copy(_ data: [UInt8], to table: String, _ columns: [String], _ connection: PostgresConnection)
      throws
    {
      let list = columns.joined(separator: ",")
      if !exists {
        try connection.run("CREATE TEMP TABLE \(name) ON COMMIT DROP AS SELECT \(list) FROM \(table) WHERE false")
        exists = true
      }
      try connection.copy(into: name, columns: columns, data)
      let news = columns.filter { !key.contains($0) }.map { "\($0) = excluded.\($0)" }.joined(separator: ", ")
      try connection.run(
        "INSERT INTO \(table) (\(list)) SELECT \(list) FROM \(name) "
          + "ON CONFLICT (\(key.joined(separator: ","))) DO UPDATE SET \(news)")
      try connection.run("TRUNCATE \(name)")
    }
  }

  func run(_ values: [SQLValue]) throws {
    for (index, value) in values.enumerated() {
      if index > 0 { waiting.append(UInt8(ascii: "\t")) }
      switch value {
      case .null: appendNull()
      case .integer(let integer): append(integer)
      case .text(var text): text.withUTF8 { append(UnsafeRawBufferPointer($0)) }
      }
    }
    try endRow()
  }

  func run(_ rows: PackedRows) throws {
    for row in 0..<rows.count {
      rows.bytes.withUnsafeBytes { bytes in
        let range = rows.range(row)
        var position = range.lowerBound
        while position < range.upperBound {
          if position > range.lowerBound { waiting.append(UInt8(ascii: "\t")) }
          switch PackedValue(in: bytes, at: &position) {
          case .null: appendNull()
          case .integer(let integer): append(integer)
          case .text(let range): append(UnsafeRawBufferPointer(rebasing: bytes[range]))
          }
        }
      }
      try endRow()
    }
  }

  func finish() throws {
    try flush()
    if count >= Self.rowsToTell { try connection.run("ANALYZE \(table)") }
  }

  func flush() throws {
    if waiting.isEmpty { return }
    if let replacement {
      try replacement.copy(waiting, to: table, columns, connection)
    } else {
      try connection.copy(into: table, columns: columns, waiting)
    }
    waiting.removeAll(keepingCapacity: true)
  }

  private func endRow() throws {
    waiting.append(UInt8(ascii: "\n"))
    count += 1
    if waiting.count >= Self.bytesAtOnce { try flush() }
  }

  private func appendNull() {
    waiting.append(UInt8(ascii: "\\"))
    waiting.append(UInt8(ascii: "N"))
  }

  private func append(_ integer: Int) {
    // Most are short, and need no memory of their own.
    var text = String(integer)
    text.withUTF8 { waiting.append(contentsOf: $0) }
  }

  /// A text, with a backslash before what would end it. (A NUL is refused by the server.)
  private func append(_ text: UnsafeRawBufferPointer) {
    if !text.contains(where: Self.isSpecial) { return waiting.append(contentsOf: text) }
    for byte in text {
      if Self.isSpecial(byte) { waiting.append(UInt8(ascii: "\\")) }
      waiting.append(Self.letters[byte] ?? byte)
    }
  }

  private static func isSpecial(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "\\") || byte <= 13 && byte >= 9 }
  private static let letters: [UInt8: UInt8] = [
    9: UInt8(ascii: "t"), 10: UInt8(ascii: "n"), 11: UInt8(ascii: "v"), 12: UInt8(ascii: "f"), 13: UInt8(ascii: "r"),
  ]
}
