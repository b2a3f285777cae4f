package import DatabaseAccess
package import Records
import Support

extension RecordRow {
  /// Reads a user's complete record, to change and import it again.
  /// - Returns: nil if the user does not exist.
  package init?(user key: Int, _ session: any SQLSession) throws {
    let names = RecordKind.users.fields.map(\.name)
    let list = names.joined(separator: ", ")
    let found = try session.first("SELECT \(raw: list), custom FROM users WHERE key = \(key)") { row in
      (values: names.indices.map { FieldValue(row.value($0)) }, custom: row.text(names.count))
    }
    guard let found else { return nil }
    self.init(kind: .users)
    values = found.values
    custom = JSONText.members(found.custom)
  }
}

extension FieldValue {
  package init(_ value: SQLValue) {
    switch value {
    case .null: self = .none
    case .integer(let integer): self = .integer(integer)
    case .text(let text): self = .text(text)
    }
  }
}
