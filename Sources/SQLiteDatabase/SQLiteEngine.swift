import CSQLite
package import DatabaseAccess
import GRDB

/// A store in one SQLite file. GRDB keeps the connections (one writer, several readers, WAL); statements are stepped
/// through SQLite's own interface, which is twice as quick on many rows (see `docs/decisions/`).
package struct SQLiteEngine: SQLDatabase {
  private let pool: DatabasePool
  private let readers: SQLiteReaders
  private let file: FileIdentity
  private let isAlone: Bool
  package let dialect: any SQLDialect = SQLiteDialect()

  /// Opens the file, or makes it.
  /// - Parameters:
  ///   - readers: how many pages at most read at the same time.
  ///   - patience: how long a read waits for a connection.
  ///   - memory: bytes that all of SQLite in this process keeps to, temporary tables included (they take more only where
  ///     a statement needs it at once); nil for what each cache may hold by itself.
  ///   - isAlone: whether it serves nobody who would wait while a new store is filled.
  /// - Throws: `StorageError.unavailable` naming the file.
  package init(
    path: String, readers: Int = 8, patience: Duration = .seconds(10), memory: Int? = nil, isAlone: Bool = false
  ) throws {
    self.isAlone = isAlone
    self.readers = SQLiteReaders(pages: readers, patience: patience)
    Self.mapsNoFiles
    // Each temporary table of a statement has a cache of 2 MB of its own.
    if let memory { sqlite3_soft_heap_limit64(Int64(memory)) }
    var configuration = Configuration()
    configuration.maximumReaderCount = self.readers.count
    configuration.busyMode = .timeout(10)
    configuration.label = "tallybook"
    configuration.prepareDatabase { connection in
      // GRDB has itself told of each column that a statement reads, for observers, of whom there are none: four tenths of
      // the tests' time. It knows its own BEGIN and COMMIT by it, so transactions are begun and ended by ourselves
      // (`SQLiteSession.transaction`, docs/decisions/0005).
      sqlite3_set_authorizer(connection.sqliteConnection, nil, nil)
      // Debian's SQLite overwrites deleted content and keeps 2 MB of pages; the writer gets room for an import.
      // A sort takes as much again.
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
      let hint = isBusy ? " If its first import is under way, it can be opened when that has ended." : ""
      throw StorageError.unavailable("The store \(path) cannot be opened: \(Self.words(error)).\(hint)")
    }
  }

  /// SQLite would map the temporary files of large sorts into memory, and all of a sort would count as ours.
  private static let mapsNoFiles: Void = { _ = sqlite3_config_mmap_size(0, 0) }()

  package func read<T: Sendable>(
    _ purpose: ReadPurpose, _ body: @escaping @Sendable (any SQLSession) throws -> T
  ) async throws -> T {
    try await readers.lend(purpose) {
      try await Self.translated {
        try await pool.unsafeRead { try SQLiteSession(connection: $0).transaction("BEGIN", body) }
      }
    }
  }

  package func check() async throws {
    try file.check()
    try await readers.lend(.check) {
      try await Self.translated {
        try await pool.unsafeRead { connection in
          // What is kept of the file in memory says nothing about the disk.
          sqlite3_db_release_memory(connection.sqliteConnection)
          _ = try SQLiteSession(connection: connection).number("SELECT count(*) FROM sqlite_master")
        }
      }
    }
  }

  package func write<T: Sendable>(_ body: @escaping @Sendable (any SQLSession) throws -> T) async throws -> T {
    try await Self.translated {
      try await pool.writeWithoutTransaction { try Self.writing($0, body) }
    }
  }

  /// There is one writer at a time.
  package func writeAside<T: Sendable>(
    _ body: @escaping @Sendable (any SQLSession) throws -> T
  ) async throws -> T { try await write(body) }

  package func writeKnownKeys<T: Sendable>(
    _ body: @escaping @Sendable (any SQLSession) throws -> T
  ) async throws -> T {
    try await Self.translated {
      // Our own readers count as others who have the store open.
      if isAlone { pool.invalidateReadOnlyConnections() }
      return try await pool.writeWithoutTransaction { connection in
        // Outside a transaction alone can these be changed.
        try connection.execute(sql: "PRAGMA foreign_keys = OFF")
        defer { try? connection.execute(sql: "PRAGMA foreign_keys = ON") }
        let isStraight = try isAlone && StraightFilling.begin(connection)
        defer { if isStraight { try? StraightFilling.end(connection) } }
        return try Self.writing(connection, late: isStraight ? LateIndexes() : nil, body)
      }
    }
  }

  /// IMMEDIATE: a second process that imports waits here, instead of failing in the middle.
  private static func writing<T>(
    _ connection: Database, late: LateIndexes? = nil, _ body: (any SQLSession) throws -> T
  ) throws -> T {
    try SQLiteSession(connection: connection, late: late).transaction("BEGIN IMMEDIATE", body)
  }

  /// Writes a consistent copy of a store's file into a new one, while others read and write; the file itself is only read.
  /// - Throws: `StorageError.unavailable` if it is no store, or broken.
  package static func copy(_ file: String, to path: String) async throws {
    var configuration = Configuration()
    configuration.readonly = true
    configuration.busyMode = .timeout(10)
    do {
      let queue = try DatabaseQueue(path: file, configuration: configuration)
      try await queue.read { source in
        let isStore = try Bool.fetchOne(
          source, sql: "SELECT count(*) > 0 FROM sqlite_master WHERE type = 'table' AND name = 'migrations'")
        guard isStore == true else { throw StorageError.unavailable("\(file) is no store of Tallybook's.") }
      }
      defer { try? queue.close() }
      try await queue.writeWithoutTransaction { try $0.execute(sql: "VACUUM INTO ?", arguments: [path]) }
      let copy = try DatabaseQueue(path: path, configuration: configuration)
      defer { try? copy.close() }
      let fault = try await copy.read { try String.fetchOne($0, sql: "PRAGMA quick_check(1)") }
      guard fault == "ok" else { throw StorageError.unavailable("\(file) is broken: \(fault ?? "").") }
    } catch let error as DatabaseError where unfinishedCodes.contains(error.extendedResultCode.rawValue) {
      throw StorageError.unavailable(
        "\(file) was being written to when its program ended (\(file)-journal or -wal lies next to it). Run "
          + "`tallybook check --store \(file)` once, which undoes the unfinished write, and try again.")
    } catch let error as DatabaseError { throw storageError(error) }
  }

  /// SQLITE_READONLY_ROLLBACK, _RECOVERY, _CANTLOCK: there is something to be undone first.
  private static let unfinishedCodes: Set<Int32> = [776, 264, 520]

  /// Changes a file that nobody else has open, such as a copy that is about to get its name.
  package static func edit<T>(_ path: String, _ body: @escaping @Sendable (any SQLSession) throws -> T) async throws
    -> T
  where T: Sendable {
    try await alone(path) { try SQLiteSession(connection: $0).transaction("BEGIN IMMEDIATE", body) }
  }

  /// Runs the body while nobody else can open the store; what its log holds is in its file by then.
  /// - Throws: `StorageError.busy` if somebody has it open.
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
