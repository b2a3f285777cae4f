import DatabaseAccess
import Records

// A column that a file leaves out, or a name that an object does not have, leaves that field of a known record as it is.
// So before anything is judged, each staged row gets what its record has: all at once, and only where rows leave fields
// out and there are records. After that a row is whole, and nothing else needs to know of it.

extension Staging {
  /// - Parameter isSnapshot: whether a row that does not say when its record ended says that it has not.
  func complete(isSnapshot: Bool) throws {
    let end = isSnapshot ? kind.end.flatMap(kind.index) : nil
    // Fields that a row may leave out.
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

  /// The joins that resolve the key of a staged row `s`, and the condition that `t` is its record.
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

  /// The table; where rows lie by user, on several nodes, those of the users who came in.
  private var known: String {
    guard session.dialect.maySpread, Placement.byUser.tables.contains(table.name) else { return table.name }
    let users = "SELECT u.key FROM users AS u JOIN stage AS o ON o.f_user = u.id"
    return "(SELECT * FROM \(table.name) WHERE user_key IN (\(users)))"
  }

  /// What the record `t` has in a field, as it stands on the stage.
  private func kept(_ field: Field) -> String {
    guard case .reference(let target) = field.type,
      let column = table.columns.first(where: { $0.name == field.name + "_key" })
    else { return "t.\(field.name)" }
    return "(SELECT k.id FROM \(RecordTable.name(of: target)) AS k WHERE k.key = t.\(column.name))"
  }

  /// Writes the custom values of users who have some that their row does not name: `merged_custom (line, custom)`.
  /// - Returns: whether there are any.
  private func mergeCustom() throws -> Bool {
    let known = try session.all("SELECT id FROM custom_fields") { $0.text(at: 0) }
    // A file with a column for each names them all.
    if Set(known.map(ID.init)).isSubset(of: customFields.map(ID.init)) { return false }
    try session.run("DROP TABLE IF EXISTS merged_custom")
    let integer = session.dialect.integerType
    try session.run(SQLText(raw: "CREATE TEMP TABLE merged_custom (line \(integer) PRIMARY KEY, custom text)"))
    try session.run("CREATE INDEX stage_line ON stage (line)")
    var last = Int.min
    var isMerged = false
    while let line = try mergeCustom(after: last, &isMerged) { last = line }
    return isMerged
  }

  private static let usersAtOnce = 5_000

  /// - Returns: the last row's line; nil if there was none any more.
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

  /// Rules that span fields which a row left out: whether the record keeps to them is known only now.
  func findContradictions(_ faults: inout Faults) throws {
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
      faults.insert(RowFault(kind: kind.name, line: staged.integer(at: 0), fault: fault))
      lines.append(staged.integer(at: 0))
    }
    try flaw(lines: lines)
  }
}
