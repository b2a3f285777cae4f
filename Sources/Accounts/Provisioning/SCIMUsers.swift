import Access
import DatabaseAccess
import Records
import SCIM
import Support

/// Users as a directory sees them: current users, and those it may restore.
enum SCIMUsers: SCIMResource {
  static let name = "User"
  static let schemas = [SCIMSchema.user, .enterpriseUser]

  static let source: SQLText = """
    FROM users AS t LEFT JOIN directory_users AS d ON d.user_key = t.key
    WHERE (t.deleted_at IS NULL OR (d.user_key IS NOT NULL AND d.removed_at IS NULL))
    """

  /// A user's manager: the one named by the directory, else the first.
  private static let manager: SQLText = """
    SELECT m.user_key, m.manager_key, p.id FROM managers AS m JOIN users AS p ON p.key = m.manager_key
    LEFT JOIN directory_users AS e ON e.user_key = m.user_key WHERE m.until IS NULL
    """

  static let columns: [String: SCIMColumn] = {
    let whole = SCIMColumn("t.first_name || ' ' || t.last_name")
    var userName = SCIMColumn("coalesce(d.user_name_key, t.email)", .lowered)
    userName.lookup = { name in
      """
      t.key IN (SELECT key FROM users WHERE email = \(EmailAddress.lookup(name))
        UNION SELECT user_key FROM directory_users WHERE user_name_key = \(SCIMUser.userNameKey(name)))
      """
    }
    var manager = SCIMColumn("v.id", .exact)
    manager.isAnyOf = { "EXISTS (SELECT 1 FROM (\(sql: Self.manager)) AS v WHERE v.user_key = t.key AND \(sql: $0))" }
    let (group, groupName) = (Self.ofGroups(SCIMColumn("g.id", .exact)), Self.ofGroups(SCIMColumn("g.name")))
    let columns = [
      "id": SCIMColumn("t.id", .exact), "externalid": SCIMExternalID.column, "username": userName,
      "emails": SCIMColumn("t.email", .lowered), "emails.value": SCIMColumn("t.email", .lowered),
      "emails.type": SCIMColumn("'work'"), "emails.primary": SCIMColumn("1", .flag),
      "name.givenname": SCIMColumn("t.first_name"), "name.familyname": SCIMColumn("t.last_name"),
      "displayname": whole, "name.formatted": whole, "title": SCIMColumn("t.title"),
      "preferredlanguage": SCIMColumn("t.language"), "timezone": SCIMColumn("t.time_zone"),
      "active": SCIMColumn("CASE WHEN t.deleted_at IS NULL THEN 1 ELSE 0 END", .flag), "manager": manager,
      "manager.value": manager, "groups": group, "groups.value": group, "groups.display": groupName,
      "meta.created": SCIMColumn("t.created_at", .instant),
      "meta.lastmodified": SCIMColumn("coalesce(d.modified_at, t.created_at)", .instant),
      "meta.resourcetype": SCIMColumn("'User'"), "emails.display": .absent, "name.middlename": .absent,
      "name.honorificprefix": .absent, "name.honorificsuffix": .absent, "manager.displayname": .absent,
    ]
    let ignored = SCIMSchema.user.ignored.union(SCIMSchema.enterpriseUser.ignored)
    return columns.merging(ignored.map { ($0, .absent) }) { known, _ in known }
  }()

  /// By the groups in which the user is a learner, or is remembered as one while deactivated.
  private static func ofGroups(_ column: SCIMColumn) -> SCIMColumn {
    var column = column
    column.isAnyOf = { condition in
      """
      EXISTS (SELECT 1 FROM groups AS g WHERE g.key IN (
        SELECT m.group_key FROM memberships AS m
        WHERE m.user_key = t.key AND m.role = 'learner' AND m.until IS NULL AND t.deleted_at IS NULL
        UNION SELECT a.group_key FROM directory_memberships AS a WHERE a.user_key = t.key AND t.deleted_at IS NOT NULL)
        AND \(sql: condition))
      """
    }
    return column
  }

  static func isVisible(to viewer: Viewer) -> SQLText { Scope.theirUsers(of: viewer).holds("t.key") }

  static func read(_ keys: [Int], _ store: SCIMStore, hiding hidden: Set<String>) throws -> [JSONValue] {
    let users = try store.session.all("SELECT \(sql: SCIMUser.columns) \(sql: source) AND t.key \(anyOf: keys)") {
      (key: $0.integer(at: 0), user: SCIMUser($0))
    }
    let managers = try managers(of: keys, store.session)
    let groups = hidden.contains("groups") ? [:] : try groups(of: keys, store.session)
    let resources = users.map { key, user in
      (key, user.json(manager: managers[key], groups: groups[key] ?? [], store.server))
    }
    let byKey = Dictionary(uniqueKeysWithValues: resources)
    return keys.compactMap { byKey[$0] }
  }

  static func managers(of keys: [Int], _ session: any SQLSession) throws -> [Int: String] {
    let rows = try session.all(
      """
      \(sql: manager) AND m.user_key \(anyOf: keys)
      ORDER BY m.user_key, CASE WHEN m.manager_key = e.manager_key THEN 0 ELSE 1 END, coalesce(m.since, 0), p.id
      """
    ) { ($0.integer(at: 0), $0.text(at: 2)) }
    return Dictionary(rows) { first, _ in first }
  }

  private static func groups(
    of keys: [Int], _ session: any SQLSession
  ) throws -> [Int: [(id: String, name: String)]] {
    var groups: [Int: [(id: String, name: String)]] = [:]
    try session.each(
      """
      SELECT m.user_key, g.id, g.name, g.key FROM memberships AS m JOIN groups AS g ON g.key = m.group_key
      JOIN users AS u ON u.key = m.user_key AND u.deleted_at IS NULL
      WHERE m.user_key \(anyOf: keys) AND m.role = 'learner' AND m.until IS NULL
      UNION ALL SELECT a.user_key, g.id, g.name, g.key FROM directory_memberships AS a
      JOIN groups AS g ON g.key = a.group_key JOIN users AS u ON u.key = a.user_key AND u.deleted_at IS NOT NULL
      WHERE a.user_key \(anyOf: keys) ORDER BY 1, 4
      """
    ) { groups[$0.integer(at: 0), default: []].append(($0.text(at: 1), $0.text(at: 2))) }
    return groups
  }
}
