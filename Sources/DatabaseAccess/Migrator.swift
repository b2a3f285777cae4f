/// Migrates a store's tables to this version, step by step, in one transaction.
///
/// A migration is SQL with the words of `SQLTableWords` in braces.
package struct Migrator: Sendable {
  package struct Step: Sendable {
    package let name: String
    package let sql: String
    package init(name: String, sql: String) {
      self.name = name
      self.sql = sql
    }

    /// Comments must be on separate lines. A semicolon at the end of a line ends a statement; those within a line belong
    /// to a trigger.
    package var statements: [String] {
      let lines = sql.split(separator: "\n").filter { !$0.drop(while: \.isWhitespace).hasPrefix("--") }
      let trimmed = lines.map { line in line.lastIndex { !$0.isWhitespace }.map { line[...$0] } ?? "" }
      let code = trimmed.joined(separator: "\n") + "\n"
      return code.split(separator: ";\n").map(String.init).filter { $0.contains { !$0.isWhitespace } }
    }
  }

  private let steps: [Step]

  package init(steps: [Step]) { self.steps = steps }

  /// - Throws: `StorageError.unavailable` if the store has a step that this version does not know.
  package func migrate(_ database: some SQLDatabase) async throws {
    let steps = steps
    try await database.write { session in
      try session.run("CREATE TABLE IF NOT EXISTS migrations (name text PRIMARY KEY)")
      let done = try session.all("SELECT name FROM migrations ORDER BY name") { $0.text(at: 0) }
      if let unknown = done.first(where: { name in !steps.contains { $0.name == name } }) {
        throw StorageError.unavailable(
          """
          The store was created by another version of Tallybook (step \(unknown)). Use that version, or create a new store \
          and import the records.
          """)
      }
      for step in steps where !done.contains(step.name) {
        for statement in step.statements { try session.run(SQLText(raw: session.dialect.words.replace(in: statement))) }
        try session.run("INSERT INTO migrations (name) VALUES (\(step.name))")
      }
    }
  }

  /// How a store's migrations compare with those of this version.
  package struct Standing: Sendable {
    /// Steps that the store has not run yet; all if it has no tables.
    package let pending: [String]
    /// Steps that this version does not know: another version ran them.
    package let unknown: [String]
  }

  /// Changes nothing.
  /// - Throws: any error of the store; it is not mistaken for a store without tables.
  package func standing(_ database: some SQLDatabase) async throws -> Standing {
    let names = steps.map(\.name)
    let done = try await database.read { session -> [String] in
      guard try session.number(session.dialect.count(ofTables: "migrations")) > 0 else { return [] }
      return try session.all("SELECT name FROM migrations") { $0.text(at: 0) }
    }
    return Standing(pending: names.filter { !done.contains($0) }, unknown: done.filter { !names.contains($0) }.sorted())
  }
}
