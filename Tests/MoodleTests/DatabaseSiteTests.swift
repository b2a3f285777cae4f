import Foundation
import Testing

@testable import Moodle

/// The same sites in databases, if `TALLYBOOK_TEST_POSTGRES` and `TALLYBOOK_TEST_MARIADB` name servers.
@Suite(.serialized) struct DatabaseSiteTests {
  private static let environment = ProcessInfo.processInfo.environment
  private static let servers = ["TALLYBOOK_TEST_POSTGRES", "TALLYBOOK_TEST_MARIADB"].compactMap { environment[$0] }

  private static func connect(_ address: String) throws -> any SiteConnection {
    try address.hasPrefix("mysql") ? MariaDBConnection(address, nil) : PostgresSiteConnection(address, nil)
  }

  /// Runs the body with an empty database, which is dropped afterwards.
  private func withDatabase(_ server: String, _ body: (String, any SiteConnection) async throws -> Void) async throws {
    let name = "moodle_\(UUID().uuidString.lowercased().prefix(8))"
    let administration = try Self.connect(server.hasPrefix("mysql") ? server : server + "/postgres")
    try administration.query("CREATE DATABASE \(name)") { _ in }
    defer { try? administration.query("DROP DATABASE \(name)") { _ in } }
    var connection: (any SiteConnection)? = try Self.connect("\(server)/\(name)")
    defer { connection = nil }
    try await body("\(server)/\(name)", connection!)
  }

  private func load(
    _ tables: Tables, _ prefix: String, _ connection: any SiteConnection, without missing: Set<String> = []
  ) throws {
    for table in MoodleTable.all where !missing.contains(table.name) {
      let columns = table.columns + table.conditionColumns
      let definitions = columns.map { column in
        let type: String =
          switch column.content {
          case .integer: "bigint"
          case .decimal: "numeric(20, 7)"
          case .text: "text"
          }
        return "\(column.name) \(type)"
      }
      try connection.query("CREATE TABLE \(prefix)\(table.name) (\(definitions.joined(separator: ", ")))") { _ in }
      let rows = tables[table.name].map { row in
        "(" + columns.map { Self.literal(row[$0.name] ?? ($0.name == "anonymous" ? "0" : nil)) }.joined(separator: ", ")
          + ")"
      }
      if rows.isEmpty { continue }
      try connection.query("INSERT INTO \(prefix)\(table.name) VALUES \(rows.joined(separator: ", "))") { _ in }
    }
  }

  private static func literal(_ text: String?) -> String {
    text.map { "'" + $0.replacing("'", with: "''") + "'" } ?? "NULL"
  }

  private func map(_ address: String, prefix: String? = nil) async throws -> (RecordSet, SiteReader.Summary) {
    let folder = MappedSite.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let reader = SiteReader(MoodleSettings(snapshot: RecordSet.now), folder: folder)
    let site = try DatabaseSite(address: address, password: nil, prefix: prefix, usesServerClock: false)
    let summary = try await reader.read(site)
    return (try RecordSet(reader.records), summary)
  }

  @Test(arguments: servers, SiteTests.sites) func `A site in a database gives the records of its CSV folder`(
    server: String, site: String
  ) async throws {
    let tables = Tables.root.appending(path: "\(site)/tables")
    let expected = try await MappedSite(tables)
    try await withDatabase(server) { address, connection in
      try load(try Tables.reading(tables), "mdl_", connection)
      let (records, summary) = try await map(address)
      #expect(records.records == expected.records.records && records.faults == [])
      #expect(summary.engine.hasPrefix(server.hasPrefix("mysql") ? "MariaDB" : "PostgreSQL"))
    }
  }

  @Test(arguments: servers) func `The prefix is found, unless there are several`(server: String) async throws {
    let tables = try Tables.reading(Tables.root.appending(path: "site-5.0/tables"))
    try await withDatabase(server) { address, connection in
      await #expect(throws: MoodleError.self) { try await map(address) }
      try load(tables, "m_", connection)
      #expect(try await map(address).0.records["users"]?.count == 9)
      try load(tables, "n_", connection)
      let error = await #expect(throws: MoodleError.self) { try await map(address) }
      #expect(error?.description.contains("m_, n_") == true)
      #expect(try await map(address, prefix: "n_").0.records["users"]?.count == 9)
      try connection.query("ALTER TABLE n_user DROP COLUMN lang") { _ in }
      let missing = await #expect(throws: MoodleError.self) { try await map(address, prefix: "n_") }
      #expect(missing?.description.contains("The table user has no column lang") == true)
    }
  }

  @Test(arguments: servers) func `Random sites in a database give the records of their CSV folders`(server: String)
    async throws
  {
    for seed in UInt64(1)...8 {
      let tables = RandomSite(seed: seed).tables
      let expected = try await MappedSite(tables)
      try await withDatabase(server) { address, connection in
        try load(tables, "mdl_", connection)
        #expect(try await map(address).0.records == expected.records.records, "seed \(seed)")
      }
    }
  }

  @Test func `A server that cannot be reached is named`() {
    for address in ["postgres://x@127.0.0.1:1/x", "mysql://x@127.0.0.1:1/x"] {
      let error = #expect(throws: (any Error).self) {
        try DatabaseSite(address: address, password: "secret", prefix: nil, usesServerClock: true)
      }
      #expect(
        error.map { "\($0)" }?.contains("cannot be reached") == true
          && error.map { "\($0)" }?.contains("secret") == false)
    }
  }
}
