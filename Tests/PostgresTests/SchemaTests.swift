import DatabaseAccess
import Testing
import TestSupport

/// The same migrations create the same tables on both engines, except for what a search reads.
@Suite(.enabled(if: PrivateServer.isWanted)) struct SchemaTests {
  @Test func `Tables, columns, keys and indexes are the same on both engines`() async throws {
    let (one, other) = (try await TestStore(.sqlite), try await TestStore(.postgres))
    let sqlite = try await one.database.read { try SQLiteSchema.lines($0) }
    let postgres = try await other.database.read { try PostgresSchema.lines($0) }
    withExtendedLifetime((one, other)) {}
    #expect(Set(sqlite).subtracting(postgres).sorted() == [])
    #expect(Set(postgres).subtracting(sqlite).sorted() == [])
    #expect(sqlite.count > 600)
  }
}

/// The schema of a SQLite store, one line for each column, key and index.
enum SQLiteSchema {
  static func lines(_ session: any SQLSession) throws -> [String] {
    let tables = try session.all(
      """
      SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%'
      ORDER BY name
      """
    ) { $0.text(at: 0) }
    return try tables.flatMap { table in
      try columns(table, session) + primaryKey(table, session) + foreignKeys(table, session)
        + indexes(table, session)
    }
  }

  private static func columns(_ table: String, _ session: any SQLSession) throws -> [String] {
    // A primary key is never null, although SQLite only reports so for clustered tables.
    try session.all("SELECT cid, name, type, \"notnull\" = 1 OR pk > 0 FROM pragma_table_info(\(table))") { row in
      let type = row.text(at: 2).uppercased() == "TEXT" ? "text" : "integer"
      return "\(table).\(row.integer(at: 0)) \(row.text(at: 1)) \(type)\(row.flag(3) ? " not null" : "")"
    }
  }

  private static func primaryKey(_ table: String, _ session: any SQLSession) throws -> [String] {
    let names = try session.all("SELECT name FROM pragma_table_info(\(table)) WHERE pk > 0 ORDER BY pk") {
      $0.text(at: 0)
    }
    return names.isEmpty ? [] : ["\(table) key \(names)"]
  }

  private static func foreignKeys(_ table: String, _ session: any SQLSession) throws -> [String] {
    try session.all("SELECT \"from\", \"table\" FROM pragma_foreign_key_list(\(table))") {
      "\(table) \($0.text(at: 0)) names \($0.text(at: 1))"
    }
  }

  private static func indexes(_ table: String, _ session: any SQLSession) throws -> [String] {
    let indexes = try session.all(
      "SELECT name, \"unique\", partial FROM pragma_index_list(\(table)) WHERE origin <> 'pk'"
    ) { (name: $0.text(at: 0), isUnique: $0.flag(1), isPartial: $0.flag(2)) }
    return try indexes.map { index in
      let columns = try session.all(
        "SELECT name, \"desc\" FROM pragma_index_xinfo(\(index.name)) WHERE key = 1 ORDER BY seqno"
      ) { ($0.text(0) ?? "(…)") + ($0.flag(1) ? " desc" : "") }
      return "\(table) index \(columns)\(index.isUnique ? " unique" : "")\(index.isPartial ? " partial" : "")"
    }
  }
}

/// The schema of a PostgreSQL store, in the same format.
enum PostgresSchema {
  static func lines(_ session: any SQLSession) throws -> [String] {
    try columns(session) + primaryKeys(session) + foreignKeys(session) + indexes(session)
  }

  private static let ours = "c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'"

  /// A dropped column leaves a gap in PostgreSQL's own numbers.
  private static func columns(_ session: any SQLSession) throws -> [String] {
    try session.all(
      """
      SELECT c.relname, row_number() OVER (PARTITION BY c.oid ORDER BY a.attnum) - 1, a.attname,
        format_type(a.atttypid, a.atttypmod), a.attnotnull
      FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid
      WHERE \(raw: ours) AND a.attnum > 0 AND NOT a.attisdropped
      """
    ) { row in
      let type = ["bigint": "integer"][row.text(at: 3)] ?? row.text(at: 3)
      return "\(row.text(at: 0)).\(row.integer(at: 1)) \(row.text(at: 2)) \(type)\(row.flag(4) ? " not null" : "")"
    }
  }

  private static func primaryKeys(_ session: any SQLSession) throws -> [String] {
    let keys = try session.all(
      """
      SELECT c.relname, a.attname FROM pg_class AS c JOIN pg_constraint AS k ON k.conrelid = c.oid AND k.contype = 'p'
      JOIN unnest(k.conkey) WITH ORDINALITY AS o (number, place) ON true
      JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum = o.number
      WHERE \(raw: ours) ORDER BY c.relname, o.place
      """
    ) { ($0.text(at: 0), $0.text(at: 1)) }
    return Dictionary(grouping: keys, by: \.0).map { table, columns in "\(table) key \(columns.map(\.1))" }
  }

  private static func foreignKeys(_ session: any SQLSession) throws -> [String] {
    try session.all(
      """
      SELECT c.relname, a.attname, t.relname FROM pg_class AS c
      JOIN pg_constraint AS k ON k.conrelid = c.oid AND k.contype = 'f' JOIN pg_class AS t ON t.oid = k.confrelid
      JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum = k.conkey[1]
      WHERE \(raw: ours)
      """
    ) { "\($0.text(at: 0)) \($0.text(at: 1)) names \($0.text(at: 2))" }
  }

  private static func indexes(_ session: any SQLSession) throws -> [String] {
    let columns = try session.all(
      """
      SELECT c.relname, i.indexrelid, i.indisunique, i.indpred IS NOT NULL, a.attname, (i.indoption[n.place - 1] & 1) = 1
      FROM pg_class AS c JOIN pg_index AS i ON i.indrelid = c.oid AND NOT i.indisprimary
      JOIN generate_series(1, 32) AS n (place) ON n.place <= i.indnkeyatts
      LEFT JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum = i.indkey[n.place - 1]
      WHERE \(raw: ours) AND i.indexrelid::regclass::text <> 'user_standings_words'
      ORDER BY i.indexrelid, n.place
      """
    ) { row in
      let words = "\(row.flag(2) ? " unique" : "")\(row.flag(3) ? " partial" : "")"
      return (
        index: "\(row.text(at: 1)) \(row.text(at: 0)) \(words)", table: row.text(at: 0), words: words,
        column: (row.text(4) ?? "(…)") + (row.flag(5) ? " desc" : "")
      )
    }
    return Dictionary(grouping: columns, by: \.index).values.map { columns in
      "\(columns[0].table) index \(columns.map(\.column))\(columns[0].words)"
    }
  }
}
