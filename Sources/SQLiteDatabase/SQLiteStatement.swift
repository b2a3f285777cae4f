import DatabaseAccess
import GRDB
import GRDBSQLite

/// A prepared statement, stepped through SQLite's C interface; as an `SQLRow`, it is its current row.
final class SQLiteStatement: SQLRow {
  private var handle: OpaquePointer?
  private let connection: OpaquePointer?
  /// The connection's own statement, if it is kept there.
  private let kept: Statement?

  init(_ sql: String, _ connection: OpaquePointer?) throws {
    self.connection = connection
    kept = nil
    guard sqlite3_prepare_v2(connection, sql, -1, &handle, nil) == SQLITE_OK else { throw error() }
  }

  /// A statement that the connection keeps for the next time; a new one while that is in use.
  init(kept sql: String, in connection: Database) throws {
    let statement = try connection.cachedStatement(sql: sql)
    let isBusy = sqlite3_stmt_busy(statement.sqliteStatement) != 0
    kept = isBusy ? try connection.makeStatement(sql: sql) : statement
    self.connection = connection.sqliteConnection
    handle = kept?.sqliteStatement
  }

  deinit { close() }

  func bind(_ values: [SQLValue]) throws {
    for (index, value) in values.enumerated() {
      let place = Int32(index + 1)
      let code =
        switch value {
        case .null: sqlite3_bind_null(handle, place)
        case .integer(let integer): sqlite3_bind_int64(handle, place, Int64(integer))
        case .text(let text): bind(text, place)
        }
      guard code == SQLITE_OK else { throw error() }
    }
  }

  private func bind(_ text: String, _ place: Int32) -> Int32 {
    var text = text
    return text.withUTF8 { bytes in
      // An empty text may have no base address, and SQLite would read a null pointer as NULL.
      guard let base = bytes.baseAddress else { return sqlite3_bind_text(handle, place, "", 0, Self.copied) }
      return base.withMemoryRebound(to: CChar.self, capacity: bytes.count) {
        sqlite3_bind_text(handle, place, $0, Int32(bytes.count), Self.copied)
      }
    }
  }

  /// Runs the statement with the values of packed rows. Texts are not copied: they stay valid until it has run, and
  /// every run binds all parameters again.
  func run(_ rows: PackedRows, _ range: Range<Int>) throws {
    try rows.bytes.withUnsafeBytes { bytes in
      var position = rows.range(range.lowerBound).lowerBound
      let end = rows.range(range.upperBound - 1).upperBound
      var place: Int32 = 0
      while position < end {
        place += 1
        guard bind(PackedValue(in: bytes, at: &position), of: bytes, place) == SQLITE_OK else { throw error() }
      }
      defer { reset() }
      _ = try step()
    }
  }

  private func bind(_ value: PackedValue, of bytes: UnsafeRawBufferPointer, _ place: Int32) -> Int32 {
    switch value {
    case .null, .absent: return sqlite3_bind_null(handle, place)
    case .integer(let integer): return sqlite3_bind_int64(handle, place, Int64(integer))
    case .text(let range):
      let text = (bytes.baseAddress! + range.lowerBound).assumingMemoryBound(to: CChar.self)
      return sqlite3_bind_text(handle, place, text, Int32(range.count), nil)
    }
  }

  /// SQLITE_TRANSIENT, which Swift cannot import.
  private static let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

  /// - Returns: whether there is a row.
  func step() throws -> Bool {
    switch sqlite3_step(handle) {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    default: throw error()
    }
  }

  func reset() { sqlite3_reset(handle) }

  func close() {
    if kept == nil { sqlite3_finalize(handle) } else { reset() }
    handle = nil
  }

  func integer(_ column: Int) -> Int? {
    sqlite3_column_type(handle, Int32(column)) == SQLITE_NULL ? nil : Int(sqlite3_column_int64(handle, Int32(column)))
  }

  func text(_ column: Int) -> String? {
    guard let bytes = sqlite3_column_text(handle, Int32(column)) else { return nil }
    let count = Int(sqlite3_column_bytes(handle, Int32(column)))
    return String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
  }

  func value(_ column: Int) -> SQLValue {
    switch sqlite3_column_type(handle, Int32(column)) {
    case SQLITE_NULL: .null
    case SQLITE_INTEGER: .integer(Int(sqlite3_column_int64(handle, Int32(column))))
    default: .text(text(column) ?? "")
    }
  }

  func pack(_ columns: Int, into rows: inout PackedRows) {
    rows.beginRow()
    for column in 0..<Int32(columns) {
      switch sqlite3_column_type(handle, column) {
      case SQLITE_NULL: rows.appendNull()
      case SQLITE_INTEGER: rows.append(Int(sqlite3_column_int64(handle, column)))
      default:
        let text = sqlite3_column_text(handle, column)
        rows.append(text: UnsafeBufferPointer(start: text, count: Int(sqlite3_column_bytes(handle, column))))
      }
    }
  }

  private func error() -> StorageError {
    SQLiteSession.storageError(
      code: sqlite3_errcode(connection), String(cString: sqlite3_errmsg(connection)),
      number: sqlite3_system_errno(connection))
  }
}
