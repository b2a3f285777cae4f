import ArgumentParser
import DatabaseAccess
import Foundation
import PostgresDatabase
import SQLiteDatabase
import Store

// The only file that knows which engine serves which store.

extension StoreOptions {
  /// Opens the store and brings its tables up to date.
  /// - Parameters:
  ///   - isNew: whether it may be made; else a missing one is an error.
  ///   - memory: bytes that SQLite keeps to; nil where several connections are at work.
  ///   - isAlone: whether it serves nobody who would wait while a new store is filled.
  func open(isNew: Bool = false, memory: Int? = nil, isAlone: Bool = false) async throws -> any SQLDatabase {
    guard isPostgres else { return try await engine(isNew: isNew, memory: memory, isAlone: isAlone) }
    let database = try await PostgresEngine(address: store)
    try await Schema.migrate(database)
    return database
  }

  private var isPostgres: Bool { store.hasPrefix("postgres://") || store.hasPrefix("postgresql://") }

  private func engine(isNew: Bool, memory: Int?, isAlone: Bool) async throws -> SQLiteEngine {
    let path = isNew ? try path() : try existingPath()
    // Large sorts spill beside the store, where the room is, rather than into a small /tmp.
    setenv("SQLITE_TMPDIR", URL(filePath: path).deletingLastPathComponent().path, 0)
    let database = try SQLiteEngine(path: path, memory: memory, isAlone: isAlone)
    try await Schema.migrate(database)
    return database
  }

  /// Opens the store and leaves its tables as they are.
  func openAsItIs() async throws -> any SQLDatabase {
    isPostgres ? try await PostgresEngine(address: store) : try SQLiteEngine(path: try existingPath())
  }

  /// - Throws: `StorageError.unavailable` if there is no file of that name.
  func existingPath() throws -> String {
    let path = try path()
    guard FileManager.default.fileExists(atPath: path) else {
      throw StorageError.unavailable(
        "There is no store at \(path). Make one with `tallybook import FOLDER`, or name it with --store.")
    }
    return path
  }

  /// The store as it may be told: without a password.
  var shown: String {
    isPostgres
      ? store.replacing(#/:\/\/[^@\/]*@/#, with: "://").replacing(#/password=[^&]*/#, with: "password=…") : store
  }

  /// Where the files of jobs are, unless it is told: beside the store.
  func filesFolder() throws -> String { isPostgres ? "tallybook.files" : try path() + StoreFiles.folderEnding }

  /// The file of the store, if it is one.
  var file: String? { isPostgres ? nil : try? path() }

  /// The file of the store.
  func path() throws -> String {
    if isPostgres {
      throw ValidationError("A store on PostgreSQL is backed up and restored with pg_dump and pg_restore.")
    }
    return store.hasPrefix("sqlite:") ? String(store.dropFirst("sqlite:".count)) : store
  }
}
