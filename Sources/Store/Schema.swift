package import DatabaseAccess
import Foundation
import Records

/// The tables of a store.
package enum Schema {
  /// Creates or migrates the tables, and distributes them on a Citus cluster.
  package static func migrate(_ database: some SQLDatabase) async throws {
    try await Migrator(steps: try steps(for: database.dialect)).migrate(database)
    try await Distribution.spread(database)
  }

  /// The migration status of a store; changes nothing.
  package static func standing(_ database: some SQLDatabase) async throws -> Migrator.Standing {
    try await Migrator(steps: try steps(for: database.dialect)).standing(database)
  }

  /// `NAME.sql` is for all engines; `NAME.sqlite.sql` and so on for one engine.
  static func steps(for dialect: any SQLDialect) throws -> [Migrator.Step] {
    let folder = Bundle.module.bundleURL.appending(path: "Migrations")
    let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
    return try files.compactMap { file in
      let parts = file.lastPathComponent.split(separator: ".")
      guard parts.last == "sql", parts.count == 2 || parts[1] == dialect.name else { return nil }
      return Migrator.Step(name: String(parts[0]), sql: folding(try String(contentsOf: file, encoding: .utf8)))
    }.sorted { $0.name < $1.name }
  }

  /// Expands `{folded COLUMN}` to the column with `foldedLetters` replaced.
  private static func folding(_ sql: String) -> String {
    sql.replacing(/\{folded (?<column>[a-z_]+)\}/) { match in
      foldedLetters.reduce(String(match.column)) { text, letter in
        return "replace(\(text), '\(letter.key)', '\(letter.value == "'" ? "''" : letter.value)')"
      }
    }
  }
}
