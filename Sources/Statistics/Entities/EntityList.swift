package import Access
package import DatabaseAccess

/// The list of entities of a kind that a viewer may open, with the number of visible users in each, equal to the number
/// on its page.
package struct EntityList: Sendable {
  package let kind: EntityKind
  private let access: EntityAccess
  /// Words of a name.
  package var search: String?
  /// The key of a column.
  package var sort: String
  package var descending = false
  /// Only groups directly below the group with this key.
  var parent: Int?

  package init(_ kind: EntityKind, for viewer: Viewer) {
    self.kind = kind
    access = EntityAccess(kind, of: viewer)
    sort = kind.columns[0].key
  }

  package struct Row: Sendable {
    package let key: Int
    package let id: String
    package let name: String
    /// In the order of the kind's columns, without the number of users.
    package let cells: [Cell]
    package fileprivate(set) var users: Int
    /// Of a group: the number of users in it or in a group below it.
    package fileprivate(set) var usersBelow: Int?
    /// A course's author; the id of a group's parent.
    package let author: Person?
    package let parent: String?
  }

  /// Rows per page.
  package static let pageSize = 50

  /// The rows of a page, counted from 1.
  package func page(_ number: Int, _ session: any SQLSession) throws -> [Row] {
    var rows = try rows("LIMIT \(Self.pageSize) OFFSET \((number - 1) * Self.pageSize)", session)
    guard kind == .group else { return rows }
    let below = try usersBelow(rows.map(\.key), session)
    for index in rows.indices { rows[index].usersBelow = below[rows[index].key] }
    return rows
  }

  /// Per group, the number of visible users in it or in a group below it.
  func usersBelow(_ groups: [Int], _ session: any SQLSession) throws -> [Int: Int] {
    let counts = try session.all(
      """
      WITH RECURSIVE below (root, key, id) AS (
        SELECT g.key, g.key, g.id FROM groups AS g WHERE g.key \(anyOf: groups)
        UNION SELECT b.root, g.key, g.id FROM below AS b JOIN groups AS g ON g.parent = b.id)
      SELECT b.root, count(DISTINCT f.user_key) FROM below AS b JOIN memberships AS f ON f.group_key = b.key
      WHERE f.until IS NULL AND \(sql: access.countsOnPage)
      AND f.user_key NOT IN (SELECT d.key FROM users AS d WHERE d.deleted_at IS NOT NULL) GROUP BY b.root
      """
    ) { ($0.integer(at: 0), $0.integer(at: 1)) }
    return Dictionary(uniqueKeysWithValues: counts)
  }

  package func all(_ session: any SQLSession) throws -> [Row] { try rows("", session) }

  package func count(_ session: any SQLSession) throws -> Int {
    try session.number("SELECT count(*) FROM \(raw: kind.source) WHERE \(sql: condition)")
  }

  private func rows(_ limit: SQLText, _ session: any SQLSession) throws -> [Row] {
    let columns = (kind.columns.flatMap(\.expressions) + kind.linked).map { ", \($0)" }.joined()
    // Sorting by the number of users counts those of all entities; otherwise only the page's rows are counted,
    // afterwards.
    let isByUsers = sort == "users"
    let join: SQLText = isByUsers ? " LEFT JOIN (\(sql: users(of: nil))) AS n ON n.thing_key = t.key" : ""
    var rows = try session.all(
      """
      SELECT t.key, t.id, t.name, \(raw: isByUsers ? "coalesce(n.users, 0)" : "0")\(raw: columns)
      FROM \(raw: kind.source)\(sql: join) WHERE \(sql: condition) ORDER BY \(raw: order) \(sql: limit)
      """, decode)
    if isByUsers { return rows }
    let counts = try session.all(users(of: rows.map(\.key))) { ($0.integer(at: 0), $0.integer(at: 1)) }
    let users = Dictionary(uniqueKeysWithValues: counts)
    for index in rows.indices { rows[index].users = users[rows[index].key] ?? 0 }
    return rows
  }

  private func decode(_ row: any SQLRow) -> Row {
    let cells = kind.columns.cells(row, from: 4)
    let next = cells.count + 4
    return Row(
      key: row.integer(at: 0), id: row.text(at: 1), name: row.text(at: 2), cells: cells, users: row.integer(at: 3),
      author: kind == .course ? Person(row, from: next) : nil, parent: kind == .group ? row.text(next) : nil)
  }

  private var condition: SQLText {
    var conditions = [access.condition]
    if let words = SearchWords(search) { conditions.append(words.condition(onNames: kind.names)) }
    if let parent { conditions.append("t.parent = (SELECT o.id FROM groups AS o WHERE o.key = \(parent))") }
    return conditions.joined(separator: " AND ")
  }

  /// Missing values last in both directions; ties by name and id.
  private var order: String {
    let value = sort == "users" ? "coalesce(n.users, 0)" : kind.columns.first { $0.key == sort }?.order ?? "t.name_key"
    return "CASE WHEN \(value) IS NULL THEN 1 ELSE 0 END, \(value)\(descending ? " DESC" : ""), "
      + kind.names.joined(separator: ", ") + ", t.id"
  }

  /// Per entity, the number of users that its page shows. Deleted users are looked up in `users`, which is on every
  /// node: on a cluster, unneeded standings would otherwise be gathered from all nodes first.
  private func users(of keys: [Int]?) -> SQLText {
    let (table, column, counts) = kind.belonging
    let among: SQLText = keys.map { "f.\(raw: column) \(anyOf: $0)" } ?? "f.\(raw: column) IS NOT NULL"
    return """
      SELECT f.\(raw: column) AS thing_key, \(raw: kind.belongsOnce ? "count(*)" : "count(DISTINCT f.user_key)") AS users
      FROM \(raw: table) AS f WHERE \(sql: among) AND \(raw: counts) AND \(sql: access.countsOnPage)
      AND f.user_key NOT IN (SELECT d.key FROM users AS d WHERE d.deleted_at IS NOT NULL) GROUP BY f.\(raw: column)
      """
  }
}
