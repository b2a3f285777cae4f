package import DatabaseAccess

/// A connection to the database of a site.
protocol SiteConnection: AnyObject {
  /// `PostgreSQL 15.3`.
  var engine: String { get }

  /// The SQL that opens the one transaction in which everything is read: read only, on one snapshot.
  var begin: [String] { get }

  /// SQL expressions: the schema of the tables in `information_schema`, and the server's clock in Unix seconds.
  var schema: String { get }
  var now: String { get }

  /// Calls the body with the texts of each row as it arrives; nil is NULL.
  /// - Throws: `MoodleError` with the server's message, or an error of the body; then the connection is of no use.
  func query(_ sql: String, _ body: ([ArraySlice<UInt8>?]) throws -> Void) throws
}

/// A site in a database, read in one transaction (moodle.md §2).
package final class DatabaseSite: MoodleSource {
  package let appliesConditions = true
  package let engine: String
  package let clock: Int?
  private let connection: any SiteConnection
  private let prefix: String
  /// The columns that may be read, by table without prefix.
  private let tables: [String: Set<String>]

  /// - Parameters:
  ///   - address: `postgres://…` or `mysql://…`.
  ///   - password: nil: the address, libpq's variables and files, or the server decide.
  ///   - prefix: of the tables; nil: it is found.
  ///   - usesServerClock: whether the snapshot is the server's instant.
  /// - Throws: `PasswordNeeded`, `StorageError.unavailable` if the server cannot be reached, `MoodleError` if it is not
  ///   clear which prefix is meant.
  package convenience init(
    address: String, password: String?, prefix: String?, usesServerClock: Bool
  ) throws {
    let isMySQL = address.hasPrefix("mysql://") || address.hasPrefix("mariadb://")
    let connection: any SiteConnection =
      try isMySQL ? MariaDBConnection(address, password) : PostgresSiteConnection(address, password)
    try self.init(connection, prefix: prefix, usesServerClock: usesServerClock)
  }

  init(_ connection: any SiteConnection, prefix: String?, usesServerClock: Bool) throws {
    self.connection = connection
    engine = connection.engine
    for sql in connection.begin { try connection.query(sql) { _ in } }
    var all: [String: Set<String>] = [:]
    try connection.query(
      "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = \(connection.schema)"
    ) { row in
      all[Self.text(row[0]), default: []].insert(Self.text(row[1]))
    }
    let found = try prefix ?? Self.prefix(of: Set(all.keys))
    self.prefix = found
    tables = Dictionary(
      uniqueKeysWithValues: all.filter { $0.key.hasPrefix(found) }.map {
        (String($0.key.dropFirst(found.count)), $0.value)
      })
    var now: Int?
    if usesServerClock { try connection.query("SELECT \(connection.now)") { now = Int(Self.text($0[0])) } }
    clock = now
  }

  private static func text(_ bytes: ArraySlice<UInt8>?) -> String { String(decoding: bytes ?? [], as: UTF8.self) }

  /// The one prefix with which the tables of Moodle exist.
  private static func prefix(of tables: Set<String>) throws -> String {
    let prefixes = tables.filter { $0.hasSuffix("config") }.map { String($0.dropLast("config".count)) }
      .filter { tables.contains($0 + "user") && tables.contains($0 + "course_completions") }.sorted()
    if prefixes.count == 1 { return prefixes[0] }
    if prefixes.isEmpty {
      throw MoodleError(
        "The database has no Moodle that this user may read: no tables …config, …user, …course_completions.")
    }
    throw MoodleError("The database has several Moodles. Name one with --prefix: \(prefixes.joined(separator: ", ")).")
  }

  package func columns(of table: MoodleTable) throws -> Set<String>? { tables[table.name] }

  package func rows(
    of table: MoodleTable, _ columns: [MoodleTable.Column], from logStart: Int?, _ body: ([SQLValue]) throws -> Void
  ) throws {
    let slices: [String?] = try table.isLog ? days(of: table, from: logStart) : [nil]
    for slice in slices {
      try connection.query(table.query(columns.map(\.name), prefix: prefix, and: slice)) { row in
        let values = try zip(columns, row).map { try Self.value($0, $1, table, row) }
        do { try body(values) } catch let error as DuplicateID {
          throw MoodleError("\(table.name): two rows have the id \(error.id).")
        }
      }
    }
  }

  /// Conditions for one day after another: no statement reads for long.
  private func days(of table: MoodleTable, from logStart: Int?) throws -> [String] {
    var range: (first: Int, last: Int)?
    try connection.query("SELECT min(timecreated), max(timecreated) FROM \(prefix)\(table.name)") { row in
      if let first = Int(Self.text(row[0])), let last = Int(Self.text(row[1])) {
        range = (max(first, logStart ?? first), last)
      }
    }
    guard let range, range.first <= range.last else { return [] }
    let day = 86_400
    return stride(from: range.first, through: range.last, by: max(day, (range.last - range.first) / 10_000)).map {
      "timecreated >= \($0) AND timecreated < \($0 + max(day, (range.last - range.first) / 10_000))"
    }
  }

  private static func value(
    _ column: MoodleTable.Column, _ bytes: ArraySlice<UInt8>?, _ table: MoodleTable, _ row: [ArraySlice<UInt8>?]
  ) throws -> SQLValue {
    guard let bytes else { return .null }
    do { return try column.value(bytes) } catch {
      let place = table.columns.first?.name == "id" ? " \(text(row[0]))" : ""
      let shown = String(decoding: bytes.prefix(80), as: UTF8.self)
      throw MoodleError("\(table.name)\(place), column \(column.name): \"\(shown)\" \(error.words).")
    }
  }
}
