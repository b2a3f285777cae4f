import DatabaseAccess
import Foundation
package import PostgresDatabase
import Store

/// A PostgreSQL server for a single test, which can be stopped, killed and restarted (`Scripts/postgres`).
package final class PrivateServer: Sendable {
  private let folder: URL
  /// The server's data directory, with its settings.
  var data: URL { folder.appending(path: "data") }
  /// `postgres://user@host:port`, without a database.
  package let address: String

  /// Whether tests that need one run: only with the PostgreSQL tests.
  package static let isWanted = TestServer.address != nil

  package init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "postgres-\(UUID().uuidString)")
    address = try Self.script("start", folder.path)
  }

  deinit {
    try? stop(.immediate)
    try? FileManager.default.removeItem(at: folder)
  }

  package enum Mode: String, Sendable {
    case fast
    /// As in a crash.
    case immediate
  }

  package func start() throws { _ = try Self.script("start", folder.path) }
  package func stop(_ mode: Mode) throws { _ = try Self.script("stop", folder.path, mode.rawValue) }

  /// Runs SQL outside the engine under test.
  package func run(_ sql: String) throws { try PostgresEngine.run(sql, address: address + "/postgres") }

  /// A store on it, with all tables.
  package func store(
    connections: Int = 10, _ change: (inout PostgresTimeouts) -> Void = { _ in }
  ) async throws -> PostgresEngine {
    var patience = PostgresTimeouts()
    change(&patience)
    let engine = try await PostgresEngine(
      address: address + "/postgres", connections: connections, patience: patience, afterChange: RecordChanges.advance)
    try await Schema.migrate(engine)
    return engine
  }

  private static func script(_ arguments: String...) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: "Scripts/postgres")
    process.arguments = arguments
    // A server that it starts inherits the descriptors: reading a pipe would not end before the server does.
    let output = FileManager.default.temporaryDirectory.appending(path: "postgres-\(UUID().uuidString).txt")
    _ = FileManager.default.createFile(atPath: output.path, contents: nil)
    defer { try? FileManager.default.removeItem(at: output) }
    process.standardOutput = try FileHandle(forWritingTo: output)
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw StorageError.unavailable("Scripts/postgres \(arguments.joined(separator: " ")) has failed.")
    }
    return try String(contentsOf: output, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
