import DatabaseAccess

/// Drops constraints and indexes of a new store during its first import and restores them at the end, which is far
/// cheaper than checking and indexing each row. It drops foreign keys and non-unique indexes, and the primary keys of
/// tables that are filled by `COPY`. Restoring them checks the rows. Rows that are inserted any other way may be
/// duplicates, so there the primary key stays to detect them.
///
/// The tables are locked meanwhile, so this is only for a store that has no users yet.
final class DeferredConstraints {
  private unowned let session: PostgresSession
  /// Statements that restore what was dropped, indexes first because they speed up the foreign-key checks.
  private var restoring: [String] = []
  /// Primary keys that still exist, by table.
  private var primaryKeys: [String: (name: String, definition: String)] = [:]

  /// Drops what can be deferred.
  /// - Returns: nil if any referenced table has rows, or if the store is on a Citus cluster.
  init?(_ session: PostgresSession) throws {
    self.session = session
    let keys = try constraints("f")
    guard !keys.isEmpty, try Set(keys.map(\.named)).allSatisfy(isEmpty) else { return nil }
    // After the import, the planner needs only row counts; autovacuum analyzes the tables again later.
    try session.run("SET LOCAL default_statistics_target = 10")
    try takeIndexes(of: Set(keys.map(\.table)))
    for (table, keys) in Dictionary(grouping: keys, by: \.table).sorted(by: { $0.key < $1.key }) {
      let drops = keys.map { "DROP CONSTRAINT \($0.name)" }.joined(separator: ", ")
      try session.run(SQLText(raw: "ALTER TABLE \(table) \(drops)"))
      let adds = keys.map { "ADD CONSTRAINT \($0.name) \($0.definition)" }.joined(separator: ", ")
      restoring.append("ALTER TABLE \(table) \(adds)")
    }
    for key in try constraints("p") { primaryKeys[key.table] = (key.name, key.definition) }
  }

  /// Drops the primary key of a table whose rows are all new.
  func putOffPrimaryKey(of table: String) throws {
    guard let key = primaryKeys.removeValue(forKey: table), try isEmpty(table) else { return }
    try session.run(SQLText(raw: "ALTER TABLE \(table) DROP CONSTRAINT \(key.name)"))
    restoring.insert("ALTER TABLE \(table) ADD CONSTRAINT \(key.name) \(key.definition)", at: 0)
  }

  /// Constraints by type; none on a Citus cluster.
  private func constraints(
    _ type: String
  ) throws -> [(table: String, named: String, name: String, definition: String)] {
    try session.all(
      """
      SELECT conrelid::regclass::text, confrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid)
      FROM pg_constraint WHERE contype = \(type)::"char" AND connamespace = current_schema()::regnamespace
      AND NOT EXISTS (SELECT 1 FROM pg_extension WHERE extname = 'citus') ORDER BY conrelid, conname
      """
    ) { ($0.text(at: 0), $0.text(at: 1), $0.text(at: 2), $0.text(at: 3)) }
  }

  private func isEmpty(_ table: String) throws -> Bool {
    try session.first("SELECT 1 FROM \(raw: table) LIMIT 1") { _ in true } == nil
  }

  private func takeIndexes(of tables: Set<String>) throws {
    let indexes = try session.all(
      """
      SELECT indrelid::regclass::text, indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
      JOIN pg_class AS c ON c.oid = indrelid AND c.relnamespace = current_schema()::regnamespace
      WHERE NOT indisunique ORDER BY indexrelid
      """
    ) { (table: $0.text(at: 0), name: $0.text(at: 1), definition: $0.text(at: 2)) }
    for index in indexes where tables.contains(index.table) {
      try session.run(SQLText(raw: "DROP INDEX \(index.name)"))
      restoring.append(index.definition)
    }
  }

  /// Restores everything that was dropped.
  /// - Throws: `StorageError.constraint` if a row violates a constraint, such as a reference to a missing record.
  func end() throws { for statement in restoring { try session.run(SQLText(raw: statement)) } }
}
