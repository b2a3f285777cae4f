import DatabaseAccess

/// Indexes that are created after a bulk load instead of being updated row by row, for tables that were empty before.
/// Unique indexes stay because they detect duplicates.
final class DeferredIndexes {
  private var definitions: [String] = []

  func putOff(of table: String, _ session: SQLiteSession) throws {
    guard try session.first("SELECT 1 FROM \(raw: table) LIMIT 1", { _ in true }) == nil else { return }
    let indexes = try session.all(
      """
      SELECT m.name, m.sql FROM pragma_index_list(\(table)) AS l JOIN sqlite_master AS m ON m.name = l.name
      WHERE l."unique" = 0 AND m.sql IS NOT NULL
      """
    ) { (name: $0.text(at: 0), definition: $0.text(at: 1)) }
    for index in indexes {
      try session.run("DROP INDEX \(raw: index.name)")
      definitions.append(index.definition)
    }
  }

  func make(_ session: SQLiteSession) throws {
    for definition in definitions { try session.run(SQLText(raw: definition)) }
    definitions = []
  }
}
