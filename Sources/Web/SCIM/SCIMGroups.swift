import DatabaseAccess
import Foundation
import Records
import Statistics

/// Groups as a directory sees them: their learners are the members.
enum SCIMGroups: SCIMResource {
  static let name = "Group"
  static let schemas = [SCIMSchema.group]

  static let source: SQLText = """
    FROM groups AS t LEFT JOIN directory_groups AS d ON d.group_key = t.key WHERE d.removed_at IS NULL
    """

  private static let members: SQLText = """
    FROM memberships AS m JOIN users AS u ON u.key = m.user_key AND u.deleted_at IS NULL
    WHERE m.role = 'learner' AND m.until IS NULL
    """

  static let columns: [String: SCIMColumn] = {
    var externalID = SCIMColumn("d.external_id", .exact)
    externalID.lookup = { "t.key IN (SELECT group_key FROM directory_groups WHERE external_id = \($0))" }
    var member = SCIMColumn("u.id", .exact)
    member.isAnyOf = { "EXISTS (SELECT 1 \(sql: members) AND m.group_key = t.key AND \(sql: $0))" }
    return [
      "id": SCIMColumn("t.id", .exact), "externalid": externalID, "displayname": SCIMColumn("t.name"),
      "members": member, "members.value": member, "members.type": SCIMColumn("'User'"),
      "meta.created": SCIMColumn("t.created_at", .instant),
      "meta.lastmodified": SCIMColumn("coalesce(d.modified_at, t.created_at)", .instant),
      "meta.resourcetype": SCIMColumn("'Group'"),
    ]
  }()

  static func read(_ keys: [Int], _ store: SCIMStore, hiding hidden: Set<String>) throws -> [JSONValue] {
    var members: [Int: [JSONValue]] = [:]
    if !hidden.contains("members") {
      try store.session.each(
        "SELECT m.group_key, u.id \(sql: self.members) AND m.group_key \(anyOf: keys) ORDER BY m.group_key, u.id"
      ) { row in
        let id = row.text(at: 1)
        let member = JSONValue.object([
          ("value", .string(id)), ("$ref", .string(store.location("Users", id))), ("type", .string("User")),
        ])
        members[row.integer(at: 0), default: []].append(member)
      }
    }
    let groups = try store.session.all(
      """
      SELECT t.key, t.id, d.external_id, t.name, t.created_at, d.modified_at \(sql: source) AND t.key \(anyOf: keys)
      """
    ) { row in
      (row.integer(at: 0), json(row, members[row.integer(at: 0)] ?? [], store))
    }
    let byKey = Dictionary(uniqueKeysWithValues: groups)
    return keys.compactMap { byKey[$0] }
  }

  private static func json(_ row: any SQLRow, _ members: [JSONValue], _ store: SCIMStore) -> JSONValue {
    let id = row.text(at: 1)
    var result: [(String, JSONValue)] = [("schemas", .array([.string(SCIM.group)])), ("id", .string(id))]
    if let externalID = row.text(2) { result.append(("externalId", .string(externalID))) }
    result.append(("displayName", .string(row.text(at: 3))))
    if !members.isEmpty { result.append(("members", .array(members))) }
    return withMeta(result, id: id, created: row.integer(4), modified: row.integer(5), store)
  }
}

extension SCIMGroups {
  static func create(_ body: JSONValue, _ store: SCIMStore) throws -> Int {
    let id = UUID().uuidString.lowercased()
    var row = RecordRow(kind: .groups)
    row.set("id", .text(id))
    row.set("created_at", .integer(store.context.now))
    let platform = try store.session.first("SELECT id FROM groups WHERE parent IS NULL") { $0.text(at: 0) }
    row.set("parent", platform.map { .text($0) } ?? .none)
    try row.set("name", try displayName(body), store.context)
    var taking = try TakingIn(store.session)
    try taking.take(MadeRecords(.groups, [row]))
    let key = try store.session.number("SELECT key FROM groups WHERE id = \(id)")
    try take(try memberIDs(body), key, id, &taking, store)
    try taking.finish()
    try remember(body, key, store)
    return key
  }

  static func update(_ key: Int, _ body: JSONValue, isPatch: Bool, _ store: SCIMStore) throws {
    let current = try store.session.first("SELECT id, parent, created_at FROM groups WHERE key = \(key)") { row in
      (id: row.text(at: 0), parent: row.text(1), createdAt: row.integer(2))
    }
    guard let current else { throw SCIMFault.notFound }
    var row = RecordRow(kind: .groups)
    row.set("id", .text(current.id))
    row.set("parent", current.parent.map { .text($0) } ?? .none)
    row.set("created_at", current.createdAt.map { .integer($0) } ?? .none)
    try row.set("name", try displayName(body), store.context)
    var taking = try TakingIn(store.session)
    try taking.take(MadeRecords(.groups, [row]))
    try take(try memberIDs(body), key, current.id, &taking, store)
    try taking.finish()
    try remember(body, key, store)
  }

  /// No record is ever dropped: the learners leave the group, and the directory no longer sees it.
  static func remove(_ key: Int, _ store: SCIMStore) throws {
    let group = try store.session.first("SELECT id, parent FROM groups WHERE key = \(key)") {
      (id: $0.text(at: 0), parent: $0.text(1))
    }
    guard let group else { throw SCIMFault.notFound }
    if group.parent == nil { throw SCIMFault(.mutability, "This group is the platform itself, and stays.") }
    var taking = try TakingIn(store.session)
    try take([], key, group.id, &taking, store)
    try taking.finish()
    let now = store.context.now
    try store.session.run(
      """
      INSERT INTO directory_groups (group_key, modified_at, removed_at) VALUES (\(key), \(now), \(now))
      ON CONFLICT (group_key) DO UPDATE SET modified_at = excluded.modified_at, removed_at = excluded.removed_at
      """)
  }

  private static func displayName(_ body: JSONValue) throws -> String {
    guard let name = body["displayName"]?.string, !name.isEmpty else {
      throw SCIMFault(.invalidValue, "displayName is empty; a value is required.")
    }
    return name
  }

  private static func memberIDs(_ body: JSONValue) throws -> [String] {
    try (body["members"]?.items ?? []).map { member in
      let reference = member["$ref"]?.string?.split(separator: "/").last.flatMap { $0.removingPercentEncoding }
      guard let id = member.string ?? member["value"]?.string ?? reference else {
        throw SCIMFault(.invalidValue, "A member has a value, the id of a user.")
      }
      return id
    }
  }

  /// Opens and closes the memberships of learners, so that these users are the members. Who is deleted stays out: a
  /// membership would end before it began.
  private static func take(
    _ wanted: [String], _ key: Int, _ id: String, _ taking: inout TakingIn, _ store: SCIMStore
  ) throws {
    let session = store.session
    let current = try session.all("SELECT u.id, m.since \(sql: members) AND m.group_key = \(key)") { row in
      (id: Array(row.text(at: 0).utf8), since: row.integer(1))
    }
    let here = Set(current.map(\.id))
    let users = try session.all("SELECT id, deleted_at IS NULL FROM users WHERE id \(anyOf: wanted)") { row in
      (id: Array(row.text(at: 0).utf8), isCurrent: row.flag(1))
    }
    let known = Set(users.map(\.id))
    if let stranger = wanted.first(where: { !known.contains(Array($0.utf8)) }) {
      throw SCIMFault(.invalidValue, "members.value \"\(stranger.prefix(80))\" is no user.")
    }
    func row(_ user: [UInt8], since: Int?, until: Int?) -> RecordRow {
      var row = RecordRow(kind: .memberships)
      row.set("group", .text(id))
      row.set("user", .text(String(decoding: user, as: UTF8.self)))
      row.set("role", .text("learner"))
      row.set("since", since.map { .integer($0) } ?? .none)
      row.set("until", until.map { .integer($0) } ?? .none)
      return row
    }
    let now = store.context.now
    let gone = current.filter { !known.contains($0.id) }.map { row($0.id, since: $0.since, until: now) }
    let new = users.filter { $0.isCurrent && !here.contains($0.id) }.map { row($0.id, since: now, until: nil) }
    try taking.take(MadeRecords(.memberships, gone + new))
  }

  private static func remember(_ body: JSONValue, _ key: Int, _ store: SCIMStore) throws {
    try store.session.run(
      """
      INSERT INTO directory_groups (group_key, external_id, modified_at)
      VALUES (\(key), \(body["externalId"]?.string), \(store.context.now))
      ON CONFLICT (group_key) DO UPDATE SET external_id = excluded.external_id, modified_at = excluded.modified_at
      """)
  }
}
