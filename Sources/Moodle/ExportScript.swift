/// The SQL that a Moodle administrator runs: a database user that may read only what is read, and the CSV folder
/// (moodle.md §1).
package struct ExportScript {
  package enum Engine: String, Sendable, CaseIterable { case postgres, mysql }

  private let engine: Engine
  private let prefix: String

  /// - Parameter prefix: of Moodle's tables, such as `mdl_`.
  package init(_ engine: Engine, prefix: String) {
    self.engine = engine
    self.prefix = prefix
  }

  /// Creates the user `tallybook_ro`; for MySQL, `<password>` is not valid SQL until it is replaced. A grant on a table or column that the site lacks fails and changes nothing else.
  package var grants: String {
    let user = engine == .postgres ? "tallybook_ro" : "'tallybook_ro'@'%'"
    let create =
      engine == .postgres
      ? "CREATE ROLE tallybook_ro LOGIN;" : "CREATE USER \(user) IDENTIFIED BY <password>;"
    let grants = MoodleTable.all.flatMap { table in
      [table.columns.filter { !$0.isOptional } + table.conditionColumns, table.columns.filter(\.isOptional)]
        .filter { !$0.isEmpty }
        .map {
          "GRANT SELECT (\($0.map(\.name).joined(separator: ", "))) ON \(prefix)\(table.name) TO \(user);"
            + remark(table)
        }
    }
    return ([create] + grants).joined(separator: "\n")
  }

  /// Writes one file per table, for psql or for the mysql client.
  package var export: String {
    MoodleTable.all.map { (engine == .postgres ? copy($0) : outfile($0)) + remark($0) }.joined(separator: "\n")
  }

  private func remark(_ table: MoodleTable) -> String {
    let optional = table.columns.filter(\.isOptional).map(\.name)
    if table.isOptional { return "  -- if the table exists" }
    return optional.isEmpty ? "" : "  -- \(optional.joined(separator: ", ")): leave out what does not exist"
  }

  private func copy(_ table: MoodleTable) -> String {
    "\\copy (\(table.query(table.columns.map(\.name), prefix: prefix))) TO '\(table.name).csv' WITH (FORMAT csv, HEADER, NULL '\\N')"
  }

  private func outfile(_ table: MoodleTable) -> String {
    let names = table.columns.map { "'\($0.name)'" }.joined(separator: ", ")
    let values = table.query(table.columns.map { "IFNULL(\($0.name), '\\\\N')" }, prefix: prefix)
    return "SELECT \(names) UNION ALL \(values) INTO OUTFILE '\(table.name).csv' CHARACTER SET utf8mb4 "
      + "FIELDS TERMINATED BY ',' ENCLOSED BY '\"' ESCAPED BY '\"' LINES TERMINATED BY '\\n';"
  }
}
