import DatabaseAccess
import Records

// Checks that need more than one row: unknown references, duplicates, and values that contradict other records.

extension Staging {
  /// Adds a fault for each row of the statement, which selects lines and values.
  /// - Parameter kinds: kinds that the value may refer to. If the row of the referenced record is itself faulty, no
  ///   fault is added.
  func add(
    _ faults: inout ValidationErrors, _ sql: SQLText, field: String, naming kinds: [String] = [],
    _ reason: (any SQLRow) -> String
  ) throws {
    var isFound = false
    try session.each(sql) { row in
      isFound = true
      let value = row.text(1) ?? ""
      if kinds.contains(where: { faulty.mayHold(value, of: $0) }) { return }
      faults.insert(
        RowError(
          kind: kind.name, line: row.integer(at: 0),
          fault: FieldError(field: field, value: value, reason: reason(row))))
    }
    if isFound { try flaw(sql) }
  }

  /// Excludes the rows with these lines from the import.
  private func flaw(_ sql: SQLText) throws {
    hasFlaws = true
    try session.run("INSERT INTO flawed (line) SELECT q.line FROM (\(sql: sql)) AS q")
  }

  func flaw(lines: [Int]) throws {
    if lines.isEmpty { return }
    hasFlaws = true
    try session.run("INSERT INTO flawed (line) SELECT line FROM stage WHERE line \(anyOf: lines)")
  }

  /// Removes rows with faults from the stage. Rows that refer to them are faulty too, but not reported.
  func dropFlawed() throws {
    guard hasFlaws else { return }
    hasFlaws = false
    // Memberships have no id; `findSecondOwner` needs their users.
    let id = kind.idIndex != nil ? "f_id" : kind == .memberships ? "f_user" : nil
    let flawed = "line IN (SELECT line FROM flawed) OR line IN (SELECT line FROM stage WHERE flaw IS NOT NULL)"
    if let id {
      let sql = "SELECT \(id) FROM stage WHERE (\(flawed)) AND \(id) IS NOT NULL"
      try session.each(SQLText(raw: sql)) { faulty.add($0.text(at: 0), of: kind.name) }
    }
    try session.run(SQLText(raw: "DELETE FROM resolved WHERE \(flawed)"))
    try session.run("DELETE FROM stage WHERE flaw IS NOT NULL OR line IN (SELECT line FROM flawed)")
    try session.run("DELETE FROM flawed")
  }

  static func unknown(_ kinds: String) -> String {
    "matches no record of \(kinds) in this import or in the store"
  }

  func findUnknownReferences(_ faults: inout ValidationErrors) throws {
    for (wanted, references) in table.references.grouped(by: { [$0.field, $0.condition?.value] }) {
      guard let field = wanted[0] else { continue }
      let targets = references.map { $0.target.spaced }.joined(separator: " or ")
      let only = references[0].condition.map { " AND \($0.field) = '\($0.value)'" } ?? ""
      try add(
        &faults,
        SQLText(raw: "SELECT line, bad_\(field) FROM resolved WHERE bad_\(field) IS NOT NULL\(only) ORDER BY line"),
        field: field, naming: references.map(\.target)
      ) { _ in Self.unknown(targets) }
    }
    for list in table.lists {
      let elements = session.dialect.elements(ofArray: "s.f_\(list.field)")
      try add(
        &faults,
        SQLText(
          raw: """
            SELECT s.line, e.value FROM stage AS s JOIN \(elements) AS e ON true
            LEFT JOIN \(list.target) AS m ON m.id = e.value WHERE m.key IS NULL ORDER BY s.line
            """),
        field: list.field, naming: [list.target]
      ) { _ in Self.unknown(list.target.spaced) }
    }
    try findUnknownOfOwnKind(&faults)
    try findUnknownCustomFields(&faults)
  }

  /// References to records of the same kind, in this import or in the store.
  private func findUnknownOfOwnKind(_ faults: inout ValidationErrors) throws {
    for field in kind.fields {
      guard case .reference(kind.name) = field.type else { continue }
      try session.run("CREATE INDEX IF NOT EXISTS stage_id ON stage (f_id)")
      try add(
        &faults,
        SQLText(
          raw: """
            SELECT s.line, s.f_\(field.name) FROM stage AS s WHERE s.f_\(field.name) IS NOT NULL
            AND NOT EXISTS (SELECT 1 FROM stage AS o WHERE o.f_id = s.f_\(field.name))
            AND NOT EXISTS (SELECT 1 FROM \(table.name) AS t WHERE t.id = s.f_\(field.name)) ORDER BY s.line
            """),
        field: field.name, naming: [kind.name]
      ) { _ in Self.unknown(kind.name.spaced) }
    }
  }

  /// Finds duplicates: all rows but the first with the same key, including rows with other faults and a readable key.
  func findRowsTwice(_ faults: inout ValidationErrors) throws {
    let shown = kind.key.last(where: { $0 == "id" }) ?? kind.key[0]
    let keys = kind.key.map { name in
      let isRequired = kind.field(named: name)?.isRequired == true
      return (name: "k_\(name)", of: isRequired ? "{r}.f_\(name)" : "coalesce({r}.f_\(name), '')")
    }
    let list = keys.map { "\($0.of.aliased("o")) AS \($0.name)" }.joined(separator: ", ")
    let group = keys.map { $0.of.aliased("o") }.joined(separator: ", ")
    let same = keys.map { "\($0.of.aliased("s")) = m.\($0.name)" }.joined(separator: " AND ")
    try add(
      &faults,
      SQLText(
        raw: """
          SELECT s.line, s.f_\(shown), m.first_line FROM stage AS s
          JOIN (SELECT \(list), min(o.line) AS first_line FROM stage AS o GROUP BY \(group) HAVING count(*) > 1) AS m
          ON \(same) AND s.line > m.first_line ORDER BY s.line
          """), field: shown
    ) { row in
      "is a duplicate (first in line \(row.integer(at: 2))); a record's key "
        + "(\(kind.key.joined(separator: ", "))) must be unique"
    }
  }

  /// Finds values that contradict other records: an address in use, an invalid custom date, `owner` in the wrong group.
  func findForeignValues(_ faults: inout ValidationErrors) throws {
    if kind == .users {
      try findTakenAddresses(&faults)
      try findFalseDates(&faults)
    }
    if kind == .memberships {
      try add(
        &faults,
        """
        SELECT s.line, s.f_group FROM stage AS s JOIN groups AS g ON g.id = s.f_group
        WHERE s.f_role = 'owner' AND g.parent IS NOT NULL ORDER BY s.line
        """, field: "group", naming: [RecordKind.groups.name]
      ) { _ in "is not the platform group; only the platform group can have an `owner`" }
    }
  }

  private func findTakenAddresses(_ faults: inout ValidationErrors) throws {
    try session.run("CREATE INDEX IF NOT EXISTS stage_email ON stage (f_email)")
    try session.run("CREATE INDEX IF NOT EXISTS stage_id ON stage (f_id)")
    let deletion = 1 << (kind.index(of: "deleted_at") ?? 0)
    // If `deleted_at` cannot be read, it is unknown whether the user is deleted, so the row is not compared.
    let isCurrent = { (row: String) in
      SQLText(raw: "\(row).f_deleted_at IS NULL AND (coalesce(\(row).flaw, 0) & \(deletion)) = 0")
    }
    let above: SQLText = """
      FROM stage AS o WHERE o.f_email = s.f_email AND \(sql: isCurrent("o")) AND o.line < s.line
      AND o.f_id IS DISTINCT FROM s.f_id
      """
    let stored: SQLText = """
      FROM users AS u WHERE u.email = s.f_email AND u.deleted_at IS NULL
      AND NOT EXISTS (SELECT 1 FROM stage AS o WHERE o.f_id = u.id) AND NOT \(sql: DerivedUser.isPlaceholder("u"))
      """
    try add(
      &faults,
      """
      SELECT s.line, s.f_email, (SELECT min(o.line) \(sql: above)), (SELECT min(u.id) \(sql: stored)) FROM stage AS s
      WHERE \(sql: isCurrent("s")) AND (EXISTS (SELECT 1 \(sql: above)) OR EXISTS (SELECT 1 \(sql: stored)))
      ORDER BY s.line
      """, field: "email"
    ) { row in
      let owner = row.integer(2).map { "the user in line \($0)" } ?? "the user \(row.text(at: 3))"
      return "belongs to \(owner), who is not deleted; give one of the two another address"
    }
  }
}

extension String {
  /// `assessment_results` → `assessment results`.
  var spaced: String { replacing("_", with: " ") }
}
