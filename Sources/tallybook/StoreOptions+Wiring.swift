import ArgumentParser
import DatabaseAccess
import Foundation
import PostgresDatabase
import SQLiteDatabase
import Store

// Chooses the engine of a store.

extension StoreOptions {
  /// Opens the store and migrates it.
  /// - Parameters:
  ///   - isNew: whether it may be created; otherwise a missing one is an error.
  ///   - memory: SQLite's memory limit in bytes; nil for none, as with several connections.
  ///   - isExclusive: whether no client waits while a new store is filled.
  func open(isNew: Bool = false, memory: Int? = nil, isExclusive: Bool = false) async throws -> any SQLDatabase {
    guard isPostgres else { return try await engine(isNew: isNew, memory: memory, isExclusive: isExclusive) }
    let database = try await PostgresEngine(address: store)
    try await Schema.migrate(database)
    return database
  }

  private var isPostgres: Bool { store.hasPrefix("postgres://") || store.hasPrefix("postgresql://") }

  private func engine(isNew: Bool, memory: Int?, isExclusive: Bool) async throws -> SQLiteEngine {
    let path = isNew ? try path() : try existingPath()
    // Large sorts spill next to the store, which has space, instead of a small /tmp.
    setenv("SQLITE_TMPDIR", URL(filePath: path).deletingLastPathComponent().path, 0)
    let database = try SQLiteEngine(path: path, memory: memory, isExclusive: isExclusive)
    try await Schema.migrate(database)
    return database
  }

  /// Opens the store without migrating it.
  func openAsItIs() async throws -> any SQLDatabase {
    isPostgres ? try await PostgresEngine(address: store) : try SQLiteEngine(path: try existingPath())
  }

  /// - Throws: `StorageError.unavailable` if the file does not exist.
  func existingPath() throws -> String {
    let path = try path()
    guard FileManager.default.fileExists(atPath: path) else {
      throw StorageError.unavailable(
        "There is no store at \(path). Create one with `tallybook import FOLDER`, or set --store.")
    }
    return path
  }

  /// The store's address without its password, for messages.
  var shown: String {
    isPostgres
      ? store.replacing(#/:\/\/[^@\/]*@/#, with: "://").replacing(#/password=[^&]*/#, with: "password=…") : store
  }

  /// The default folder for files of jobs: next to the store.
  func filesFolder() throws -> String { isPostgres ? "tallybook.files" : try path() + StoreFiles.folderEnding }

  /// The file of the store, if it is one.
  var file: String? { isPostgres ? nil : try? path() }

  /// The file of the store.
  func path() throws -> String {
    if isPostgres {
      throw ValidationError("Back up and restore a store on PostgreSQL with pg_dump and pg_restore.")
    }
    return store.hasPrefix("sqlite:") ? String(store.dropFirst("sqlite:".count)) : store
  }
}
