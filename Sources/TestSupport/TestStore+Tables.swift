package import DatabaseAccess
import Store

extension TestStore {
  /// A table's rows, from column to value. Keys of other records are replaced by their ids, and the table's own key is
  /// omitted, so that stores filled in a different order compare equal.
  package func rows(_ table: String) async throws -> [[String: SQLValue]] {
    try await database.read { try Self.rows(table, $0) }
  }

  /// The only row of a table with the given values in the columns; nil if none or several match.
  package func row(_ table: String, _ wanted: [String: String]) async throws -> [String: SQLValue]? {
    let found = try await rows(table).filter { row in wanted.allSatisfy { row[$0.key] == .text($0.value) } }
    return found.count == 1 ? found[0] : nil
  }

  /// The contents of the store: table → rows as sorted text.
  /// - Parameter left: tables to omit, such as the tokens, which record their last use.
  package func dump(without left: [String] = []) async throws -> [String: [String]] {
    try await database.read { session in
      // How often a store was written says nothing about what is in it.
      let tables = try session.tables().filter { !left.contains($0) && $0 != "record_changes" }
      let rows = try tables.map { table in (table, try Self.rows(table, session).map(Self.text).sorted()) }
      return Dictionary(uniqueKeysWithValues: rows)
    }
  }

  private static func rows(_ table: String, _ session: any SQLSession) throws -> [[String: SQLValue]] {
    // A view has no references.
    let target = try session.references(of: RecordTable.name(of: table))
    let columns = try session.columns(of: table).filter { $0 != "key" }
    let values = columns.map { column in
      target[column].map { "(SELECT o.id FROM \($0) AS o WHERE o.key = t.\"\(column)\")" } ?? "t.\"\(column)\""
    }
    return try session.all(SQLText(raw: "SELECT \(values.joined(separator: ", ")) FROM \(table) AS t")) { row in
      Dictionary(uniqueKeysWithValues: columns.enumerated().map { ($1, row.value($0)) })
    }
  }

  private static func text(_ row: [String: SQLValue]) -> String {
    row.sorted { $0.key < $1.key }.map { column, value in
      switch value {
      case .null: "\(column)=–"
      case .integer(let integer): "\(column)=\(integer)"
      case .text(let text): "\(column)=\"\(text)\""
      }
    }.joined(separator: " ")
  }
}
