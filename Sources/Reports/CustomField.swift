import Access
import Calendar
package import DatabaseAccess
import Records
import Spreadsheets
import Statistics

/// A custom field; its columns are ordered by title.
package struct CustomField: Sendable {
  let key: Int
  package let id: String
  package let title: String
  package let isDate: Bool

  /// All custom fields.
  package static func all(_ session: any SQLSession) throws -> [CustomField] {
    let fields = try session.all("SELECT key, id, title, type FROM custom_fields") { row in
      CustomField(
        key: row.integer(at: 0), id: row.text(at: 1), title: row.text(at: 2), isDate: row.text(at: 3) == "date")
    }
    return fields.inOrder(title: \.title, id: \.id)
  }

  /// - Parameter ids: the fields to include; nil for all.
  static func columns(_ ids: [String]?, _ session: any SQLSession) throws -> [ReportColumn] {
    try all(session).filter { ids?.containsID($0.id) ?? true }.map { field in
      ReportColumn(title: field.title, width: field.isDate ? .date : .text, key: "custom:\(field.id)") { row in
        guard let value = row.custom[field.key] else { return .empty }
        guard field.isDate, let days = Instant.days(value) else { return .text(value) }
        return .date(days: days)
      }
    }
  }
}

/// A group, as a column with an "x" for each member.
struct GroupColumn {
  let key: Int
  let id: String
  let name: GroupName

  /// The number of group columns visible to the viewer.
  static func count(for scope: Scope, _ session: any SQLSession) throws -> Int {
    try session.number("SELECT count(*) FROM groups WHERE key IN (\(sql: scope.groupColumns))")
  }

  /// The visible columns, by title; groups with the same name also show their parent's name.
  /// - Parameter limit: the maximum number, by name; nil for all.
  static func all(
    for scope: Scope, limit: Int? = nil, _ session: any SQLSession
  ) throws -> [(key: Int, column: ReportColumn)] {
    let end: SQLText = limit.map { "ORDER BY g.name_key, g.id LIMIT \($0)" } ?? ""
    let groups = try session.all(
      """
      SELECT g.key, g.id, g.name, p.name FROM groups AS g LEFT JOIN groups AS p ON p.id = g.parent
      WHERE g.key IN (\(sql: scope.groupColumns)) \(sql: end)
      """
    ) { GroupColumn(key: $0.integer(at: 0), id: $0.text(at: 1), name: GroupName($0.text(at: 2), parent: $0.text(3))) }
    let names = groups.map(\.name)
    let shared =
      try limit == nil
      ? GroupName.shared(among: names)
      : GroupName.shared(names, where: "g.key IN (\(sql: scope.groupColumns))", session)
    return groups.map { ($0, title: $0.name.title(shared)) }.inOrder(title: \.title, id: \.0.id).map { group, title in
      (group.key, .group(group.key, title, key: "group:\(group.id)"))
    }
  }
}

extension Array {
  /// By displayed title, ignoring case and accents, then by id.
  func inOrder(title: (Element) -> String, id: (Element) -> String) -> [Element] {
    map { (element: $0, title: sortKey(title($0)), id: id($0)) }.sorted { a, b in
      a.title.utf8.elementsEqual(b.title.utf8) ? a.id.comesBefore(b.id) : a.title.comesBefore(b.title)
    }.map(\.element)
  }
}
