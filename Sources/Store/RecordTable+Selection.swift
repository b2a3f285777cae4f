package import DatabaseAccess
import Records

// Reads records back: the joins with which an import resolves references, in reverse.

extension RecordTable {
  /// Selects all records of the kind, sorted by key: the value of each field in order, then the custom values of users
  /// as a JSON object. The order is the same on every engine.
  package var selection: SQLText { selection(where: nil) }

  /// Selects the records that are about a user: those that name the user as their user or in their key and, of kinds
  /// that belong to no user, in any field.
  /// - Parameter user: the user's key.
  /// - Returns: nil if records of the kind are not about users.
  package func selection(about user: Int) -> SQLText? {
    // The columns of users need their definitions.
    if kind == .customFields { return selection }
    if kind == .users { return selection(where: "t.key = \(user)") }
    let naming = kind.fields.filter(\.namesUsers)
    let own = naming.filter { $0.name == "user" || kind.key.contains($0.name) }
    let conditions = (own.isEmpty ? naming : own).map { field -> SQLText in
      guard let list = lists.first(where: { $0.field == field.name }) else {
        return "t.\(raw: field.name)_key = \(user)"
      }
      return "t.key IN (SELECT l.owner_key FROM \(raw: list.table) AS l WHERE l.member_key = \(user))"
    }
    return conditions.isEmpty ? nil : selection(where: conditions.joined(separator: " OR "))
  }

  private func selection(where condition: SQLText?) -> SQLText {
    let used = references.filter { !hasText($0.field) }
    // SQLite joins in this order, and so sorts at most the rows of one user (group, program) at a time.
    let first = condition == nil ? used.first { $0.field == kind.key[0] && isRequired($0) } : nil
    let joins = used.filter { $0.alias != first?.alias }.map { reference in
      let type = first == nil && isRequired(reference) ? "JOIN" : "LEFT JOIN"
      return "\(type) \(Self.name(of: reference.target)) AS \(reference.alias) ON \(Self.link(reference))"
    }
    let source = first.map { "\(Self.name(of: $0.target)) AS \($0.alias) CROSS JOIN \(name) AS t" } ?? "\(name) AS t"
    let columns = kind.fields.map(value) + (kind.takesCustomFields ? ["t.custom"] : [])
    let order = kind.key.compactMap(kind.field).map { $0.isRequired ? value($0) : "coalesce(\(value($0)), '')" }
    return """
      SELECT \(raw: columns.joined(separator: ", ")) FROM \(raw: source) \(raw: joins.joined(separator: " "))
      WHERE \(raw: first.map(Self.link) ?? "true") AND (\(sql: condition ?? "true"))
      ORDER BY \(raw: order.joined(separator: ", "))
      """
  }

  /// The value of a field of the record `t`, with the ids of other records.
  private func value(_ field: Field) -> String {
    let ids = references.filter { $0.field == field.name }.map { "\($0.alias).id" }
    if ids.isEmpty || hasText(field.name) { return "t.\(field.name)" }
    return ids.count == 1 ? ids[0] : "coalesce(\(ids.joined(separator: ", ")))"
  }

  /// Whether the table has the field's text in addition to the keys that it refers to.
  private func hasText(_ field: String) -> Bool { columns.contains { $0.name == field } }

  private func isRequired(_ reference: Reference) -> Bool {
    kind.field(named: reference.field)?.isRequired == true && reference.condition == nil
  }

  private static func link(_ reference: Reference) -> String { "\(reference.alias).key = t.\(reference.column)" }
}

extension Field {
  fileprivate var namesUsers: Bool {
    switch type {
    case .reference(RecordKind.users.name), .list(RecordKind.users.name): true
    default: false
    }
  }
}
