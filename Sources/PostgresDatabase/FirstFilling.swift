import DatabaseAccess

/// What PostgreSQL does for each row that goes into a new store, and does far more cheaply for all of them at the end: it looks
/// up what the row names, and puts the row into indexes. Foreign keys and indexes that hold no rows apart are taken
/// away, and made again, and thereby checked, when all rows are in. So are the primary keys of tables whose rows come by
/// `COPY`; by other ways rows come of which one may stand there twice, and the key must tell.
///
/// The tables are locked for as long as that takes: it is for a store in which there is nobody yet who could wait.
final class FirstFilling {
  private unowned let session: PostgresSession
  /// Statements that make again what was taken away, indexes first: they help to check the foreign keys.
  private var restoring: [String] = []
  /// By table, what is still there: name and definition.
  private var primaryKeys: [String: (name: String, definition: String)] = [:]

  /// Takes away what can wait.
  /// - Returns: nil if any table that others name has rows, or if the tables lie on several nodes.
  init?(_ session: PostgresSession) throws {
    self.session = session
    let keys = try constraints("f")
    guard !keys.isEmpty, try Set(keys.map(\.named)).allSatisfy(isEmpty) else { return nil }
    // What the planner has to know of rows that just came in is how many there are; the server looks at them again by itself.
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

  /// Takes a table's primary key away, whose rows are all new.
  func putOffPrimaryKey(of table: String) throws {
    guard let key = primaryKeys.removeValue(forKey: table), try isEmpty(table) else { return }
    try session.run(SQLText(raw: "ALTER TABLE \(table) DROP CONSTRAINT \(key.name)"))
    restoring.insert("ALTER TABLE \(table) ADD CONSTRAINT \(key.name) \(key.definition)", at: 0)
  }

  /// None on several nodes.
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

  /// Makes all of it again.
  /// - Throws: `StorageError.constraint` if a row names nothing.
  func end() throws { for statement in restoring { try session.run(SQLText(raw: statement)) } }
}
