import DatabaseAccess
import Records

/// Users as a directory sees them: those who are current, and those whom it may bring back.
enum SCIMUsers: SCIMResource {
  static let name = "User"
  static let schemas = [SCIMSchema.user, .enterpriseUser]

  static let source: SQLText = """
    FROM users AS t LEFT JOIN directory_users AS d ON d.user_key = t.key
    WHERE (t.deleted_at IS NULL OR (d.user_key IS NOT NULL AND d.removed_at IS NULL))
    """

  /// A user's manager: the one whom the directory has named, else the first.
  private static let manager: SQLText = """
    SELECT m.user_key, m.manager_key, p.id FROM managers AS m JOIN users AS p ON p.key = m.manager_key
    LEFT JOIN directory_users AS e ON e.user_key = m.user_key WHERE m.until IS NULL
    """

  static let columns: [String: SCIMColumn] = {
    var userName = SCIMColumn("coalesce(d.user_name_key, t.email)", .lowered)
    userName.lookup = { name in
      """
      t.key IN (SELECT key FROM users WHERE email = \(EmailAddress.lookup(name))
        UNION SELECT user_key FROM directory_users WHERE user_name_key = \(name.lowercased()))
      """
    }
    var manager = SCIMColumn("v.id", .exact)
    manager.isAnyOf = { "EXISTS (SELECT 1 FROM (\(sql: Self.manager)) AS v WHERE v.user_key = t.key AND \(sql: $0))" }
    var group = SCIMColumn("g.id", .exact)
    group.isAnyOf = { condition in
      """
      EXISTS (SELECT 1 FROM memberships AS m JOIN groups AS g ON g.key = m.group_key
        WHERE m.user_key = t.key AND m.role = 'learner' AND m.until IS NULL AND \(sql: condition))
      """
    }
    return [
      "id": SCIMColumn("t.id", .exact), "externalid": SCIMExternalID.column, "username": userName,
      "emails": SCIMColumn("t.email", .lowered), "emails.value": SCIMColumn("t.email", .lowered),
      "emails.type": SCIMColumn("'work'"), "emails.primary": SCIMColumn("1", .flag),
      "name.givenname": SCIMColumn("t.first_name"), "name.familyname": SCIMColumn("t.last_name"),
      "displayname": SCIMColumn("t.first_name || ' ' || t.last_name"), "title": SCIMColumn("t.title"),
      "preferredlanguage": SCIMColumn("t.language"), "timezone": SCIMColumn("t.time_zone"),
      "active": SCIMColumn("CASE WHEN t.deleted_at IS NULL THEN 1 ELSE 0 END", .flag), "manager": manager,
      "manager.value": manager, "groups": group, "groups.value": group,
      "meta.created": SCIMColumn("t.created_at", .instant),
      "meta.lastmodified": SCIMColumn("coalesce(d.modified_at, t.created_at)", .instant),
      "meta.resourcetype": SCIMColumn("'User'"),
    ]
  }()

  static func read(_ keys: [Int], _ store: SCIMStore, hiding hidden: Set<String>) throws -> [JSONValue] {
    let users = try store.session.all(
      "SELECT \(sql: SCIMUser.columns) \(sql: source) AND t.key \(anyOf: keys)", SCIMUser.init)
    let managers = try managers(of: keys, store.session)
    let groups = hidden.contains("groups") ? [:] : try groups(of: keys, store.session)
    let resources = users.map { user in
      (user.key, user.json(manager: managers[user.key], groups: groups[user.key] ?? [], store))
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
      SELECT m.user_key, g.id, g.name FROM memberships AS m JOIN groups AS g ON g.key = m.group_key
      JOIN users AS u ON u.key = m.user_key AND u.deleted_at IS NULL
      WHERE m.user_key \(anyOf: keys) AND m.role = 'learner' AND m.until IS NULL ORDER BY m.user_key, g.key
      """
    ) { groups[$0.integer(at: 0), default: []].append(($0.text(at: 1), $0.text(at: 2))) }
    return groups
  }
}

/// A user with what the directory has told of them.
struct SCIMUser {
  let key: Int
  let id: String
  let email: String
  /// nil where it is the e-mail address.
  let ownUserName: String?
  let firstName: String
  let lastName: String
  let title: String?
  let language: String?
  let timeZone: String?
  let createdAt: Int
  let deletedAt: Int?
  let externalID: String?
  let saysActive: Bool
  let modifiedAt: Int?

  static let columns: SQLText = """
    t.key, t.id, t.email, d.user_name, t.first_name, t.last_name, t.title, t.language, t.time_zone, t.created_at,
    t.deleted_at, \(sql: SCIMExternalID.expression), coalesce(d.says_active, 1), d.modified_at
    """

  init(_ row: any SQLRow) {
    key = row.integer(at: 0)
    id = row.text(at: 1)
    email = row.text(at: 2)
    ownUserName = row.text(3)
    firstName = row.text(at: 4)
    lastName = row.text(at: 5)
    title = row.text(6)
    language = row.text(7)
    timeZone = row.text(8)
    createdAt = row.integer(at: 9)
    deletedAt = row.integer(10)
    externalID = row.text(11)
    saysActive = row.flag(12)
    modifiedAt = row.integer(13)
  }

  var userName: String { ownUserName ?? email }

  func json(manager: String?, groups: [(id: String, name: String)], _ store: SCIMStore) -> JSONValue {
    var schemas: [JSONValue] = [.string(SCIM.user)]
    if manager != nil { schemas.append(.string(SCIM.enterpriseUser)) }
    var members: [(String, JSONValue)] = [("schemas", .array(schemas)), ("id", .string(id))]
    func add(_ name: String, _ text: String?) { if let text { members.append((name, .string(text))) } }
    add("externalId", externalID)
    add("userName", userName)
    members.append(("name", .object([("givenName", .string(firstName)), ("familyName", .string(lastName))])))
    add("displayName", "\(firstName) \(lastName)")
    members.append(("emails", .array([.object([("value", .string(email)), ("type", .string("work"))])])))
    add("title", title)
    add("preferredLanguage", language)
    add("timezone", timeZone)
    if saysActive { members.append(("active", .bool(deletedAt == nil))) }
    if !groups.isEmpty {
      let list = groups.map { group in
        JSONValue.object([
          ("value", .string(group.id)), ("$ref", .string(store.location("Groups", group.id))),
          ("display", .string(group.name)),
        ])
      }
      members.append(("groups", .array(list)))
    }
    if let manager {
      let value = JSONValue.object([
        ("value", .string(manager)), ("$ref", .string(store.location("Users", manager))),
      ])
      members.append((SCIM.enterpriseUser, .object([("manager", value)])))
    }
    return SCIMUsers.withMeta(members, id: id, created: createdAt, modified: modifiedAt, store)
  }
}
