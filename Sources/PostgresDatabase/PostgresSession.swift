import DatabaseAccess

/// A connection within a transaction.
final class PostgresSession: SQLSession {
  let dialect: any SQLDialect = PostgresDialect()
  private let connection: PostgresConnection
  /// Constraints that are deferred while a new store is filled.
  var filling: DeferredConstraints?
  private var cursors = 0
  /// Those that are not finished: every statement looks through them.
  private var insertions: [PostgresInsertion] = []
  private var insertionCount = 0
  private static let rowsAtOnce = 1_000
  /// Whether statements that return few rows are prepared when they run again: those of writes are few. A page's are
  /// planned for their values each time.
  private let preparesReads: Bool

  init(connection: PostgresConnection, preparesReads: Bool) {
    self.connection = connection
    self.preparesReads = preparesReads
  }

  /// Uses a cursor, so that other statements can run in the body, and at most `rowsAtOnce` rows are in memory.
  func each(_ sql: SQLText, _ body: (any SQLRow) throws -> Void) throws {
    let (statement, values) = dialect.render(try resolved(sql))
    try flush(before: statement)
    cursors += 1
    let name = "c\(cursors)"
    _ = try connection.execute("DECLARE \(name) NO SCROLL CURSOR FOR \(statement)", values, isKept: false)
    while true {
      let rows = try connection.execute("FETCH \(Self.rowsAtOnce) FROM \(name)", [], isKept: false)
      for index in 0..<rows.count { try body(rows[index]) }
      if rows.count < Self.rowsAtOnce { break }
    }
    try connection.runMeanwhile("CLOSE \(name)")
  }

  /// One round trip, without a cursor.
  func eachOfFew(_ sql: SQLText, _ body: (any SQLRow) throws -> Void) throws {
    let (statement, values) = dialect.render(try resolved(sql))
    try flush(before: statement)
    let rows = try connection.execute(statement, values, isKept: preparesReads && !values.isEmpty)
    for index in 0..<rows.count { try body(rows[index]) }
  }

  func lookUp<T>(_ sql: SQLText, _ decode: (any SQLRow) throws -> T) throws -> T? {
    let (statement, values) = dialect.render(try resolved(sql))
    try flush(before: statement)
    let rows = try connection.execute(statement, values, isKept: true)
    return rows.count == 0 ? nil : try decode(rows[0])
  }

  @discardableResult func run(_ sql: SQLText) throws -> Int {
    let (statement, values) = dialect.render(try resolved(sql))
    try flush(before: statement)
    return try connection.execute(statement, values, isKept: !values.isEmpty).changes
  }

  func insertion(into table: String, columns: [String], replacing key: [String]) throws -> any BatchInsert {
    if key.isEmpty { try filling?.putOffPrimaryKey(of: table) }
    insertions.removeAll(where: \.isFinished)
    insertionCount += 1
    let name = "replacing_\(insertionCount)"
    let replacement = key.isEmpty ? nil : PostgresInsertion.Replacement(key: key, name: name)
    let insertion = PostgresInsertion(connection, table, columns, replacement)
    insertions.append(insertion)
    return insertion
  }

  func nested<T>(_ body: () throws -> T) throws -> T {
    for insertion in insertions { try insertion.flush() }
    try connection.run("SAVEPOINT nested")
    let outer = insertions
    do {
      let result = try body()
      for insertion in insertions { try insertion.flush() }
      try connection.run("RELEASE SAVEPOINT nested")
      return result
    } catch {
      // Rows that were not sent yet are undone too.
      insertions = outer
      try connection.run("ROLLBACK TO SAVEPOINT nested; RELEASE SAVEPOINT nested")
      throw error
    }
  }

  /// Commits the transaction.
  /// - Parameter afterChange: runs last if rows have changed.
  func end(afterChange: SQLText?) throws {
    for insertion in insertions { try insertion.flush() }
    if let afterChange, connection.hasChanges { try run(afterChange) }
    try connection.run("COMMIT")
  }

  /// Writes the pending rows of every table that the statement mentions.
  private func flush(before statement: String) throws {
    for insertion in insertions where insertion.hasRows && statement.contains(insertion.table) { try insertion.flush() }
  }
}
