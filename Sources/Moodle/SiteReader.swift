import DatabaseAccess
package import Foundation
import Records
import SQLiteDatabase

/// Reads a site and writes its records: tables → staging file → records folder (moodle.md §2).
package struct SiteReader: Sendable {
  /// What was read, for the summary of a run.
  package struct Summary: Sendable {
    package let name: String
    package let release: String
    package let engine: String
    /// Rows read per table.
    package let tables: [(table: String, rows: Int)]
    package let noteCount: Int
    package let firstNotes: [MoodleNotes.Note]
  }

  package let settings: MoodleSettings
  /// An empty folder for the records and the notes; the caller removes it.
  package let folder: URL

  package init(_ settings: MoodleSettings, folder: URL) {
    self.settings = settings
    self.folder = folder
  }

  /// The records folder that `read` writes.
  package var records: URL { folder.appending(path: "records") }
  /// The CSV file of the notes that `read` writes.
  package var notes: URL { folder.appending(path: "notes.csv") }

  /// - Parameter progress: receives the name of a table and the number of rows read so far.
  /// - Throws: `MoodleError`, `StorageError`.
  package func read(
    _ source: sending any MoodleSource, progress: @escaping @Sendable (String, Int) -> Void = { _, _ in }
  ) async throws -> Summary {
    try FileManager.default.createDirectory(at: records, withIntermediateDirectories: true)
    nonisolated(unsafe) let source = source
    var settings = settings
    if let clock = source.clock { settings.snapshot = clock }
    // Without a name: SQLite's private temporary file, which ends with the connection.
    return try await SQLiteEngine.edit("") { [self, settings] session in
      let loader = TableLoader(source: source, session: session, logStart: settings.logStart, progress: progress)
      let tables = try loader.load()
      // The mapping can take long; the transaction of the site must not wait for it.
      source.close()
      let (files, notes) = (RecordFiles(records), try MoodleNotes(self.notes))
      for note in source.notes { try notes.add(note.table, nil, note.text) }
      let mapping = try SiteMapping(session, settings, files, notes)
      try mapping.run()
      try files.finish()
      try notes.finish()
      let name = try session.first("SELECT fullname FROM course WHERE category = 0 ORDER BY id") { $0.text(0) }
      return Summary(
        name: HTMLText.name(name ?? nil), release: mapping.config["release"] ?? "unknown release",
        engine: source.engine, tables: tables, noteCount: notes.count, firstNotes: notes.first)
    }
  }
}
