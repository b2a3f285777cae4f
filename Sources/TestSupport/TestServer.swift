import DatabaseAccess
import Dispatch
import Foundation
import PostgresDatabase
import Store

/// A PostgreSQL server for tests, if the environment names one: then every test store is a separate database on it.
package enum TestServer {
  /// `postgres://user@host:port`, without a database.
  package static let address = ProcessInfo.processInfo.environment["TALLYBOOK_TEST_POSTGRES"]

  /// A database with all tables from which others are copied, which is faster than creating them each time.
  private static let template = Task { [name = "tallybook_\(ProcessInfo.processInfo.processIdentifier)"] in
    guard let address else { throw StorageError.unavailable("TALLYBOOK_TEST_POSTGRES is not set.") }
    try PostgresEngine.run("DROP DATABASE IF EXISTS \(name)", address: address + "/postgres")
    try PostgresEngine.run("CREATE DATABASE \(name)", address: address + "/postgres")
    try await Schema.migrate(try await PostgresEngine(address: address + "/" + name, connections: 1))
    return (server: address, name: name)
  }

  /// A fresh store.
  static func database() async throws -> SharedDatabase {
    let template = try await template.value
    let name = "test_\(UUID().uuidString.replacing("-", with: "").lowercased())"
    try PostgresEngine.run(
      "CREATE DATABASE \(name) TEMPLATE \(template.name)", address: template.server + "/postgres")
    let patience = PostgresTimeouts.ofTests
    let address = template.server + "/" + name
    return SharedDatabase(
      try await PostgresEngine(
        address: address, connections: 4, patience: patience, afterChange: RecordChanges.advance), name)
  }

  /// Drops a store that is no longer used.
  fileprivate static func drop(_ name: String) {
    guard let address else { return }
    DispatchQueue.global(qos: .utility).async {
      try? PostgresEngine.run("DROP DATABASE IF EXISTS \(name) WITH (FORCE)", address: address + "/postgres")
    }
  }
}

/// A database that is dropped when it is no longer used; a server's tasks may use it longer than the test.
final class SharedDatabase: SQLDatabase {
  private let engine: PostgresEngine
  private let name: String
  var dialect: any SQLDialect { engine.dialect }

  init(_ engine: PostgresEngine, _ name: String) {
    self.engine = engine
    self.name = name
  }

  deinit { TestServer.drop(name) }

  func read<T: Sendable>(
    _ purpose: ReadPurpose, _ body: @escaping @Sendable (any SQLSession) throws -> T
  ) async throws -> T { try await engine.read(purpose, body) }

  func check() async throws { try await engine.check() }

  func write<T: Sendable>(_ body: @escaping @Sendable (any SQLSession) throws -> T) async throws -> T {
    try await engine.write(body)
  }

  func bulkWrite<T: Sendable>(
    _ body: @escaping @Sendable (any SQLSession) throws -> T
  ) async throws -> T { try await engine.bulkWrite(body) }

  func writeConcurrently<T: Sendable>(
    _ body: @escaping @Sendable (any SQLSession) throws -> T
  ) async throws -> T { try await engine.writeConcurrently(body) }
}

extension PostgresTimeouts {
  /// All suites share two cores: a wait of minutes may only mean that others are computing.
  static var ofTests: PostgresTimeouts {
    var patience = PostgresTimeouts()
    patience.connection = .seconds(300)
    patience.turn = .seconds(300)
    patience.statement = .seconds(300)
    return patience
  }
}
