import GRDB

/// Bulk loads into a nearly empty store bypass the WAL. With it, each page would be written to the log first and copied
/// at the end; and finding a page in a log of many gigabytes is slow.
///
/// The file is locked meanwhile, so this is only for commands that run while no other client has the store open.
enum BulkLoadMode {
  /// Pages of 4 KiB; empty tables and their indexes take about 200.
  private static let pagesOfNewStore = 1_000

  /// - Returns: false if the store is not nearly empty or another client has it open.
  static func begin(_ connection: Database) throws -> Bool {
    guard try Int.fetchOne(connection, sql: "PRAGMA page_count") ?? 0 <= pagesOfNewStore else { return false }
    // Do not wait for other connections.
    let patience = try Int.fetchOne(connection, sql: "PRAGMA busy_timeout") ?? 0
    try connection.execute(sql: "PRAGMA busy_timeout = 0")
    defer { try? connection.execute(sql: "PRAGMA busy_timeout = \(patience)") }
    do { return try String.fetchOne(connection, sql: "PRAGMA journal_mode = DELETE") == "delete" } catch let error
      as DatabaseError where error.resultCode == .SQLITE_BUSY || error.resultCode == .SQLITE_LOCKED
    { return false }
  }

  static func end(_ connection: Database) throws {
    _ = try String.fetchOne(connection, sql: "PRAGMA journal_mode = WAL")
  }
}
