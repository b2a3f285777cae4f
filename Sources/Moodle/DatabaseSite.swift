package import DatabaseAccess

/// A connection to the database of a site.
protocol SiteConnection: AnyObject {
  /// `PostgreSQL 15.3`.
  var engine: String { get }

  /// The SQL that opens the one transaction in which everything is read: read only, on one snapshot.
  var begin: [String] { get }

  /// SQL that selects the tables with their storage engines; nil: all tables are read on the snapshot.
  var storageEngines: String? { get }

  /// SQL expressions: the schema of the tables in `information_schema`, and the server's clock in Unix seconds.
  var schema: String { get }
  var now: String { get }

  /// Calls the body with the texts of each row as it arrives; nil is NULL.
  /// - Throws: `MoodleError` with the server's message, or an error of the body; then the connection cannot be used again.
  func query(_ sql: String, _ body: ([ArraySlice<UInt8>?]) throws -> Void) throws
}

/// A site in a database, read in one transaction (moodle.md §2).
package final class DatabaseSite: MoodleSource {
  package let appliesConditions = true
  package let engine: String
  package let clock: Int?
  package let notes: [(table: String, text: String)]
  /// Nil: closed.
  private var connection: (any SiteConnection)?
  /// The server's clock, in seconds UTC.
  private let now: Int
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
    notes = try Self.notes(connection, prefix: found)
    tables = Dictionary(
      uniqueKeysWithValues: all.filter { $0.key.hasPrefix(found) }.map {
        (String($0.key.dropFirst(found.count)), $0.value)
      })
    var instant: Int?
    try connection.query("SELECT \(connection.now)") { instant = Int(Self.text($0[0])) }
    guard let seconds = instant else { throw MoodleError("The clock of Moodle's database cannot be read.") }
    now = seconds
    clock = usesServerClock ? seconds : nil
  }

  /// Tables that are read but not on the snapshot.
  private static func notes(
    _ connection: any SiteConnection, prefix: String
  ) throws -> [(table: String, text: String)] {
    guard let query = connection.storageEngines else { return [] }
    var engines: [String: String] = [:]
    try connection.query(query) { row in engines[text(row[0])] = text(row[1]) }
    return MoodleTable.all.compactMap { table in
      // A view has no engine.
      let engine = engines[prefix + table.name] ?? ""
      if engine.isEmpty || engine.lowercased() == "innodb" { return nil }
      let text = "table \(table.name): its engine is \(engine), not InnoDB, so it may change while it is read"
      return (table.name, text)
    }
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

  package func close() { connection = nil }

  package func columns(of table: MoodleTable) throws -> Set<String>? { tables[table.name] }

  package func rows(
    of table: MoodleTable, _ columns: [MoodleTable.Column], from logStart: Int?, _ body: ([SQLValue]) throws -> Void
  ) throws {
    guard let connection else { throw MoodleError("The connection to Moodle's database is closed.") }
    let slices: [String?] = try table.isLog ? self.slices(of: table, from: logStart, connection) : [nil]
    for slice in slices {
      try connection.query(table.query(columns.map(\.name), prefix: prefix, and: slice)) { row in
        let values = try zip(columns, row).map { try Self.value($0, $1, table, row) }
        do { try body(values) } catch let error as DuplicateID {
          throw MoodleError("\(table.name): two rows have the id \(error.id).")
        }
      }
    }
  }

  private func slices(
    of table: MoodleTable, from logStart: Int?, _ connection: any SiteConnection
  ) throws -> [String] {
    var slices: [String] = []
    try connection.query("SELECT min(timecreated), max(timecreated) FROM \(prefix)\(table.name)") { row in
      if let first = Int(Self.text(row[0])), let last = Int(Self.text(row[1])) {
        slices = Self.slices(first, last, from: logStart, now: now)
      }
    }
    return slices
  }

  /// Conditions for a day or more each, so that no statement reads for long. Absurd times, before 1970 or after
  /// tomorrow, make no further slices: one is open at each end.
  /// - Parameter logStart: earlier events are not read; nil: all are.
  static func slices(_ first: Int, _ last: Int, from logStart: Int?, now: Int) -> [String] {
    let latest = now + 86_400
    let start = min(max(first, logStart ?? 0, 0), latest)
    let end = max(start, min(last, latest))
    let length = max(86_400, (end - start) / 10_000)
    var slices = max(first, logStart ?? first) < start ? ["timecreated < \(start)"] : []
    for day in stride(from: start, to: end, by: length) {
      slices.append("timecreated >= \(day) AND timecreated < \(min(day + length, end))")
    }
    slices.append("timecreated >= \(end)")
    return slices
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
