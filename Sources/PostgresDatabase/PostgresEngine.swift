package import DatabaseAccess

/// A store on a PostgreSQL server. Every read is one snapshot; writes take turns, also those of several server
/// processes, so that standings are made from all the records there are.
package struct PostgresEngine: SQLDatabase {
  package let dialect: any SQLDialect = PostgresDialect()
  /// For pages and writes.
  private let pool: PostgresPool
  /// For reads that may last long, and for one that must not wait for them.
  private let others: [ReadPurpose: PostgresPool]
  /// Whose turn it is among the writers of this process. They wait here, without a connection, which readers need.
  private let turns = WaitingLine([()], complaint: "Somebody else writes to the store.")
  /// The most files that are sent, and that are made in the background, at a time.
  private static let streams = 8
  private static let jobs = 4
  /// How often a transaction is tried that the server undoes for the sake of another one.
  private static let tries = 6
  /// Whose turn it is among all: held until the transaction ends.
  private static let writersTurn = "SELECT pg_advisory_xact_lock(hashtext('tallybook ' || current_schema()))"

  /// For a store that Citus spreads over several nodes: a transaction has one connection to each of them, so that every
  /// statement sees what those before it have written. Means nothing to other servers.
  private static let nodeByNode = "SET LOCAL citus.multi_shard_modify_mode = 'sequential'"

  /// - Parameters:
  ///   - address: `postgres://user@host/database?…`, as libpq takes it.
  ///   - connections: how many at most for pages and writes, and for the files that are sent meanwhile.
  /// - Throws: `StorageError.unavailable` if the server cannot be reached or its database is not fit.
  package init(address: String, connections: Int = 10, patience: PostgresPatience = PostgresPatience()) async throws {
    pool = PostgresPool(try PostgresAddress(address, patience), limit: connections, patience)
    others = [
      .stream: PostgresPool(pool.address, limit: min(connections, Self.streams), patience),
      .job: PostgresPool(pool.address, limit: min(connections, Self.jobs), patience),
      .check: PostgresPool(try PostgresAddress(address, .ofCheck), limit: 1, .ofCheck),
    ]
    let beginning = PostgresTransaction(begin: "BEGIN READ ONLY", limit: patience.statement, isFirst: true)
    try await pool.perform(beginning) { try Self.checkDatabase($0) }
  }

  /// Runs SQL outside of any transaction, as making a database wants it.
  package static func run(_ sql: String, address: String) throws {
    let patience = PostgresPatience()
    try PostgresConnection(try PostgresAddress(address, patience), limit: patience.statement).run(sql)
  }

  package func read<T: Sendable>(
    _ purpose: ReadPurpose, _ body: @escaping @Sendable (any SQLSession) throws -> T
  ) async throws -> T {
    let begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
    // A body may have handed out rows already: it is not run again.
    let pool = others[purpose] ?? pool
    let transaction = PostgresTransaction(begin: begin, limit: pool.patience.statement)
    return try await Self.told { try await pool.perform(transaction, body) }
  }

  package func write<T: Sendable>(_ body: @escaping @Sendable (any SQLSession) throws -> T) async throws -> T {
    let patience = pool.patience
    let begin =
      "BEGIN; SET LOCAL lock_timeout = \(patience.turn.milliseconds); \(Self.nodeByNode); \(Self.writersTurn)"
    let transaction = PostgresTransaction(begin: begin, limit: max(patience.statement, patience.turn))
    return try await again { try await inTurn(transaction, patience.turn, body) }
  }

  package func writeAside<T: Sendable>(_ body: @escaping @Sendable (any SQLSession) throws -> T) async throws -> T {
    let begin = """
      BEGIN ISOLATION LEVEL SERIALIZABLE; SET LOCAL lock_timeout = \(pool.patience.turn.milliseconds);
      \(Self.nodeByNode)
      """
    return try await again {
      try await pool.perform(PostgresTransaction(begin: begin, limit: pool.patience.statement), body)
    }
  }

  package func writeKnownKeys<T: Sendable>(
    _ body: @escaping @Sendable (any SQLSession) throws -> T
  ) async throws -> T {
    let patience = pool.patience
    let begin = """
      BEGIN; SET LOCAL lock_timeout = \(patience.turnOfImport.milliseconds);
      SET LOCAL statement_timeout = \(patience.statementOfImport.milliseconds); \(Self.nodeByNode);
      \(Self.writersTurn)
      """
    let transaction = PostgresTransaction(begin: begin, limit: patience.statementOfImport)
    // Who reads files may have read them half: it is not run again.
    return try await Self.told {
      try await inTurn(transaction, patience.turnOfImport) { session in
        session.filling = try FirstFilling(session)
        let result = try body(session)
        try session.filling?.end()
        return result
      }
    }
  }

  private func inTurn<T: Sendable>(
    _ transaction: PostgresTransaction, _ patience: Duration,
    _ body: @escaping @Sendable (PostgresSession) throws -> T
  ) async throws -> T {
    let turn: Void = try await turns.take(patience: patience)
    defer { turns.giveBack(turn) }
    return try await pool.perform(transaction, body)
  }

  /// What went wrong in the words of `StorageError`.
  private static func told<T>(_ body: () async throws -> T) async throws -> T {
    do { return try await body() } catch let conflict as PostgresTransaction.Conflict { throw conflict.error }
  }

  /// Tries a transaction again that gave way to another one, after a moment that differs from the other's.
  private func again<T>(_ body: () async throws -> T) async throws -> T {
    for attempt in 1..<Self.tries {
      do { return try await body() } catch is PostgresTransaction.Conflict {
        try await Task.sleep(for: .milliseconds(Int.random(in: 5...20) * attempt))
      }
    }
    return try await Self.told(body)
  }
}

extension PostgresEngine {
  /// Names and ids are compared by code point everywhere; a database that sorts by a language would sort otherwise.
  fileprivate static func checkDatabase(_ session: any SQLSession) throws {
    let collation = try session.first(
      "SELECT datcollate, pg_encoding_to_char(encoding) FROM pg_database WHERE datname = current_database()"
    ) { ($0.text(at: 0), $0.text(at: 1)) }
    guard let collation, ["C", "C.UTF-8", "C.utf8", "POSIX"].contains(collation.0), collation.1 == "UTF8" else {
      throw StorageError.unavailable(
        "The database sorts by \(collation?.0 ?? "?") in \(collation?.1 ?? "?"). Make one that sorts by code point: "
          + "CREATE DATABASE tallybook TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'")
    }
  }
}
