package import DatabaseAccess
package import Foundation
import Import
import Intake
package import Records
import SQLiteDatabase
package import Store

/// A new store: a file in a temporary folder or a database on a server, deleted with this object.
package final class TestStore: Sendable {
  package let database: any SQLDatabase
  private let folder: URL

  package enum Engine: String, Sendable, CaseIterable { case sqlite, postgres }

  /// - Parameters:
  ///   - engine: PostgreSQL if the environment names a server, otherwise SQLite.
  ///   - isExclusive: opens the file as the import command does.
  package init(
    _ engine: Engine = TestServer.address == nil ? .sqlite : .postgres, isExclusive: Bool = false
  ) async throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "tallybook-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    switch engine {
    case .postgres: database = try await TestServer.database()
    case .sqlite:
      // As on a server: all suites share two cores.
      let engine = try SQLiteEngine(
        path: folder.appending(path: "store.sqlite").path, readers: 2, patience: .seconds(300),
        isExclusive: isExclusive,
        afterChange: RecordChanges.advance)
      try await Schema.migrate(engine)
      database = engine
    }
  }

  /// Another database, as a store.
  package init(of database: any SQLDatabase) throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "tallybook-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    self.database = database
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// A store with the texts imported.
  package convenience init(_ texts: [String: String]) async throws {
    try await self.init()
    try await load(texts)
  }

  /// Imports texts in one transaction, each by its kind (`users`: CSV) or by its file's name (`users.ndjson`).
  /// - Parameter isImport: whether to import as the command does (`bulkWrite`).
  /// - Throws: `ValidationErrors`, as the import does.
  @discardableResult
  package func load(
    _ texts: [String: String], snapshot: Snapshot? = nil, dryRun: Bool = false, faultLimit: Int = 100,
    isImport: Bool = false
  ) async throws -> [String: ImportCounts] {
    let batch = folder.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: batch, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: batch) }
    for (name, text) in texts {
      try Data(text.utf8).write(to: batch.appending(path: name.contains(".") ? name : name + ".csv"))
    }
    return try await load(folder: batch, snapshot: snapshot, dryRun: dryRun, faultLimit: faultLimit, isImport: isImport)
  }

  /// Imports a records folder.
  @discardableResult
  package func load(
    folder: URL, snapshot: Snapshot? = nil, dryRun: Bool = false, faultLimit: Int = 100, isImport: Bool = false,
    context: FieldContext = FixedClock.context
  ) async throws -> [String: ImportCounts] {
    let folder = try RecordsFolder(folder)
    if let fault = folder.faults.first { throw fault }
    let body: @Sendable (any SQLSession) throws -> [String: ImportCounts] = { session in
      let receipts = try Self.load(folder, snapshot, session, faultLimit, context)
      if dryRun { throw DryRun(receipts: receipts) }
      return receipts
    }
    do {
      return isImport ? try await database.bulkWrite(body) : try await database.write(body)
    } catch let dry as DryRun { return dry.receipts }
  }

  private static func load(
    _ folder: RecordsFolder, _ snapshot: Snapshot?, _ session: any SQLSession, _ faultLimit: Int,
    _ context: FieldContext
  ) throws -> [String: ImportCounts] {
    var importSession = try ImportSession(session, of: .records, snapshot, faultLimit: faultLimit)
    let sources = try folder.files.map { try $0.open(context) }
    try importSession.readAhead(sources)
    for source in sources { try importSession.add(source) }
    try importSession.finish()
    return Dictionary(uniqueKeysWithValues: importSession.receipts.map { ($0.kind.name, $0.receipt) })
  }

  /// Rolls back a dry run.
  private struct DryRun: Error {
    let receipts: [String: ImportCounts]
  }
}

extension TestStore {
  /// The error messages for texts that the import rejects, one line each; empty if it accepts them.
  package func refusal(of texts: [String: String]) async throws -> [String] {
    do {
      try await load(texts)
      return []
    } catch let faults as ValidationErrors {
      return faults.first.map { fault in
        Rejection(file: texts.keys.contains(fault.kind) ? fault.kind + ".csv" : fault.kind, fault).description
      }
    }
  }

  /// The differences found by `tallybook verify`.
  package func differences() async throws -> [String] {
    try await database.write { session in
      var verification = Verification()
      try verification.run(session)
      return verification.differences
    }
  }
}
