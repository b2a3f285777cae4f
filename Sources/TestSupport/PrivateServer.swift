import DatabaseAccess
import Foundation
package import PostgresDatabase
import Store

/// A PostgreSQL server of a test's own, to be stopped, killed and started again (`Scripts/postgres`).
package final class PrivateServer: Sendable {
  private let folder: URL
  /// Where the server keeps what it has, and its settings.
  var data: URL { folder.appending(path: "data") }
  /// `postgres://user@host:port`, without a database.
  package let address: String

  /// Whether the tests that need one run: those of PostgreSQL do.
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
    /// As if it had crashed.
    case immediate
  }

  package func start() throws { _ = try Self.script("start", folder.path) }
  package func stop(_ mode: Mode) throws { _ = try Self.script("stop", folder.path, mode.rawValue) }

  /// Runs SQL beside what is tested.
  package func run(_ sql: String) throws { try PostgresEngine.run(sql, address: address + "/postgres") }

  /// A store on it, with all tables.
  package func store(
    connections: Int = 10, _ change: (inout PostgresPatience) -> Void = { _ in }
  ) async throws -> PostgresEngine {
    var patience = PostgresPatience()
    change(&patience)
    let engine = try await PostgresEngine(
      address: address + "/postgres", connections: connections, patience: patience)
    try await Schema.migrate(engine)
    return engine
  }

  private static func script(_ arguments: String...) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: "Scripts/postgres")
    process.arguments = arguments
    // A server that it starts keeps what it inherits: a pipe would not end before it does.
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
