import DatabaseAccess
import GRDB
import GRDBSQLite

/// One connection of the pool, on the thread that GRDB runs it on.
final class SQLiteSession: SQLSession {
  let dialect: any SQLDialect = SQLiteDialect()
  let connection: Database
  private let late: DeferredIndexes?
  private let kept: KeptStatements?

  /// - Parameters:
  ///   - late: nil if indexes are updated row by row.
  ///   - kept: nil if statements are prepared each time.
  init(connection: Database, late: DeferredIndexes? = nil, kept: KeptStatements? = nil) {
    self.connection = connection
    self.late = late
    self.kept = kept
  }

  /// Runs the body between `begin` and COMMIT; if the body or the COMMIT fails, everything is rolled back.
  /// - Parameter afterChange: runs last if rows have changed.
  func transaction<T>(
    _ begin: SQLText, afterChange: SQLText? = nil, _ body: (any SQLSession) throws -> T
  ) throws -> T {
    try run(begin)
    let before = sqlite3_total_changes64(connection.sqliteConnection)
    do {
      let result = try body(self)
      try late?.make(self)
      if let afterChange, sqlite3_total_changes64(connection.sqliteConnection) > before { try run(afterChange) }
      try run("COMMIT")
      return result
    } catch {
      // After some errors SQLite has already rolled back.
      if sqlite3_get_autocommit(connection.sqliteConnection) == 0 { _ = try? run("ROLLBACK") }
      throw error
    }
  }

  func each(_ sql: SQLText, _ body: (any SQLRow) throws -> Void) throws {
    let statement = try prepared(sql)
    defer { statement.close() }
    while try statement.step() { try body(statement) }
  }

  func lookUp<T>(_ sql: SQLText, _ decode: (any SQLRow) throws -> T) throws -> T? {
    let (text, values) = dialect.render(try resolved(sql))
    let statement = try SQLiteStatement(kept: text, in: connection)
    defer { statement.close() }
    try statement.bind(values)
    return try statement.step() ? try decode(statement) : nil
  }

  @discardableResult func run(_ sql: SQLText) throws -> Int {
    let statement = try prepared(sql)
    defer { statement.close() }
    let before = sqlite3_total_changes64(connection.sqliteConnection)
    while try statement.step() {}
    return Int(sqlite3_total_changes64(connection.sqliteConnection) - before)
  }

  func insertion(into table: String, columns: [String], replacing key: [String]) throws -> any BatchInsert {
    try late?.putOff(of: table, self)
    func statement(rows: Int) throws -> SQLiteStatement {
      let sql = insertion(into: table, columns: columns, replacing: key, rows: rows)
      if let kept, rows == 1 { return try kept.statement(sql, in: connection) }
      return try SQLiteStatement(sql, connection.sqliteConnection)
    }
    return SQLiteInsertion(one: try statement(rows: 1)) { try statement(rows: SQLiteInsertion.rowsAtOnce) }
  }

  private func insertion(into table: String, columns: [String], replacing key: [String], rows: Int) -> String {
    let row = "(" + columns.map { _ in "?" }.joined(separator: ",") + ")"
    let values = "(\(columns.joined(separator: ","))) VALUES \(repeatElement(row, count: rows).joined(separator: ","))"
    // With OR FAIL, rows before an error stay, so SQLite needs no statement journal. The transaction undoes them all.
    if key.isEmpty { return "INSERT OR FAIL INTO \(table) \(values)" }
    let news = columns.filter { !key.contains($0) }.map { "\($0) = excluded.\($0)" }
    return "INSERT INTO \(table) \(values) ON CONFLICT (\(key.joined(separator: ","))) "
      + "DO UPDATE SET \(news.joined(separator: ", "))"
  }

  private func prepared(_ text: SQLText) throws -> SQLiteStatement {
    let (sql, values) = dialect.render(try resolved(text))
    let statement =
      if let kept, !values.isEmpty { try kept.statement(sql, in: connection) } else {
        try SQLiteStatement(sql, connection.sqliteConnection)
      }
    try statement.bind(values)
    return statement
  }

  /// - Parameter number: the `errno` of the failed call; 0 if unknown.
  static func storageError(code: Int32, _ message: String, number: Int32 = 0) -> StorageError {
    switch code & 0xFF {
    case SQLITE_FULL: .full(message)
    case SQLITE_IOERR: StorageError.isFull(number) ? .full(message) : .inputOutput(message)
    case SQLITE_BUSY, SQLITE_LOCKED: .busy(message)
    case SQLITE_CONSTRAINT: .constraint(message)
    case SQLITE_INTERRUPT: .interrupted
    case SQLITE_CANTOPEN, SQLITE_NOTADB, SQLITE_READONLY, SQLITE_PERM:
      .unavailable("The store cannot be used: \(message).")
    default: .failed(message)
    }
  }
}

/// Inserts many rows per statement, since most of a statement's time is start-up and completion.
private final class SQLiteInsertion: BatchInsert {
  static let rowsAtOnce = 64

  private let one: SQLiteStatement
  private let makeMany: () throws -> SQLiteStatement
  private var many: SQLiteStatement?

  init(one: SQLiteStatement, many: @escaping () throws -> SQLiteStatement) {
    self.one = one
    makeMany = many
  }

  func run(_ values: [SQLValue]) throws {
    try one.bind(values)
    _ = try one.step()
    one.reset()
  }

  func run(_ rows: PackedRows) throws {
    var row = 0
    if rows.count >= Self.rowsAtOnce {
      let many = try self.many ?? makeMany()
      self.many = many
      while rows.count - row >= Self.rowsAtOnce {
        try many.run(rows, row..<row + Self.rowsAtOnce)
        row += Self.rowsAtOnce
      }
    }
    for row in row..<rows.count { try one.run(rows, row..<row + 1) }
  }

  func finish() throws {
    one.close()
    many?.close()
  }
}
