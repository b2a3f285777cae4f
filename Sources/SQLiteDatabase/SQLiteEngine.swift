import CSQLite
package import DatabaseAccess
import GRDB

/// A store in one SQLite file. GRDB manages the connections (one writer, several readers, WAL); statements are stepped
/// through SQLite's C interface, which is twice as fast for many rows (docs/decisions/0005).
package struct SQLiteEngine: SQLDatabase {
  private let pool: DatabasePool
  private let readers: SQLiteReaders
  private let file: FileIdentity
  private let isExclusive: Bool
  private let afterChange: SQLText?
  private let kept = KeptStatements()
  package let dialect: any SQLDialect = SQLiteDialect()

  /// Opens or creates the file.
  /// - Parameters:
  ///   - readers: the maximum number of concurrent page reads.
  ///   - patience: the timeout of a read for a connection.
  ///   - memory: soft limit in bytes for all of SQLite in this process, including temporary tables; nil to limit only
  ///     the size of each cache.
  ///   - isExclusive: whether no other client uses the store, so that a new store may be locked while it is filled.
  ///   - afterChange: a statement that ends each write that changed rows, except concurrent ones.
  /// - Throws: `StorageError.unavailable` with the name of the file; `.full` if the disk is full.
  package init(
    path: String, readers: Int = 8, patience: Duration = .seconds(10), memory: Int? = nil, isExclusive: Bool = false,
    afterChange: SQLText? = nil
  ) throws {
    self.isExclusive = isExclusive
    self.afterChange = afterChange
    self.readers = SQLiteReaders(pages: readers, patience: patience)
    Self.mapsNoFiles
    // Each temporary table of a statement has a separate cache of 2 MB.
    if let memory { sqlite3_soft_heap_limit64(Int64(memory)) }
    var configuration = Configuration()
    configuration.maximumReaderCount = self.readers.count
    configuration.busyMode = .timeout(10)
    configuration.label = "tallybook"
    configuration.prepareDatabase { connection in
      // GRDB's authorizer tracks the columns that statements read, for observers. We have none, and it took 40 % of the
      // tests' time. GRDB also detects its BEGIN and COMMIT by it, so `SQLiteSession.transaction` begins and ends
      // transactions instead (docs/decisions/0005).
      sqlite3_set_authorizer(connection.sqliteConnection, nil, nil)
      // Debian's SQLite overwrites deleted content and caches 2 MB of pages; the writer gets a larger cache for
      // imports. A sort uses the same amount again.
      let cache = connection.configuration.readonly ? 8_192 : 16_384
      try connection.execute(
        sql: "PRAGMA secure_delete = OFF; PRAGMA temp_store = FILE; PRAGMA cache_size = -\(cache);")
      if !connection.configuration.readonly {
        try connection.execute(sql: "PRAGMA temp.cache_size = -16384; PRAGMA synchronous = NORMAL;")
      }
    }
    do {
      pool = try DatabasePool(path: path, configuration: configuration)
      file = FileIdentity(path: path)
    } catch {
      if let error = error as? DatabaseError, error.resultCode == .SQLITE_FULL { throw Self.storageError(error) }
      let isBusy = (error as? DatabaseError)?.resultCode == .SQLITE_BUSY
      let hint = isBusy ? " If its first import is running, try again when it has finished." : ""
      throw StorageError.unavailable("The store \(path) cannot be opened: \(Self.words(error)).\(hint)")
    }
  }

  /// Otherwise SQLite maps the temporary files of large sorts, and the whole sort counts as memory of this process.
  private static let mapsNoFiles: Void = { _ = sqlite3_config_mmap_size(0, 0) }()

  package func read<T: Sendable>(
    _ purpose: ReadPurpose, _ body: @escaping @Sendable (any SQLSession) throws -> T
  ) async throws -> T {
    try await readers.lend(purpose) {
      try await Self.translated {
        if BlockingThread.isCurrent { return try await readHere(body) }
        return try await pool.unsafeRead { try SQLiteSession(connection: $0).transaction("BEGIN", body) }
      }
    }
  }

  /// Reads on the current thread: no other one has to be woken, and to wake this one at the end.
  private func readHere<T: Sendable>(_ body: @escaping @Sendable (any SQLSession) throws -> T) async throws -> T {
    let running = RunningConnection()
    return try await withTaskCancellationHandler {
      try pool.readHere { connection in
        running.begin(connection.sqliteConnection)
        defer { running.end() }
        try Task.checkCancellation()
        return try SQLiteSession(connection: connection).transaction("BEGIN", body)
      }
    } onCancel: {
      running.interrupt()
    }
  }

  package func check() async throws {
    try file.check()
    try await readers.lend(.check) {
      try await Self.translated {
        try await pool.unsafeRead { connection in
          // Cached pages say nothing about the disk.
          sqlite3_db_release_memory(connection.sqliteConnection)
          _ = try SQLiteSession(connection: connection).number("SELECT count(*) FROM sqlite_master")
        }
      }
    }
  }

  package func write<T: Sendable>(_ body: @escaping @Sendable (any SQLSession) throws -> T) async throws -> T {
    try await write(body, afterChange)
  }

  private func write<T: Sendable>(
    _ body: @escaping @Sendable (any SQLSession) throws -> T, _ afterChange: SQLText?
  ) async throws -> T {
    try await Self.translated {
      try await pool.writeWithoutTransaction { connection in
        kept.prune(connection)
        return try Self.writing(connection, kept: kept, afterChange, body)
      }
    }
  }

  /// SQLite has only one writer at a time.
  package func writeConcurrently<T: Sendable>(
    _ body: @escaping @Sendable (any SQLSession) throws -> T
  ) async throws -> T { try await write(body, nil) }

  package func bulkWrite<T: Sendable>(
    _ body: @escaping @Sendable (any SQLSession) throws -> T
  ) async throws -> T {
    try await Self.translated {
      // Our own readers count as other clients that have the store open.
      if isExclusive { pool.invalidateReadOnlyConnections() }
      return try await pool.writeWithoutTransaction { connection in
        // This can be changed only outside a transaction.
        try connection.execute(sql: "PRAGMA foreign_keys = OFF")
        defer { try? connection.execute(sql: "PRAGMA foreign_keys = ON") }
        let isStraight = try isExclusive && BulkLoadMode.begin(connection)
        defer { if isStraight { try? BulkLoadMode.end(connection) } }
        return try Self.writing(connection, late: isStraight ? DeferredIndexes() : nil, afterChange, body)
      }
    }
  }

  /// IMMEDIATE makes a second importing process wait here instead of failing midway.
  private static func writing<T>(
    _ connection: Database, late: DeferredIndexes? = nil, kept: KeptStatements? = nil, _ afterChange: SQLText?,
    _ body: (any SQLSession) throws -> T
  ) throws -> T {
    try SQLiteSession(connection: connection, late: late, kept: kept)
      .transaction("BEGIN IMMEDIATE", afterChange: afterChange, body)
  }

  /// Writes a consistent copy of a store to a new file while others read and write; the store itself is only read.
  /// - Throws: `StorageError.unavailable` if the file is not a store or is corrupt.
  package static func copy(_ file: String, to path: String) async throws {
    var configuration = Configuration()
    configuration.readonly = true
    configuration.busyMode = .timeout(10)
    do {
      let queue = try DatabaseQueue(path: file, configuration: configuration)
      try await queue.read { source in
        let isStore = try Bool.fetchOne(
          source, sql: "SELECT count(*) > 0 FROM sqlite_master WHERE type = 'table' AND name = 'migrations'")
        guard isStore == true else { throw StorageError.unavailable("\(file) is not a Tallybook store.") }
      }
      defer { try? queue.close() }
      try await queue.writeWithoutTransaction { try $0.execute(sql: "VACUUM INTO ?", arguments: [path]) }
      let copy = try DatabaseQueue(path: path, configuration: configuration)
      defer { try? copy.close() }
      let fault = try await copy.read { try String.fetchOne($0, sql: "PRAGMA quick_check(1)") }
      guard fault == "ok" else { throw StorageError.unavailable("\(file) is corrupt: \(fault ?? "").") }
    } catch let error as DatabaseError where unfinishedCodes.contains(error.extendedResultCode.rawValue) {
      throw StorageError.unavailable(
        "\(file) has an unfinished write (\(file)-journal or -wal exists), because its program ended too early. Run "
          + "`tallybook check --store \(file)` once, which rolls it back, and try again.")
    } catch let error as DatabaseError { throw storageError(error) }
  }

  /// SQLITE_READONLY_ROLLBACK, _RECOVERY, _CANTLOCK: an unfinished write must be rolled back first.
  private static let unfinishedCodes: Set<Int32> = [776, 264, 520]

  /// Changes a file that no other client has open, such as a copy before it is renamed.
  package static func edit<T>(_ path: String, _ body: @escaping @Sendable (any SQLSession) throws -> T) async throws
    -> T
  where T: Sendable {
    try await alone(path) { try SQLiteSession(connection: $0).transaction("BEGIN IMMEDIATE", body) }
  }

  /// Runs the body while no other client can open the store, after its write-ahead log was moved into the file.
  /// - Throws: `StorageError.busy` if another client has it open.
  package static func locking<T: Sendable>(_ path: String, _ body: @escaping @Sendable () throws -> T) async throws -> T
  {
    do {
      return try await alone(path) { connection in
        try connection.execute(sql: "PRAGMA locking_mode = EXCLUSIVE")
        _ = try String.fetchOne(connection, sql: "PRAGMA journal_mode = DELETE")
        return try SQLiteSession(connection: connection).transaction("BEGIN EXCLUSIVE") { _ in try body() }
      }
    } catch StorageError.busy(let detail) {
      throw StorageError.busy("\(path) is open in another program, such as a server; stop that first. \(detail)")
    }
  }

  private static func alone<T: Sendable>(
    _ path: String, _ body: @escaping @Sendable (Database) throws -> T
  ) async throws -> T {
    var configuration = Configuration()
    configuration.busyMode = .immediateError
    configuration.prepareDatabase { sqlite3_set_authorizer($0.sqliteConnection, nil, nil) }
    return try await translated {
      let queue = try DatabaseQueue(path: path, configuration: configuration)
      defer { try? queue.close() }
      return try await queue.writeWithoutTransaction { try body($0) }
    }
  }

  private static func translated<T>(_ body: () async throws -> T) async throws -> T {
    do { return try await body() } catch let error as DatabaseError { throw storageError(error) }
  }

  private static func storageError(_ error: DatabaseError) -> StorageError {
    SQLiteSession.storageError(code: error.resultCode.rawValue, words(error))
  }

  private static func words(_ error: any Error) -> String {
    (error as? DatabaseError)?.message ?? String(describing: error)
  }
}
