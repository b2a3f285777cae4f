import DatabaseAccess

/// A batch insert by binary `COPY`, one megabyte at a time. In the binary format the server need not parse integers.
final class PostgresInsertion: BatchInsert {
  private static let bytesAtOnce = 1 << 20

  private let connection: PostgresConnection
  let table: String
  private let columns: [String]
  private let replacement: Replacement?
  private var waiting: [UInt8] = []
  private var count = 0
  private(set) var isFinished = false
  /// From this many rows on, the table is analyzed. Autovacuum does that only after the commit, and until then
  /// statements would be planned for an empty table.
  private static let rowsToTell = 1_000

  /// - Parameter replacement: how rows replace existing ones; nil if no existing row has the same key.
  init(_ connection: PostgresConnection, _ table: String, _ columns: [String], _ replacement: Replacement? = nil) {
    self.connection = connection
    self.table = table
    self.columns = columns
    self.replacement = replacement
  }

  /// An upsert. `COPY` cannot replace rows, so they go to a temporary table, from which one statement upserts them.
  final class Replacement {
    let key: [String]
    let name: String
    private var exists = false

    /// - Parameter name: the name of the temporary table, unique in the transaction.
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
    isFinished = true
    try flush()
    if count >= Self.rowsToTell { try connection.run("ANALYZE \(table)") }
  }

  /// Whether there are unsent rows.
  var hasRows: Bool { !waiting.isEmpty }

  func flush() throws {
    if waiting.isEmpty { return }
    // A column count of -1 marks the end.
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

  /// The signature, no flags and no header extension (PostgreSQL manual, COPY, binary format).
  private static let head: [UInt8] = Array("PGCOPY\n".utf8) + [0xFF, 0x0D, 0x0A, 0] + [UInt8](repeating: 0, count: 8)

  private func appendNull() { append(Int32(-1)) }

  private func append(_ integer: Int) {
    let (high, low) = (Int32(truncatingIfNeeded: integer >> 32), Int32(truncatingIfNeeded: integer))
    // Appended at once, since most values are integers.
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
