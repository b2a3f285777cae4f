import DatabaseAccess

/// Many rows for one table, sent by `COPY` some hundred kilobytes at a time.
final class PostgresInsertion: SQLRepetition {
  private static let bytesAtOnce = 256 * 1_024

  private let connection: PostgresConnection
  private let table: String
  private let columns: [String]
  private let replacement: Replacement?
  private var waiting: [UInt8] = []

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
      append(value)
    }
    waiting.append(UInt8(ascii: "\n"))
    if waiting.count >= Self.bytesAtOnce { try flush() }
  }

  func finish() throws { try flush() }

  func flush() throws {
    if waiting.isEmpty { return }
    if let replacement {
      try replacement.copy(waiting, to: table, columns, connection)
    } else {
      try connection.copy(into: table, columns: columns, waiting)
    }
    waiting.removeAll(keepingCapacity: true)
  }

  private func append(_ value: SQLValue) {
    switch value {
    case .null: waiting += [UInt8(ascii: "\\"), UInt8(ascii: "N")]
    case .integer(let integer): waiting.append(contentsOf: String(integer).utf8)
    case .text(let text): for byte in text.utf8 { append(byte) }
    }
  }

  private func append(_ byte: UInt8) {
    let escaped: UInt8? =
      switch byte {
      case UInt8(ascii: "\\"): byte
      case UInt8(ascii: "\n"): UInt8(ascii: "n")
      case UInt8(ascii: "\r"): UInt8(ascii: "r")
      case UInt8(ascii: "\t"): UInt8(ascii: "t")
      default: nil
      }
    if let escaped { waiting += [UInt8(ascii: "\\"), escaped] } else { waiting.append(byte) }
  }
}
