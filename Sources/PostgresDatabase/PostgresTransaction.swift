import DatabaseAccess

/// How a transaction begins, and how long its statements may take.
struct PostgresTransaction: Sendable {
  let begin: String
  let limit: Duration
  /// Whether the server has yet to be reached for the first time.
  var isFirst = false

  /// The server undid it for the sake of another one: tried again, it may succeed.
  struct Conflict: Error {
    let error: any Error
  }

  /// - Parameter connection: nil where one has to be made; nil afterwards if it is of no more use.
  func run<T>(
    _ connection: inout PostgresConnection?, _ pool: PostgresPool, _ call: PostgresCall,
    _ body: (PostgresSession) throws -> T
  ) throws -> T {
    let live = try begun(connection, pool, call)
    connection = live
    defer { if call.end() || live.isBroken || !live.isIdle { connection = nil } }
    do {
      let session = PostgresSession(connection: live)
      let result = try body(session)
      try session.end()
      live.call = nil
      return result
    } catch {
      let hadConflict = live.hadConflict
      live.rollBack()
      if hadConflict { throw Conflict(error: error) }
      throw error
    }
  }

  /// A connection in a new transaction. One that lay idle may have been closed by the server meanwhile; nothing has
  /// happened yet, so another will do.
  private func begun(
    _ idle: PostgresConnection?, _ pool: PostgresPool, _ call: PostgresCall
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

  /// A server that cannot be reached was there when the store was opened, and will be again.
  private func connected(_ pool: PostgresPool) throws -> PostgresConnection {
    do { return try PostgresConnection(pool.address, limit: limit + pool.patience.answer) } catch {
      if !isFirst, case StorageError.unavailable(let detail) = error { throw StorageError.busy(detail) }
      throw error
    }
  }

  private func begin(_ connection: PostgresConnection, _ pool: PostgresPool, _ call: PostgresCall) throws {
    connection.limit = (limit + pool.patience.answer).milliseconds
    connection.call = call
    try call.begin(connection.brake)
    do { try connection.begin(begin) } catch {
      connection.rollBack()
      throw error
    }
  }
}
