import DatabaseAccess
import Synchronization

/// A database that counts statements and rows, and keeps each statement once.
final class CountingDatabase: SQLDatabase {
  struct Counts: Equatable {
    var statements = 0
    var rows = 0
  }

  private let database: any SQLDatabase
  private let counts = Mutex(Counts())
  private let seen = Mutex([String: SQLText]())
  var dialect: any SQLDialect { database.dialect }

  init(_ database: any SQLDatabase) { self.database = database }

  /// The counts since the last call.
  func take() -> Counts {
    counts.withLock { counts in
      defer { counts = Counts() }
      return counts
    }
  }

  /// All statements so far, in the set-based form, by their text; the values are those of the last execution.
  var statements: [String: SQLText] { seen.withLock { $0 } }

  fileprivate func see(_ sql: SQLText) {
    let text = dialect.render(sql).sql
    seen.withLock { $0[text] = sql }
  }

  func check() async throws { try await database.check() }

  func read<T: Sendable>(
    _ purpose: ReadPurpose, _ body: @escaping @Sendable (any SQLSession) throws -> T
  ) async throws -> T {
    try await database.read(purpose) { [self] session in
      let session = Session(session, self)
      defer {
        counts.withLock {
          $0.statements += session.counts.statements
          $0.rows += session.counts.rows
        }
      }
      return try body(session)
    }
  }

  func write<T: Sendable>(_ body: @escaping @Sendable (any SQLSession) throws -> T) async throws -> T {
    try await database.write(body)
  }

  func bulkWrite<T: Sendable>(
    _ body: @escaping @Sendable (any SQLSession) throws -> T
  ) async throws -> T { try await database.bulkWrite(body) }

  func writeConcurrently<T: Sendable>(_ body: @escaping @Sendable (any SQLSession) throws -> T) async throws -> T {
    try await database.writeConcurrently(body)
  }

  private final class Session: SQLSession {
    private let session: any SQLSession
    private let database: CountingDatabase
    private(set) var counts = Counts()
    var dialect: any SQLDialect { session.dialect }

    init(_ session: any SQLSession, _ database: CountingDatabase) {
      self.session = session
      self.database = database
    }

    func each(_ sql: SQLText, _ body: (any SQLRow) throws -> Void) throws {
      database.see(try session.resolved(sql.together))
      let sql = try resolved(sql)
      counts.statements += 1
      try session.each(sql) { row in
        counts.rows += 1
        try body(row)
      }
    }

    func run(_ sql: SQLText) throws -> Int { try session.run(sql) }

    func insertion(into table: String, columns: [String], replacing key: [String]) throws -> any BatchInsert {
      try session.insertion(into: table, columns: columns, replacing: key)
    }
  }
}
