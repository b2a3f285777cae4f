package import DatabaseAccess
import Dispatch

/// A store on a PostgreSQL server. Every read is one snapshot; writes take turns, also those of several server
/// processes, so that standings are made from all the records there are.
package struct PostgresEngine: SQLDatabase {
  package let dialect: any SQLDialect = PostgresDialect()
  private let pool: PostgresPool
  /// Whose turn it is to write: held until the transaction ends.
  private static let writersTurn = "SELECT pg_advisory_xact_lock(hashtext('tallybook ' || current_schema()))"

  /// For a store that Citus spreads over several nodes: a transaction has one connection to each of them, so that every
  /// statement sees what those before it have written. Means nothing to other servers.
  private static let nodeByNode = "SET LOCAL citus.multi_shard_modify_mode = 'sequential'"

  /// - Parameter address: `postgres://user@host/database?…`, as libpq takes it.
  /// - Throws: `StorageError.unavailable` if the server cannot be reached or its database is not fit.
  package init(address: String, connections: Int = 10) async throws {
    pool = PostgresPool(address, limit: connections)
    try await perform(begin: "BEGIN READ ONLY") { try Self.checkDatabase($0) }
  }

  /// Runs SQL outside of any transaction, as making a database wants it.
  package static func run(_ sql: String, address: String) throws { try PostgresConnection(address).run(sql) }

  package func read<T: Sendable>(_ body: @escaping @Sendable (any SQLSession) throws -> T) async throws -> T {
    try await perform(begin: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", body)
  }

  package func write<T: Sendable>(_ body: @escaping @Sendable (any SQLSession) throws -> T) async throws -> T {
    try await perform(begin: "BEGIN; SET LOCAL lock_timeout = '10s'; \(Self.nodeByNode); \(Self.writersTurn)", body)
  }

  private func perform<T: Sendable>(
    begin: String, _ body: @escaping @Sendable (any SQLSession) throws -> T
  ) async throws -> T {
    let place = try await pool.take()
    return try await withCheckedThrowingContinuation { continuation in
      DispatchQueue.global().async {
        var connection = place
        let result = Result { try Self.transaction(&connection, pool.address, begin, body) }
        pool.giveBack(connection)
        continuation.resume(with: result)
      }
    }
  }

  /// - Parameter connection: nil where one has to be made; nil afterwards if it is of no more use.
  private static func transaction<T>(
    _ connection: inout PostgresConnection?, _ address: String, _ begin: String, _ body: (any SQLSession) throws -> T
  ) throws -> T {
    let live = try begun(connection, address, begin)
    connection = live
    do {
      let session = PostgresSession(connection: live)
      let result = try body(session)
      try session.end()
      return result
    } catch {
      try? live.run("ROLLBACK")
      if live.isBroken || !live.isIdle { connection = nil }
      throw error
    }
  }

  /// A connection in a new transaction. One that lay idle may have been closed by the server meanwhile; nothing has
  /// happened yet, so another will do.
  private static func begun(
    _ idle: PostgresConnection?, _ address: String, _ begin: String
  ) throws -> PostgresConnection {
    if let idle {
      do {
        try idle.run(begin)
        return idle
      } catch {
        if !idle.isBroken {
          try? idle.run("ROLLBACK")
          throw error
        }
      }
    }
    let new = try PostgresConnection(address)
    try new.run(begin)
    return new
  }

  /// Names and ids are compared by code point everywhere; a database that sorts by a language would sort otherwise.
  private static func checkDatabase(_ session: any SQLSession) throws {
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
