package import DatabaseAccess

/// A store on a PostgreSQL server. Every read is one snapshot. Writes are serialized, also across server processes, so
/// that standings are computed from all committed records.
package struct PostgresEngine: SQLDatabase {
  package let dialect: any SQLDialect = PostgresDialect()
  /// For pages and writes.
  private let pool: PostgresPool
  /// For long reads, and for health checks, which must not wait for them.
  private let others: [ReadPurpose: PostgresPool]
  /// The write lock of this process. Writers wait for it without a connection, since readers need the connections.
  private let turns = ResourcePool([()], complaint: "Another write is in progress.")
  /// The maximum number of files that are sent, and that are created in the background, at the same time.
  private static let streams = 8
  private static let jobs = 4
  /// The maximum number of attempts for a transaction that the server aborts because of conflicts.
  private static let tries = 6
  /// Takes the write lock of all processes; it is held until the transaction ends.
  private static let writersTurn = "SELECT pg_advisory_xact_lock(hashtext('tallybook ' || current_schema()))"

  /// On Citus, makes a transaction use one connection per node, so that every statement sees earlier writes. Other
  /// servers ignore it.
  private static let nodeByNode = "SET LOCAL citus.multi_shard_modify_mode = 'sequential'"

  /// A write's statements are few, look rows up by key and are prepared: planning them for their values again takes
  /// longer than running them. Citus cannot plan without values.
  private let planning: String
  private let afterChange: SQLText?

  /// - Parameters:
  ///   - address: a libpq connection URI, `postgres://user@host/database?…`.
  ///   - connections: the maximum number for pages and writes; files that are sent have at most as many more, up to 8,
  ///     and jobs up to 4.
  ///   - afterChange: a statement that ends each write that changed rows, except concurrent ones.
  /// - Throws: `StorageError.unavailable` if the server cannot be reached or the database is not suitable.
  package init(
    address: String, connections: Int = 10, patience: PostgresTimeouts = PostgresTimeouts(), afterChange: SQLText? = nil
  ) async throws {
    self.afterChange = afterChange
    pool = PostgresPool(try PostgresAddress(address, patience), limit: connections, patience)
    others = [
      .stream: PostgresPool(pool.address, limit: min(connections, Self.streams), patience),
      .job: PostgresPool(pool.address, limit: min(connections, Self.jobs), patience),
      .check: PostgresPool(try PostgresAddress(address, .ofCheck), limit: 1, .ofCheck),
    ]
    let beginning = PostgresTransaction(begin: "BEGIN READ ONLY", limit: patience.statement, isFirst: true)
    let isCluster = try await pool.perform(beginning) { session in
      try Self.checkDatabase(session)
      return try session.first("SELECT 1 FROM pg_extension WHERE extname = 'citus'") { _ in true } ?? false
    }
    planning = isCluster ? "" : "SET LOCAL plan_cache_mode = force_generic_plan; "
  }

  /// Runs SQL outside a transaction, as CREATE DATABASE requires.
  package static func run(_ sql: String, address: String) throws {
    let patience = PostgresTimeouts()
    try PostgresConnection(try PostgresAddress(address, patience), limit: patience.statement).run(sql)
  }

  package func read<T: Sendable>(
    _ purpose: ReadPurpose, _ body: @escaping @Sendable (any SQLSession) throws -> T
  ) async throws -> T {
    let begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
    // The body may have passed on rows already, so it is not retried.
    let pool = others[purpose] ?? pool
    let transaction = PostgresTransaction(begin: begin, limit: pool.patience.statement)
    return try await Self.told { try await pool.perform(transaction, body) }
  }

  package func write<T: Sendable>(_ body: @escaping @Sendable (any SQLSession) throws -> T) async throws -> T {
    let patience = pool.patience
    let begin =
      "BEGIN; SET LOCAL lock_timeout = \(patience.turn.milliseconds); \(planning)\(Self.nodeByNode); \(Self.writersTurn)"
    let transaction = PostgresTransaction(
      begin: begin, limit: max(patience.statement, patience.turn), afterChange: afterChange)
    return try await again { try await inTurn(transaction, patience.turn, body) }
  }

  package func writeConcurrently<T: Sendable>(_ body: @escaping @Sendable (any SQLSession) throws -> T) async throws
    -> T
  {
    let begin = """
      BEGIN ISOLATION LEVEL SERIALIZABLE; SET LOCAL lock_timeout = \(pool.patience.turn.milliseconds);
      \(Self.nodeByNode)
      """
    return try await again {
      try await pool.perform(PostgresTransaction(begin: begin, limit: pool.patience.statement), body)
    }
  }

  package func bulkWrite<T: Sendable>(
    _ body: @escaping @Sendable (any SQLSession) throws -> T
  ) async throws -> T {
    let patience = pool.patience
    let begin = """
      BEGIN; SET LOCAL lock_timeout = \(patience.turnOfImport.milliseconds);
      SET LOCAL statement_timeout = \(patience.statementOfImport.milliseconds); \(Self.nodeByNode);
      \(Self.writersTurn)
      """
    let transaction = PostgresTransaction(begin: begin, limit: patience.statementOfImport, afterChange: afterChange)
    // The body may have read part of its files, so it is not retried.
    return try await Self.told {
      try await inTurn(transaction, patience.turnOfImport) { session in
        session.filling = try DeferredConstraints(session)
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
    let turn: Void = try await turns.acquire(patience: patience)
    defer { turns.release(turn) }
    return try await pool.perform(transaction, body)
  }

  /// Converts a conflict to its `StorageError`.
  private static func told<T>(_ body: () async throws -> T) async throws -> T {
    do { return try await body() } catch let conflict as PostgresTransaction.Conflict { throw conflict.error }
  }

  /// Retries a transaction after a conflict, with a random delay.
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
  /// Rejects databases with a language-specific collation: names and ids are compared by code point everywhere.
  fileprivate static func checkDatabase(_ session: any SQLSession) throws {
    let collation = try session.first(
      "SELECT datcollate, pg_encoding_to_char(encoding) FROM pg_database WHERE datname = current_database()"
    ) { ($0.text(at: 0), $0.text(at: 1)) }
    guard let collation, ["C", "C.UTF-8", "C.utf8", "POSIX"].contains(collation.0), collation.1 == "UTF8" else {
      throw StorageError.unavailable(
        "The database sorts by \(collation?.0 ?? "?") in \(collation?.1 ?? "?"), not by code point in UTF8. "
          + "Create it with: CREATE DATABASE tallybook TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'")
    }
  }
}
