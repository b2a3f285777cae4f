import Calendar
import DatabaseAccess
import Records
import Support

// Checks of the columns `custom:ID`.

extension Staging {
  /// The custom field of a column `custom:ID` must exist, even if all cells of the column are empty.
  func findUnknownCustomFields(_ faults: inout ValidationErrors) throws {
    guard kind.takesCustomFields else { return }
    var firstLines: [ID: Int] = [:]
    let members = session.dialect.members(ofObject: "s.f_custom")
    try session.each(
      SQLText(raw: "SELECT e.key, min(s.line) FROM stage AS s JOIN \(members) AS e ON true GROUP BY e.key")
    ) { firstLines[ID(text: $0.text(at: 0))] = $0.integer(at: 1) }
    for id in customFields.map(ID.init) where firstLines[id] == nil { firstLines[id] = 1 }
    let known = try session.all("SELECT id FROM custom_fields") { $0.text(at: 0) }
    let unknown = firstLines.map { (id: $0.key.text, line: $0.value) }.filter { !known.containsID($0.id) }
    for (id, line) in unknown.sorted(by: { $0.id < $1.id })
    where !faulty.mayHold(id, of: RecordKind.customFields.name) {
      let nearest = closestMatch(to: id, in: known).map { "; did you mean custom:\($0)?" } ?? ""
      faults.insert(
        RowError(
          kind: kind.name, line: line,
          fault: FieldError(
            field: "custom:\(id)", value: id, reason: Self.unknown("custom fields") + nearest)))
    }
  }

  /// A value of a date field must be a date.
  func findFalseDates(_ faults: inout ValidationErrors) throws {
    let members = session.dialect.members(ofObject: "s.f_custom")
    try session.each(
      SQLText(
        raw: """
          SELECT s.line, e.key, e.value FROM stage AS s JOIN \(members) AS e ON true
          JOIN custom_fields AS f ON f.id = e.key AND f.type = 'date' ORDER BY s.line
          """)
    ) { row in
      guard Instant.days(row.text(at: 2)) == nil else { return }
      faults.insert(
        RowError(
          kind: kind.name, line: row.integer(at: 0),
          fault: FieldError(
            field: "custom:\(row.text(at: 1))", value: row.text(at: 2),
            reason: "is not a valid date; use one such as 2026-03-01")))
    }
  }
}
