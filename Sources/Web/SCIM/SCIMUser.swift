import DatabaseAccess
import Records
import Support

/// A user, with the attributes stored for the directory.
struct SCIMUser {
  let key: Int
  let id: String
  let email: String
  /// nil if it is the e-mail address.
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

  /// - Returns: nil for an unknown key. Users that the directory does not see are included.
  init?(_ key: Int, _ session: any SQLSession) throws {
    let sql: SQLText = """
      SELECT \(sql: Self.columns) FROM users AS t LEFT JOIN directory_users AS d ON d.user_key = t.key WHERE t.key = \(key)
      """
    guard let user = try session.first(sql, SCIMUser.init) else { return nil }
    self = user
  }

  var userName: String { ownUserName ?? email }

  private var address: JSONValue {
    ["value": .string(email), "type": "work"]
  }

  func json(manager: String?, groups: [(id: String, name: String)], _ store: SCIMStore) -> JSONValue {
    var schemas: [JSONValue] = [.string(SCIM.user)]
    if manager != nil { schemas.append(.string(SCIM.enterpriseUser)) }
    var members: [(String, JSONValue)] = [("schemas", .array(schemas)), ("id", .string(id))]
    func add(_ name: String, _ text: String?) { if let text { members.append((name, .string(text))) } }
    add("externalId", externalID)
    add("userName", userName)
    members.append(("name", ["givenName": .string(firstName), "familyName": .string(lastName)]))
    add("displayName", "\(firstName) \(lastName)")
    members.append(("emails", .array([address])))
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
      members.append((SCIM.enterpriseUser, ["manager": value]))
    }
    return SCIMUsers.withMeta(members, id: id, created: createdAt, modified: modifiedAt, store)
  }
}
