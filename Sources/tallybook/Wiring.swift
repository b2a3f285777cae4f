import ArgumentParser
import DatabaseAccess
import Foundation
import Records
import SQLiteDatabase
import Store

// The only file that knows which engine serves which store.

extension StoreOptions {
  /// Opens the store and brings its tables up to date.
  func open() async throws -> any SQLDatabase {
    let database = try SQLiteEngine(path: path())
    try await Schema.migrate(database)
    return database
  }

  /// The file of the store.
  func path() throws -> String {
    if store.hasPrefix("postgres://") || store.hasPrefix("postgresql://") {
      throw ValidationError("This version keeps its store in SQLite; give --store a file path or sqlite:PATH.")
    }
    return store.hasPrefix("sqlite:") ? String(store.dropFirst("sqlite:".count)) : store
  }

  /// The clock: the machine's, or the instant that `--now` stops it at.
  func clock() throws -> @Sendable () -> Int {
    guard let now = now ?? Environment.text("TALLYBOOK_NOW") else { return { Int(Date().timeIntervalSince1970) } }
    guard let seconds = Instant.seconds(now) else {
      throw ValidationError("--now \(now) is no RFC 3339 instant, such as 2026-03-15T12:00:00Z.")
    }
    return { seconds }
  }
}
