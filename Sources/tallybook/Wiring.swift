import ArgumentParser
import DatabaseAccess
import Foundation
import PostgresDatabase
import SQLiteDatabase
import Store

// The only file that knows which engine serves which store.

extension StoreOptions {
  /// Opens the store and brings its tables up to date.
  /// - Parameter isNew: whether it may be made; else a missing one is an error.
  func open(isNew: Bool = false) async throws -> any SQLDatabase {
    guard isPostgres else { return try await engine(isNew: isNew) }
    let database = try await PostgresEngine(address: store)
    try await Schema.migrate(database)
    return database
  }

  private var isPostgres: Bool { store.hasPrefix("postgres://") || store.hasPrefix("postgresql://") }

  func engine(isNew: Bool = false) async throws -> SQLiteEngine {
    let path = try path()
    if !isNew, !FileManager.default.fileExists(atPath: path) {
      throw StorageError.unavailable(
        "There is no store at \(path). Make one with `tallybook import FOLDER`, or name it with --store.")
    }
    // Large sorts spill beside the store, where the room is, rather than into a small /tmp.
    setenv("SQLITE_TMPDIR", URL(filePath: path).deletingLastPathComponent().path, 0)
    let database = try SQLiteEngine(path: path)
    try await Schema.migrate(database)
    return database
  }

  /// Where the files of jobs are, unless it is told: beside the store.
  func filesFolder() throws -> String { isPostgres ? "tallybook.files" : try path() + ".files" }

  /// The file of the store.
  func path() throws -> String {
    if isPostgres {
      throw ValidationError("A store on PostgreSQL is backed up and restored with pg_dump and pg_restore.")
    }
    return store.hasPrefix("sqlite:") ? String(store.dropFirst("sqlite:".count)) : store
  }
}
