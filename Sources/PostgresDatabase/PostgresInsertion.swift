import DatabaseAccess

/// Many rows for one table, sent by `COPY` a megabyte at a time, in its binary form: our columns are bigint and
/// text, whose numbers the server need not read from digits.
final class PostgresInsertion: SQLRepetition {
  private static let bytesAtOnce = 1 << 20

  private let connection: PostgresConnection
  let table: String
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
    beginRow()
    for value in values {
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
      beginRow()
      rows.bytes.withUnsafeBytes { bytes in
        let range = rows.range(row)
        var position = range.lowerBound
        while position < range.upperBound {
          switch PackedValue(in: bytes, at: &position) {
          case .null, .absent: appendNull()
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

  /// Whether any wait to be sent.
  var hasRows: Bool { !waiting.isEmpty }

  func flush() throws {
    if waiting.isEmpty { return }
    // A row of -1 columns is the end.
    append(Int16(-1))
    if let replacement {
      try replacement.copy(waiting, to: table, columns, connection)
    } else {
      try connection.copy(into: table, columns: columns, waiting)
    }
    waiting.removeAll(keepingCapacity: true)
  }

  private func beginRow() {
    if waiting.isEmpty { waiting += Self.head }
    append(Int16(columns.count))
  }

  private func endRow() throws {
    count += 1
    if waiting.count >= Self.bytesAtOnce { try flush() }
  }

  /// The signature, no flags and no more of a head (PostgreSQL manual, COPY, binary format).
  private static let head: [UInt8] = Array("PGCOPY\n".utf8) + [0xFF, 0x0D, 0x0A, 0] + [UInt8](repeating: 0, count: 8)

  private func appendNull() { append(Int32(-1)) }

  private func append(_ integer: Int) {
    let (high, low) = (Int32(truncatingIfNeeded: integer >> 32), Int32(truncatingIfNeeded: integer))
    // In one piece: most of what is sent are these.
    withUnsafeBytes(of: (Int32(8).bigEndian, high.bigEndian, low.bigEndian)) { waiting.append(contentsOf: $0) }
  }

  private func append(_ text: UnsafeRawBufferPointer) {
    append(Int32(text.count))
    waiting.append(contentsOf: text)
  }

  private func append<Number: FixedWidthInteger>(_ number: Number) {
    withUnsafeBytes(of: number.bigEndian) { waiting.append(contentsOf: $0) }
  }
}
