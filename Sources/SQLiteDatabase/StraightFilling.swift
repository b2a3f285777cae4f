import GRDB

/// What fills a store in which there is next to nothing goes straight into its file. In the log each page would be written
/// first, and copied from there at the end; and in a log of many gigabytes it takes long to find a page again.
///
/// The file is locked for as long as that takes. It is for a command of its own, while nobody else has the store open.
enum StraightFilling {
  /// Pages of 4 KiB; empty tables and their indexes take some two hundred.
  private static let pagesOfNewStore = 1_000

  /// - Returns: whether it was begun; not if there is much in the store or somebody else has it open.
  static func begin(_ connection: Database) throws -> Bool {
    guard try Int.fetchOne(connection, sql: "PRAGMA page_count") ?? 0 <= pagesOfNewStore else { return false }
    // Others may stay as long as they like: there is no waiting for them.
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
