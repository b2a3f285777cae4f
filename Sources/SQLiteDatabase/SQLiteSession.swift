import DatabaseAccess
import GRDB
import GRDBSQLite

/// One connection of the pool, on the thread that GRDB runs it on.
final class SQLiteSession: SQLSession {
  let dialect: any SQLDialect = SQLiteDialect()
  let connection: Database

  init(connection: Database) { self.connection = connection }

  func each(_ sql: SQLText, _ body: (any SQLRow) throws -> Void) throws {
    let statement = try prepared(sql)
    defer { statement.close() }
    while try statement.step() { try body(statement) }
  }

  @discardableResult func run(_ sql: SQLText) throws -> Int {
    let statement = try prepared(sql)
    defer { statement.close() }
    let before = sqlite3_total_changes64(connection.sqliteConnection)
    while try statement.step() {}
    return Int(sqlite3_total_changes64(connection.sqliteConnection) - before)
  }

  func insertion(into table: String, columns: [String]) throws -> any SQLRepetition {
    let places = columns.map { _ in "?" }.joined(separator: ",")
    return try repetition(of: "INSERT INTO \(table) (\(columns.joined(separator: ","))) VALUES (\(places))")
  }

  func repetition(of sql: String) throws -> any SQLRepetition {
    SQLiteRepetition(statement: try SQLiteStatement(sql, connection.sqliteConnection))
  }

  private func prepared(_ text: SQLText) throws -> SQLiteStatement {
    let (sql, values) = dialect.render(text)
    let statement = try SQLiteStatement(sql, connection.sqliteConnection)
    try statement.bind(values)
    return statement
  }

  static func storageError(code: Int32, _ message: String) -> StorageError {
    switch code & 0xFF {
    case SQLITE_FULL: .full(message)
    case SQLITE_IOERR: .full(message)
    case SQLITE_BUSY, SQLITE_LOCKED: .busy(message)
    case SQLITE_CONSTRAINT: .constraint(message)
    case SQLITE_INTERRUPT: .interrupted
    case SQLITE_CANTOPEN, SQLITE_NOTADB, SQLITE_READONLY, SQLITE_PERM:
      .unavailable("The store cannot be used: \(message).")
    default: .failed(message)
    }
  }
}

private final class SQLiteRepetition: SQLRepetition {
  private let statement: SQLiteStatement
  init(statement: SQLiteStatement) { self.statement = statement }

  func run(_ values: [SQLValue]) throws {
    try statement.bind(values)
    _ = try statement.step()
    statement.reset()
  }

  func finish() throws { statement.close() }
}
