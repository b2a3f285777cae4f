import DatabaseAccess
import Foundation
import PostgresDatabase
import Store

/// A PostgreSQL server for tests, where the environment names one: then every test store is a database of its own on it.
enum TestServer {
  /// `postgres://user@host`, without a database.
  static let address = ProcessInfo.processInfo.environment["TALLYBOOK_TEST_POSTGRES"]

  /// A fresh store: a schema of its own.
  static func database(_ server: String) async throws -> any SQLDatabase {
    let name = "test_\(UUID().uuidString.replacing("-", with: "").lowercased())"
    let address = server + "/postgres"
    try PostgresEngine.run("CREATE SCHEMA \(name)", address: address)
    let engine = try await PostgresEngine(address: address + "?options=-csearch_path%3D\(name)", connections: 3)
    try await Schema.migrate(engine)
    return engine
  }
}
