import DatabaseAccess

/// The opening statement of a transaction, and the timeout of its statements.
struct PostgresTransaction: Sendable {
  let begin: String
  let limit: Duration
  /// Whether the server was not reached before.
  var isFirst = false
  /// Runs last if rows have changed.
  var afterChange: SQLText?

  /// The server aborted the transaction because of another one; a retry may succeed.
  struct Conflict: Error {
    let error: any Error
  }

  /// - Parameter connection: nil to open a new one; set to nil if the connection cannot be reused.
  func run<T>(
    _ connection: inout PostgresConnection?, _ pool: PostgresPool, _ call: CallState,
    _ body: (PostgresSession) throws -> T
  ) throws -> T {
    let live = try begun(connection, pool, call)
    connection = live
    defer { if call.end() || live.isBroken || !live.isIdle { connection = nil } }
    do {
      let session = PostgresSession(connection: live, preparesReads: !begin.hasSuffix("READ ONLY"))
      let result = try body(session)
      try session.end(afterChange: afterChange)
      live.call = nil
      return result
    } catch {
      let hadConflict = live.hadConflict
      live.rollBack()
      if hadConflict { throw Conflict(error: error) }
      throw error
    }
  }

  /// A connection in a new transaction. The server may have closed an idle connection; nothing has happened yet, so a
  /// new one replaces it.
  private func begun(
    _ idle: PostgresConnection?, _ pool: PostgresPool, _ call: CallState
  ) throws -> PostgresConnection {
    if let idle {
      do {
        try begin(idle, pool, call)
        return idle
      } catch {
        if !idle.isBroken { throw error }
      }
    }
    let new = try connected(pool)
    try begin(new, pool, call)
    return new
  }

  /// Opens a connection. If the server was reached before, failure is temporary: `busy` instead of `unavailable`.
  private func connected(_ pool: PostgresPool) throws -> PostgresConnection {
    do { return try PostgresConnection(pool.address, limit: limit + pool.patience.answer) } catch {
      if !isFirst, case StorageError.unavailable(let detail) = error { throw StorageError.busy(detail) }
      throw error
    }
  }

  private func begin(_ connection: PostgresConnection, _ pool: PostgresPool, _ call: CallState) throws {
    connection.limit = (limit + pool.patience.answer).milliseconds
    connection.call = call
    try call.begin(connection.brake)
    do { try connection.begin(begin) } catch {
      connection.rollBack()
      throw error
    }
  }
}
