import Access
import DatabaseAccess
import Records
import Statistics

/// A group that a viewer may choose in a filter.
struct GroupChoice: Sendable {
  let id: String
  let title: String

  /// The groups in which the viewer is coach or administrator, all for who sees everybody; by name.
  static func all(for scope: Scope, _ session: any SQLSession) throws -> [GroupChoice] {
    try session.all(
      "SELECT id, name FROM groups WHERE key IN (\(sql: scope.groupColumns)) ORDER BY name_key, id"
    ) { GroupChoice(id: $0.text(at: 0), title: $0.text(at: 1)) }
  }
}
