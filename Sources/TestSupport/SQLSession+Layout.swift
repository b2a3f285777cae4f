package import DatabaseAccess

// Schema information, which each engine provides in its own way.

extension SQLSession {
  private var isPostgres: Bool { dialect.name == "postgres" }

  /// Names of all tables that are not temporary, in order.
  package func tables() throws -> [String] {
    let sql: SQLText =
      isPostgres
      ? "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1"
      : """
      SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%'
      ORDER BY 1
      """
    return try all(sql) { $0.text(at: 0) }
  }

  /// Names of a table's columns, in order.
  package func columns(of table: String) throws -> [String] {
    let sql: SQLText =
      isPostgres
      ? """
      SELECT attname FROM pg_attribute WHERE attrelid = \(table)::regclass AND attnum > 0 AND NOT attisdropped
      ORDER BY attnum
      """
      : "SELECT name FROM pragma_table_info(\(table)) ORDER BY cid"
    return try all(sql) { $0.text(at: 0) }
  }

  /// The tables that columns refer to.
  package func references(of table: String) throws -> [String: String] {
    let sql: SQLText =
      isPostgres
      ? """
      SELECT a.attname, c.confrelid::regclass::text FROM pg_constraint AS c
      JOIN pg_attribute AS a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
      WHERE c.contype = 'f' AND c.conrelid = \(table)::regclass
      """
      : "SELECT \"from\", \"table\" FROM pragma_foreign_key_list(\(table))"
    return Dictionary(try all(sql) { ($0.text(at: 0), $0.text(at: 1)) }) { first, _ in first }
  }

  /// The columns of the primary key and of each unique index of a table; expressions are omitted.
  package func uniqueKeys(of table: String) throws -> [Set<String>] {
    let columns = try all(keyColumns(of: table)) { (index: $0.text(at: 0), column: $0.text(1)) }
    return Dictionary(grouping: columns, by: \.index).values.map { Set($0.compactMap(\.column)) }
  }

  private func keyColumns(of table: String) -> SQLText {
    isPostgres
      ? """
      SELECT i.indexrelid::text, a.attname FROM pg_index AS i
      LEFT JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
      WHERE i.indisunique AND i.indrelid = \(table)::regclass
      """
      : """
      SELECT 'primary key', name FROM pragma_table_info(\(table)) WHERE pk > 0
      UNION ALL SELECT l.name, i.name FROM pragma_index_list(\(table)) AS l JOIN pragma_index_info(l.name) AS i ON true
      WHERE l."unique" = 1
      """
  }
}
