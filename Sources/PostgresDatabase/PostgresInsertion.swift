import DatabaseAccess

/// Many rows for one table, sent by `COPY` some hundred kilobytes at a time.
final class PostgresInsertion: SQLRepetition {
  private static let bytesAtOnce = 256 * 1_024

  private let connection: PostgresConnection
  private let table: String
  private let columns: [String]
  private var waiting: [UInt8] = []

  init(_ connection: PostgresConnection, _ table: String, _ columns: [String]) {
    self.connection = connection
    self.table = table
    self.columns = columns
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
    try connection.copy(into: table, columns: columns, waiting)
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
