import DatabaseAccess
import Records

// What a row alone cannot tell: whether what it names exists, whether it stands there twice.

extension Staging {
  func add(_ faults: inout Faults, _ sql: SQLText, field: String, _ reason: String) throws {
    try session.each(sql) { row in
      faults.add(
        RowFault(
          kind: kind.name, line: row.integer(at: 0),
          fault: FieldFault(field: field, value: row.text(1) ?? "", reason: reason)))
    }
  }

  func findUnknownReferences(_ faults: inout Faults) throws {
    for (wanted, references) in table.references.grouped(by: { [$0.field, $0.condition?.value] }) {
      guard let field = wanted[0] else { continue }
      let targets = references.map { $0.target.spaced }.joined(separator: " or ")
      let only = references[0].condition.map { " AND \($0.field) = '\($0.value)'" } ?? ""
      try add(
        &faults,
        SQLText(raw: "SELECT line, bad_\(field) FROM resolved WHERE bad_\(field) IS NOT NULL\(only) ORDER BY line"),
        field: field, "names no record of \(targets), neither in this batch nor in the store")
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
        field: list.field, "names no record of \(list.target.spaced), neither in this batch nor in the store")
    }
    try findUnknownOfOwnKind(&faults)
    try findUnknownItems(&faults)
  }

  /// References to the own kind: in this batch or in the store.
  private func findUnknownOfOwnKind(_ faults: inout Faults) throws {
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
        field: field.name, "names no record of \(kind.name.spaced), neither in this batch nor in the store")
    }
  }

  /// A column `custom:ID` needs its custom field, whether any cell of it is filled or not.
  private func findUnknownItems(_ faults: inout Faults) throws {
    guard kind.takesCustomFields else { return }
    var firstLines: [ID: Int] = [:]
    let members = session.dialect.members(ofObject: "s.f_custom")
    try session.each(
      SQLText(raw: "SELECT e.key, min(s.line) FROM stage AS s JOIN \(members) AS e ON true GROUP BY e.key")
    ) { firstLines[ID(text: $0.text(at: 0))] = $0.integer(at: 1) }
    for id in customFields.map(ID.init) where firstLines[id] == nil { firstLines[id] = 1 }
    let known = try session.all("SELECT id FROM custom_fields") { $0.text(at: 0) }
    let unknown = firstLines.map { (id: $0.key.text, line: $0.value) }.filter { !known.containsID($0.id) }
    for (id, line) in unknown.sorted(by: { $0.id < $1.id }) {
      let nearest = nearestName(to: id, in: known).map { "; did you mean custom:\($0)?" } ?? ""
      faults.add(
        RowFault(
          kind: kind.name, line: line,
          fault: FieldFault(
            field: "custom:\(id)", value: id,
            reason: "names no record of custom fields, neither in this batch nor in the store\(nearest)")))
    }
  }

  func findRowsTwice(_ faults: inout Faults) throws {
    guard faults.isEmpty else { return }
    let keys = table.match.map { $0.aliased("resolved") }.joined(separator: ", ")
    let shown = kind.key.last(where: { $0 == "id" }) ?? kind.key[0]
    try session.each(
      SQLText(
        raw: "SELECT max(line), min(line), count(*) FROM resolved GROUP BY \(keys) HAVING count(*) > 1 ORDER BY 1")
    ) { row in
      let line = row.integer(at: 0)
      faults.add(
        RowFault(
          kind: kind.name, line: line,
          fault: FieldFault(
            field: shown, value: try staged(shown, line),
            reason: "stands here a second time (first in line \(row.integer(at: 1))); a record's key "
              + "(\(kind.key.joined(separator: ", "))) is unique")))
    }
  }

  private func staged(_ field: String, _ line: Int) throws -> String {
    let sql: SQLText = "SELECT f_\(raw: field) FROM stage WHERE line = \(line)"
    return try session.first(sql) { $0.text(at: 0) } ?? ""
  }

  /// Values that contradict another record: an address that is taken, a date that is none, a role out of place.
  func findForeignValues(_ faults: inout Faults) throws {
    guard faults.isEmpty else { return }
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
        """, field: "group", "is not the platform group; `owner` is a role of the platform group alone")
    }
  }

  private func findTakenAddresses(_ faults: inout Faults) throws {
    try session.run("CREATE INDEX IF NOT EXISTS stage_email ON stage (f_email)")
    try session.run("CREATE INDEX IF NOT EXISTS stage_id ON stage (f_id)")
    try add(
      &faults,
      """
      SELECT s.line, s.f_email FROM stage AS s WHERE s.f_deleted_at IS NULL AND (
        EXISTS (SELECT 1 FROM stage AS o WHERE o.f_email = s.f_email AND o.f_deleted_at IS NULL AND o.line < s.line)
        OR EXISTS (
          SELECT 1 FROM users AS u WHERE u.email = s.f_email AND u.deleted_at IS NULL
          AND NOT EXISTS (SELECT 1 FROM stage AS o WHERE o.f_id = u.id)))
      ORDER BY s.line
      """, field: "email", "belongs to another user who is not deleted")
  }

  private func findFalseDates(_ faults: inout Faults) throws {
    let members = session.dialect.members(ofObject: "s.f_custom")
    try session.each(
      SQLText(
        raw: """
          SELECT s.line, e.key, e.value FROM stage AS s JOIN \(members) AS e ON true
          JOIN custom_fields AS f ON f.id = e.key AND f.type = 'date' ORDER BY s.line
          """)
    ) { row in
      guard Instant.days(row.text(at: 2)) == nil else { return }
      faults.add(
        RowFault(
          kind: kind.name, line: row.integer(at: 0),
          fault: FieldFault(
            field: "custom:\(row.text(at: 1))", value: row.text(at: 2),
            reason: "is no date that exists, such as 2026-03-01")))
    }
  }
}

extension String {
  /// `assessment_results` → `assessment results`.
  var spaced: String { replacing("_", with: " ") }
}
