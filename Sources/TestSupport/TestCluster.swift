package import DatabaseAccess
import Foundation
import PostgresDatabase
import Store

/// A store for a single test on a Citus cluster, if the environment names its coordinator's database (`Scripts/citus`);
/// in a schema that is dropped on `deinit`.
package final class TestCluster: Sendable {
  private static let named = ProcessInfo.processInfo.environment["TALLYBOOK_TEST_CITUS"]

  /// Whether tests that need one run.
  package static let isWanted = named != nil

  private let schema: String
  private let server: String
  /// The store, with all tables, empty.
  package let database: any SQLDatabase
  /// The database's address, including the schema.
  package let address: String

  package init() async throws {
    guard let server = Self.named else { throw StorageError.unavailable("TALLYBOOK_TEST_CITUS is not set.") }
    self.server = server
    schema = "test_\(UUID().uuidString.replacing("-", with: "").lowercased())"
    try PostgresEngine.run("CREATE SCHEMA \(schema)", address: server)
    address = "\(server)?options=-csearch_path%3D\(schema)"
    database = try await PostgresEngine(
      address: address, connections: 4, patience: .ofTests, afterChange: RecordChanges.advance)
    try await Schema.migrate(database)
    guard try await database.read({ try Distribution.isCluster($0) }) else {
      throw StorageError.unavailable("The database that TALLYBOOK_TEST_CITUS names does not have the extension citus.")
    }
  }

  deinit { try? PostgresEngine.run("DROP SCHEMA \(schema) CASCADE", address: server) }
}
