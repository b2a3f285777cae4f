import GRDB
import Synchronization

/// The statements that the writer's connection keeps prepared: preparing the statements of a single record takes longer
/// than running them.
final class KeptStatements: Sendable {
  private static let limit = 200
  private let texts = Mutex<Set<String>>([])

  func statement(_ sql: String, in connection: Database) throws -> SQLiteStatement {
    texts.withLock { _ = $0.insert(sql) }
    return try SQLiteStatement(kept: sql, in: connection)
  }

  /// Forgets them all if they have become many. Call it outside a transaction.
  func prune(_ connection: Database) {
    texts.withLock { texts in
      guard texts.count > Self.limit else { return }
      texts.removeAll()
      connection.clearSchemaCache()
    }
  }
}
