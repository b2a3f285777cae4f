import DatabaseAccess
import Records
import Support

// If a file omits a column, or an object omits a name, that field of an existing record is kept. So before any checks,
// each staged row is completed from its record, in one statement, if rows omit fields and the table is not empty. The
// later steps see only complete rows.

extension Staging {
  /// - Parameter isSnapshot: whether a row without an end means that its record has not ended.
  func complete(isSnapshot: Bool) throws {
    let end = isSnapshot ? kind.end.flatMap(kind.index) : nil
    // Fields that a row may omit.
    let fieldsLeftOut = kind.fields.indices.filter { !kind.alwaysGiven.contains($0) && $0 != end }
    guard isPartial || leavesCustomOut else { return }
    guard try session.first(SQLText(raw: "SELECT 1 FROM \(table.name) LIMIT 1"), { _ in true }) != nil else { return }
    let mergesCustom = try leavesCustomOut && mergeCustom()
    guard mergesCustom || isPartial && !fieldsLeftOut.isEmpty else { return }
    var expressions = Dictionary(uniqueKeysWithValues: columns.map { ($0, "s.\($0)") })
    for index in fieldsLeftOut {
      let name = "f_\(kind.fields[index].name)"
      expressions[name] = """
        CASE WHEN s.given IS NULL OR (s.given & \(1 << index)) <> 0 OR t.\(keyColumn) IS NULL
        THEN s.\(name) ELSE \(kept(kind.fields[index])) END
        """
    }
    if mergesCustom { expressions["f_custom"] = "CASE WHEN m.line IS NULL THEN s.f_custom ELSE m.custom END" }
    try replaceStage(expressions, mergesCustom ? "LEFT JOIN merged_custom AS m ON m.line = s.line" : "")
  }

  private func replaceStage(_ expressions: [String: String], _ join: String) throws {
    let list = columns.map { "\(expressions[$0] ?? $0) AS \($0)" }.joined(separator: ",\n")
    let (joins, condition) = knownRecord
    try session.run(
      SQLText(
        raw: """
          CREATE TEMP TABLE completed AS SELECT \(list) FROM stage AS s
          \(joins) LEFT JOIN \(known) AS t ON \(condition) \(join)
          """))
    try session.run("DROP TABLE stage")
    try session.run("ALTER TABLE completed RENAME TO stage")
    try session.run("DROP TABLE IF EXISTS merged_custom")
  }

  /// The joins that resolve the key of a staged row `s`, and the condition under which `t` is its record.
  private var knownRecord: (joins: String, condition: String) {
    var (joins, conditions): ([String], [String]) = ([], [])
    for field in kind.key.compactMap({ kind.field(named: $0) }) {
      let (columns, references) = RecordTable.columns(of: field, in: kind)
      joins += references.map(\.join)
      for column in columns {
        let isNeverEmpty = field.isRequired && !RecordTable.isItem(field)
        conditions.append(
          isNeverEmpty
            ? "t.\(column.name) = \(column.expression)"
            : "coalesce(t.\(column.name), 0) = coalesce(\(column.expression), 0)")
      }
    }
    return (joins.joined(separator: "\n"), conditions.joined(separator: " AND "))
  }

  /// The table. If it is sharded by user, only the rows of the imported users.
  private var known: String {
    guard session.dialect.traits.contains(.supportsSharding), Placement.byUser.tables.contains(table.name) else {
      return table.name
    }
    let users = "SELECT u.key FROM users AS u JOIN stage AS o ON o.f_user = u.id"
    return "(SELECT * FROM \(table.name) WHERE user_key IN (\(users)))"
  }

  /// The value of a field of the record `t`, in the form of the stage.
  private func kept(_ field: Field) -> String {
    guard case .reference(let target) = field.type,
      let column = table.columns.first(where: { $0.name == field.name + "_key" })
    else { return "t.\(field.name)" }
    return "(SELECT k.id FROM \(RecordTable.name(of: target)) AS k WHERE k.key = t.\(column.name))"
  }

  /// Merges the custom values of users who have values that their row omits, into `merged_custom (line, custom)`.
  /// - Returns: whether there are such users.
  private func mergeCustom() throws -> Bool {
    let known = try session.all("SELECT id FROM custom_fields") { $0.text(at: 0) }
    // The file has a column for each custom field.
    if Set(known.map(ID.init)).isSubset(of: customFields.map(ID.init)) { return false }
    try session.run("DROP TABLE IF EXISTS merged_custom")
    let integer = session.dialect.words.integer
    try session.run(SQLText(raw: "CREATE TEMP TABLE merged_custom (line \(integer) PRIMARY KEY, custom text)"))
    try session.run("CREATE INDEX stage_line ON stage (line)")
    var last = Int.min
    var isMerged = false
    while let line = try mergeCustom(after: last, &isMerged) { last = line }
    return isMerged
  }

  private static let usersAtOnce = 5_000

  /// - Returns: the line of the last row; nil if no rows were left.
  private func mergeCustom(after last: Int, _ isMerged: inout Bool) throws -> Int? {
    let rows = try session.all(
      """
      SELECT s.line, t.custom, s.f_custom, s.f_emptied FROM stage AS s JOIN users AS t ON t.id = s.f_id
      WHERE s.line > \(last) AND t.custom IS NOT NULL ORDER BY s.line LIMIT \(Self.usersAtOnce)
      """
    ) { (line: $0.integer(at: 0), kept: $0.text(1), given: $0.text(2), emptied: $0.text(3)) }
    let insertion = try session.insertion(into: "merged_custom", columns: ["line", "custom"])
    for row in rows {
      var values = JSONText.members(row.kept)
      for id in JSONText.items(row.emptied) { values[id] = nil }
      let given = JSONText.members(row.given)
      values.merge(given) { $1 }
      if values.count == given.count { continue }
      try insertion.run([.integer(row.line), JSONText.object(values).map(SQLValue.text) ?? .null])
      isMerged = true
    }
    try insertion.finish()
    return rows.last?.line
  }

  /// Checks rules over fields that rows omitted, which is possible only after `complete`.
  func findContradictions(_ faults: inout ValidationErrors) throws {
    guard isPartial, !kind.checked.isSubset(of: kind.alwaysGiven) else { return }
    let names = kind.fields.map { "f_\($0.name)" }.joined(separator: ", ")
    var lines: [Int] = []
    try session.each(
      SQLText(raw: "SELECT line, given, flaw, \(names) FROM stage WHERE given IS NOT NULL ORDER BY line")
    ) { staged in
      let (given, flaw) = (FieldSet(bits: staged.integer(at: 1)), FieldSet(bits: staged.integer(at: 2)))
      if kind.checked.isSubset(of: given) || !kind.checked.isDisjoint(with: flaw) { return }
      var row = RecordRow(kind: kind)
      row.values = kind.fields.indices.map { FieldValue(staged.value($0 + 3)) }
      guard let fault = kind.check(row) else { return }
      faults.insert(RowError(kind: kind.name, line: staged.integer(at: 0), fault: fault))
      lines.append(staged.integer(at: 0))
    }
    try flaw(lines: lines)
  }
}
