/// What a read is for. Each purpose has connections of its own: however long clients take over their files, there is a
/// connection for the next page, and one that tells whether the store answers.
package enum ReadPurpose: String, Sendable, CaseIterable {
  /// A page, or an answer of the API that is made at once.
  case page
  /// Rows that are sent while they are read: it lasts as long as the client takes.
  case stream
  /// A file that is made in the background.
  case job
  /// Whether the store answers.
  case check
}

/// A database of any engine. What it does is asynchronous, since it happens on threads of the engine's own; what
/// happens inside one `read` or `write` is plain blocking code.
package protocol SQLDatabase: Sendable {
  var dialect: any SQLDialect { get }

  /// Runs the body on one consistent snapshot.
  /// - Throws: `StorageError.busy` if no connection for this purpose is free for too long.
  func read<T: Sendable>(
    _ purpose: ReadPurpose, _ body: @escaping @Sendable (any SQLSession) throws -> T
  ) async throws -> T

  /// Whether the store is the one that was opened, and can be read now.
  /// - Throws: what is wrong with it.
  func check() async throws

  /// Runs the body in one transaction; an error rolls it back. Where the engine undoes a transaction for the sake of
  /// another one, the body runs once more: it keeps nothing of its first run.
  func write<T: Sendable>(_ body: @escaping @Sendable (any SQLSession) throws -> T) async throws -> T

  /// As `write`, for a body that writes no key but those that it has read from their tables in the same transaction,
  /// and deletes no row that another one names: the engine need not look each of them up once more.
  func writeKnownKeys<T: Sendable>(_ body: @escaping @Sendable (any SQLSession) throws -> T) async throws -> T

  /// As `write`, for a small body that takes no records in: a session, a note in the audit log. The engine need not let it
  /// wait for an import. It may run several times until it succeeds once.
  func writeAside<T: Sendable>(_ body: @escaping @Sendable (any SQLSession) throws -> T) async throws -> T
}

extension SQLDatabase {
  package func read<T: Sendable>(_ body: @escaping @Sendable (any SQLSession) throws -> T) async throws -> T {
    try await read(.page, body)
  }

  package func check() async throws { _ = try await read(.check) { try $0.number("SELECT count(*) FROM migrations") } }
}

/// One connection, for as long as a `read` or `write` lasts. Blocking; stays on its thread.
package protocol SQLSession: AnyObject {
  var dialect: any SQLDialect { get }

  /// Hands each row of the result to the body as it arrives; nothing is kept.
  func each(_ sql: SQLText, _ body: (any SQLRow) throws -> Void) throws

  /// Runs a statement and tells how many rows it inserted, updated or deleted.
  @discardableResult func run(_ sql: SQLText) throws -> Int

  /// Opens a fast way in for many rows of one table.
  /// - Parameter key: columns of a unique key whose row, if there is one, gets the other values; none: there may be none.
  func insertion(into table: String, columns: [String], replacing key: [String]) throws -> any SQLRepetition
}

/// A statement that is run again and again with other values; `finish` ends it.
package protocol SQLRepetition: AnyObject {
  func run(_ values: [SQLValue]) throws
  /// Runs it with each of the rows.
  func run(_ rows: PackedRows) throws
  func finish() throws
}

extension SQLRepetition {
  package func run(_ rows: PackedRows) throws {
    var row = PackedRow(rows)
    for index in 0..<rows.count {
      row.move(to: rows.range(index))
      try run((0..<row.count).map(row.value))
    }
  }
}

/// The row that a result stands at; valid only inside the body that it was handed to. Columns count from 0.
package protocol SQLRow {
  func integer(_ column: Int) -> Int?
  func text(_ column: Int) -> String?
  func value(_ column: Int) -> SQLValue
  /// Appends the first columns to packed rows, as a row.
  func pack(_ columns: Int, into rows: inout PackedRows)
}

extension SQLRow {
  /// A column that the statement never leaves empty.
  package func integer(at column: Int) -> Int { integer(column) ?? 0 }
  package func text(at column: Int) -> String { text(column) ?? "" }
  package func pack(_ columns: Int, into rows: inout PackedRows) {
    rows.beginRow()
    for column in 0..<columns { rows.append(value(column)) }
  }

  package func flag(_ column: Int) -> Bool { integer(column) == 1 }
}

extension SQLSession {
  /// All rows of a result that is known to be small.
  package func all<T>(_ sql: SQLText, _ decode: (any SQLRow) throws -> T) throws -> [T] {
    var result: [T] = []
    try each(sql) { result.append(try decode($0)) }
    return result
  }

  package func insertion(into table: String, columns: [String]) throws -> any SQLRepetition {
    try insertion(into: table, columns: columns, replacing: [])
  }

  /// The first row, if there is one.
  package func first<T>(_ sql: SQLText, _ decode: (any SQLRow) throws -> T) throws -> T? {
    try all(sql, decode).first
  }

  /// The single number of a `SELECT count(*)` and the like.
  package func number(_ sql: SQLText) throws -> Int { try first(sql) { $0.integer(at: 0) } ?? 0 }
}
