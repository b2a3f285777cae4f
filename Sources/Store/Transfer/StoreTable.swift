package import DatabaseAccess

/// A table of the store, as defined by the migrations.
package struct StoreTable: Sendable, Equatable {
  package fileprivate(set) var name: String
  package fileprivate(set) var columns: [String]
  /// Whether the engine generates its `key`.
  package let hasGeneratedKey: Bool
}

extension Schema {
  /// All tables that are copied to another store, each after those it refers to: in the order of their creation. Each
  /// store has its own `migrations` and `record_changes`.
  ///
  /// Parsed from the migrations, since each engine has a different catalog; a test compares it with the catalogs.
  package static func tables(for dialect: any SQLDialect) throws -> [StoreTable] {
    tables(after: try steps(for: dialect.name)).filter { $0.name != "record_changes" }
  }

  static func tables(after steps: [Migrator.Step]) -> [StoreTable] {
    var tables: [StoreTable] = []
    for step in steps {
      for statement in step.statements { read(statement[...], into: &tables) }
    }
    return tables
  }

  private static func read(_ statement: Substring, into tables: inout [StoreTable]) {
    if let made = statement.firstMatch(of: #/CREATE TABLE (\w+)\s*\((.*)\)/#.dotMatchesNewlines()) {
      let parts = parts(of: made.2)
      tables.append(
        StoreTable(
          name: String(made.1), columns: parts.compactMap(column),
          hasGeneratedKey: parts.contains { $0.contains("{key}") }))
    } else if let changed = statement.firstMatch(of: #/(ALTER|DROP) TABLE (\w+)(.*)/#.dotMatchesNewlines()),
      let index = tables.firstIndex(where: { $0.name == changed.2 })
    {
      if changed.1 == "DROP" { tables.remove(at: index) } else { tables[index].change(changed.3) }
    }
  }

  /// Splits at commas outside brackets.
  private static func parts(of body: Substring) -> [Substring] {
    var depth = 0
    return body.split { character in
      if character == "(" { depth += 1 }
      if character == ")" { depth -= 1 }
      return character == "," && depth == 0
    }
  }

  /// The name of a column; nil for a constraint of the table.
  private static func column(_ part: Substring) -> String? {
    guard let word = part.split(whereSeparator: \.isWhitespace).first else { return nil }
    return ["PRIMARY", "UNIQUE", "CHECK", "FOREIGN", "CONSTRAINT"].contains(word) ? nil : String(word)
  }
}

extension StoreTable {
  /// - Parameter clause: the part of ALTER TABLE after the table's name.
  fileprivate mutating func change(_ clause: Substring) {
    if let added = clause.firstMatch(of: #/ADD COLUMN (\w+)/#) { columns.append(String(added.1)) }
    if let dropped = clause.firstMatch(of: #/DROP COLUMN (\w+)/#) { columns.removeAll { $0 == dropped.1 } }
    if let renamed = clause.firstMatch(of: #/RENAME TO (\w+)/#) { name = String(renamed.1) }
  }
}
