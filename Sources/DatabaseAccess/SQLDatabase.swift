/// What a read is for. Each purpose has its own connections: however slowly clients download their files, there is a
/// connection for the next page and one for health checks.
package enum ReadPurpose: String, Sendable, CaseIterable {
  /// A page, or an API response that is computed immediately.
  case page
  /// Rows that are sent while they are read; lasts as long as the client takes.
  case stream
  /// A file that is created in the background.
  case job
  /// A check of whether the store responds.
  case check
}

/// A database of any engine. Calls are asynchronous because they run on threads of the engine; the body of a `read` or
/// `write` is plain blocking code.
package protocol SQLDatabase: Sendable {
  var dialect: any SQLDialect { get }

  /// Runs the body on one consistent snapshot.
  /// - Throws: `StorageError.busy` if no connection for this purpose becomes free before the timeout.
  func read<T: Sendable>(
    _ purpose: ReadPurpose, _ body: @escaping @Sendable (any SQLSession) throws -> T
  ) async throws -> T

  /// Checks that the store is still the one that was opened and can be read.
  /// - Throws: an error that says what is wrong.
  func check() async throws

  /// Runs the body in one transaction; an error rolls it back. If the engine aborts the transaction because of a
  /// conflict, the body runs again, so it must keep no state of an earlier run.
  func write<T: Sendable>(_ body: @escaping @Sendable (any SQLSession) throws -> T) async throws -> T

  /// Like `write`, for bodies that write only foreign keys read in the same transaction and delete no referenced row,
  /// so that the engine may skip foreign-key checks. The body runs only once: it may read files.
  func bulkWrite<T: Sendable>(_ body: @escaping @Sendable (any SQLSession) throws -> T) async throws -> T

  /// Like `write`, for small writes that import no records, such as a session or an entry in the audit log. They may
  /// bypass the lock of an import. The body may run several times until it succeeds.
  func writeConcurrently<T: Sendable>(_ body: @escaping @Sendable (any SQLSession) throws -> T) async throws -> T
}

extension SQLDatabase {
  package func read<T: Sendable>(_ body: @escaping @Sendable (any SQLSession) throws -> T) async throws -> T {
    try await read(.page, body)
  }

  package func check() async throws { _ = try await read(.check) { try $0.number("SELECT count(*) FROM migrations") } }
}

/// One connection, valid during a `read` or `write`. Blocking; must not leave its thread.
package protocol SQLSession: AnyObject {
  var dialect: any SQLDialect { get }

  /// Calls the body with each row of the result as it arrives; no row is retained.
  func each(_ sql: SQLText, _ body: (any SQLRow) throws -> Void) throws

  /// Like `each`, for a result that is known to be small and may be in memory as a whole.
  func eachOfFew(_ sql: SQLText, _ body: (any SQLRow) throws -> Void) throws

  /// The first row of a statement that finds a record by its key and that most requests run. It stays prepared, so its
  /// plan is not made for the values.
  func lookUp<T>(_ sql: SQLText, _ decode: (any SQLRow) throws -> T) throws -> T?

  /// Runs a statement and returns the number of rows that it inserted, updated or deleted.
  @discardableResult func run(_ sql: SQLText) throws -> Int

  /// Opens a batch insert for many rows of one table.
  /// - Parameter key: columns of a unique key; a row with the same key is updated. Empty: there must be no such row.
  func insertion(into table: String, columns: [String], replacing key: [String]) throws -> any BatchInsert

  /// Runs the body within the transaction; an error undoes what the body has written, and no more.
  func nested<T>(_ body: () throws -> T) throws -> T
}

/// A statement that is run repeatedly with different values; `finish` ends it.
package protocol BatchInsert: AnyObject {
  func run(_ values: [SQLValue]) throws
  /// Runs the statement for each row.
  func run(_ rows: PackedRows) throws
  func finish() throws
}

extension BatchInsert {
  package func run(_ rows: PackedRows) throws {
    var row = PackedRow(rows)
    for index in 0..<rows.count {
      row.move(to: rows.range(index))
      try run((0..<row.count).map(row.value))
    }
  }
}

/// The current row of a result; valid only inside the body that receives it. Columns count from 0.
package protocol SQLRow {
  func integer(_ column: Int) -> Int?
  func text(_ column: Int) -> String?
  func value(_ column: Int) -> SQLValue
  /// Appends the first columns as a packed row.
  func pack(_ columns: Int, into rows: inout PackedRows)
}

extension SQLRow {
  /// The value of a column that is never NULL.
  package func integer(at column: Int) -> Int { integer(column) ?? 0 }
  package func text(at column: Int) -> String { text(column) ?? "" }
  package func pack(_ columns: Int, into rows: inout PackedRows) {
    rows.beginRow()
    for column in 0..<columns { rows.append(value(column)) }
  }

  package func flag(_ column: Int) -> Bool { integer(column) == 1 }
}

extension SQLSession {
  package func eachOfFew(_ sql: SQLText, _ body: (any SQLRow) throws -> Void) throws { try each(sql, body) }

  package func lookUp<T>(_ sql: SQLText, _ decode: (any SQLRow) throws -> T) throws -> T? { try first(sql, decode) }

  package func nested<T>(_ body: () throws -> T) throws -> T {
    try run("SAVEPOINT nested")
    do {
      let result = try body()
      try run("RELEASE SAVEPOINT nested")
      return result
    } catch let cause {
      do {
        try run("ROLLBACK TO SAVEPOINT nested")
        try run("RELEASE SAVEPOINT nested")
      } catch {
        // After some errors of the store, the transaction has ended already.
        throw cause is StorageError ? cause : error
      }
      throw cause
    }
  }

  /// All rows of a result that is known to be small.
  package func all<T>(_ sql: SQLText, _ decode: (any SQLRow) throws -> T) throws -> [T] {
    var result: [T] = []
    try eachOfFew(sql) { result.append(try decode($0)) }
    return result
  }

  package func insertion(into table: String, columns: [String]) throws -> any BatchInsert {
    try insertion(into: table, columns: columns, replacing: [])
  }

  /// The first row, if there is one.
  package func first<T>(_ sql: SQLText, _ decode: (any SQLRow) throws -> T) throws -> T? {
    try all(sql, decode).first
  }

  /// The single number of a `SELECT count(*)` and the like.
  package func number(_ sql: SQLText) throws -> Int { try first(sql) { $0.integer(at: 0) } ?? 0 }

  /// - Parameter table: a name in the code, never input.
  package func hasRows(_ table: String) throws -> Bool {
    try first("SELECT 1 FROM \(raw: table) LIMIT 1") { _ in true } ?? false
  }
}
