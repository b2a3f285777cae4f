import ArgumentParser
import DatabaseAccess
import Foundation
import PostgresDatabase
import SQLiteDatabase
import Store

/// Where a store is, which decides its engine: a file, or a database of a PostgreSQL server.
enum StoreAddress: ExpressibleByArgument, Equatable {
  case file(String)
  case postgres(String)

  /// The default of `--store`.
  static let standard = Self.file("tallybook.sqlite")

  init(argument: String) {
    if argument.hasPrefix("postgres://") || argument.hasPrefix("postgresql://") {
      self = .postgres(argument)
    } else {
      self = .file(argument.hasPrefix("sqlite:") ? String(argument.dropFirst("sqlite:".count)) : argument)
    }
  }

  var defaultValueDescription: String { shown }

  /// Opens the store and migrates it.
  /// - Parameters:
  ///   - isNew: whether it may be created; otherwise a missing one is an error.
  ///   - memory: SQLite's memory limit in bytes; nil for none, as with several connections.
  ///   - isExclusive: whether no client waits while a new store is filled.
  func open(isNew: Bool = false, memory: Int? = nil, isExclusive: Bool = false) async throws -> any SQLDatabase {
    let database: any SQLDatabase
    switch self {
    case .file(let path):
      if !isNew { _ = try existingPath() }
      // Large sorts spill next to the store, which has space, instead of a small /tmp.
      setenv("SQLITE_TMPDIR", URL(filePath: path).deletingLastPathComponent().path, 0)
      database = try SQLiteEngine(
        path: path, memory: memory, isExclusive: isExclusive, afterChange: RecordChanges.advance)
    case .postgres(let address):
      database = try await PostgresEngine(address: address, afterChange: RecordChanges.advance)
    }
    try await Schema.migrate(database)
    return database
  }

  /// Opens the store without migrating it.
  func openAsItIs() async throws -> any SQLDatabase {
    switch self {
    case .file: try SQLiteEngine(path: try existingPath())
    case .postgres(let address): try await PostgresEngine(address: address)
    }
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

  /// The address without its password, for messages.
  var shown: String {
    switch self {
    case .file(let path): path
    case .postgres(let address):
      address.replacing(#/:\/\/[^@\/]*@/#, with: "://").replacing(#/password=[^&]*/#, with: "password=…")
    }
  }

  /// The default folder for files of jobs: next to the store.
  var filesFolder: String { (file ?? "tallybook") + StoreFiles.folderEnding }

  /// The file of the store, if it is one.
  var file: String? { if case .file(let path) = self { path } else { nil } }

  /// The file of the store, which only a store on SQLite has.
  func path() throws -> String {
    guard let file else {
      throw ValidationError("Back up and restore a store on PostgreSQL with pg_dump and pg_restore.")
    }
    return file
  }
}
