package import DatabaseAccess
import Foundation
import Support

/// The tables of a store.
package enum Schema {
  /// Creates or migrates the tables, and distributes them on a Citus cluster.
  package static func migrate(_ database: some SQLDatabase) async throws {
    try await Migrator(steps: try steps(for: database.dialect.name)).migrate(database)
    try await Distribution.spread(database)
  }

  /// The migration status of a store; changes nothing.
  package static func standing(_ database: some SQLDatabase) async throws -> Migrator.Standing {
    try await Migrator(steps: try steps(for: database.dialect.name)).standing(database)
  }

  /// `NAME.sql` is for all engines; `NAME.sqlite.sql` and so on for one engine.
  static func steps(for engine: String) throws -> [Migrator.Step] {
    let folder = Bundle.module.bundleURL.appending(path: "Migrations")
    let files = try Folder.contents(of: folder)
    return try files.compactMap { file in
      let parts = file.lastPathComponent.split(separator: ".")
      guard parts.last == "sql", parts.count == 2 || parts[1] == engine else { return nil }
      return Migrator.Step(name: String(parts[0]), sql: try String(contentsOf: file, encoding: .utf8))
    }.sorted { $0.name < $1.name }
  }
}
