import DatabaseAccess
import Foundation
import Import
import Records
import SCIM
import Store
import Support

// Imports the groups of a directory as records.

extension SCIMGroups {
  static func create(_ body: JSONValue, _ store: SCIMStore) throws -> Int {
    let id = UUID().uuidString.lowercased()
    let platform = try store.session.first("SELECT id FROM groups WHERE parent IS NULL") { $0.text(at: 0) }
    let row = try record((id: id, parent: platform, createdAt: store.context.now), body, store)
    var importSession = try ImportSession(store.session, of: .scim)
    try importSession.add(InMemoryRecords(.groups, [row]))
    let key = try store.session.number("SELECT key FROM groups WHERE id = \(id)")
    try setMembers(try memberIDs(body), key, id, &importSession, store)
    try importSession.finish()
    try remember(body, key, store)
    return key
  }

  static func update(_ key: Int, _ body: SCIMBody, _ store: SCIMStore) throws {
    if let fault = body.fault { throw fault }
    let current = try stored(key, store)
    let row = try record(current, body.value, store)
    var importSession = try ImportSession(store.session, of: .scim)
    try importSession.add(InMemoryRecords(.groups, [row]))
    // A request that only renames the group does not change memberships.
    if body.names("members") { try setMembers(try memberIDs(body.value), key, current.id, &importSession, store) }
    try importSession.finish()
    try remember(body.value, key, store)
  }

  /// Records are never deleted: the learners leave the group, and the directory no longer sees it.
  static func remove(_ key: Int, _ store: SCIMStore) throws {
    let group = try stored(key, store)
    if group.parent == nil { throw SCIMFault(.mutability, "This group is the platform itself and cannot be deleted.") }
    var importSession = try ImportSession(store.session, of: .scim)
    try setMembers([], key, group.id, &importSession, store)
    try importSession.finish()
    let now = store.context.now
    try store.session.run(
      """
      INSERT INTO directory_groups (group_key, modified_at, removed_at) VALUES (\(key), \(now), \(now))
      ON CONFLICT (group_key) DO UPDATE SET modified_at = excluded.modified_at, removed_at = excluded.removed_at
      """)
  }

  /// The fields of a group that a directory cannot change.
  private typealias Fixed = (id: String, parent: String?, createdAt: Int?)

  private static func stored(_ key: Int, _ store: SCIMStore) throws -> Fixed {
    let group = try store.session.first("SELECT id, parent, created_at FROM groups WHERE key = \(key)") {
      (id: $0.text(at: 0), parent: $0.text(1), createdAt: $0.integer(2))
    }
    guard let group else { throw SCIMFault.notFound }
    return group
  }

  private static func record(_ group: Fixed, _ body: JSONValue, _ store: SCIMStore) throws -> RecordRow {
    var row = RecordRow(kind: .groups)
    row.set("id", .text(group.id))
    row.set("parent", group.parent.map { .text($0) } ?? .none)
    row.set("created_at", group.createdAt.map { .integer($0) } ?? .none)
    try row.set("name", try displayName(body), store.context)
    return row
  }

  private static func displayName(_ body: JSONValue) throws -> String {
    guard let name = body["displayName"]?.word(), !name.isEmpty else {
      throw SCIMFault(.invalidValue, "displayName is empty; a value is required.")
    }
    return name
  }

  private static func memberIDs(_ body: JSONValue) throws -> [String] {
    try (body["members"]?.values ?? []).map { member in
      guard let id = member.reference else {
        throw SCIMFault(.invalidValue, "A member must have a value, the id of a user.")
      }
      return id
    }
  }

  private static func remember(_ body: JSONValue, _ key: Int, _ store: SCIMStore) throws {
    let sent = body["externalId"]
    let externalID = sent?.word(limit: IdentityKind.limit)
    // An invalid value leaves the former one unchanged.
    let isKept = sent.map { externalID == nil && !$0.isEmpty } ?? false
    try store.session.run(
      """
      INSERT INTO directory_groups (group_key, external_id, modified_at)
      VALUES (\(key), \(externalID.flatMap { $0.isEmpty ? nil : $0 }), \(store.context.now))
      ON CONFLICT (group_key) DO UPDATE SET modified_at = excluded.modified_at,
        external_id = \(raw: isKept ? "directory_groups" : "excluded").external_id
      """)
  }
}

// The members of a group.

extension SCIMGroups {
  private struct Member {
    let key: Int
    let id: [UInt8]
    let isCurrent: Bool
    /// Deactivated, but still visible to the directory.
    let isAway: Bool
  }

  /// Opens and closes memberships of learners so that exactly these users are the members. Deactivated users are
  /// remembered, and become learners when they are restored; other deleted users are ignored.
  private static func setMembers(
    _ wanted: [String], _ key: Int, _ id: String, _ importSession: inout ImportSession, _ store: SCIMStore
  ) throws {
    let session = store.session
    let current = try session.all(
      """
      SELECT u.id, m.since FROM memberships AS m JOIN users AS u ON u.key = m.user_key AND u.deleted_at IS NULL
      WHERE m.role = 'learner' AND m.until IS NULL AND m.group_key = \(key)
      """
    ) { (id: Array($0.text(at: 0).utf8), since: $0.integer(1)) }
    let here = Set(current.map(\.id))
    let users = try members(wanted, session)
    let known = Set(users.map(\.id))
    func row(_ user: [UInt8], since: Int?, until: Int?) -> RecordRow {
      .membership(of: String(decoding: user, as: UTF8.self), in: id, as: "learner", since: since, until: until)
    }
    let now = store.context.now
    let gone = current.filter { !known.contains($0.id) }.map { row($0.id, since: $0.since, until: now) }
    let new = users.filter { $0.isCurrent && !here.contains($0.id) }.map { row($0.id, since: now, until: nil) }
    try importSession.add(InMemoryRecords(.memberships, gone + new))
    try list(users.filter(\.isAway).map(\.key), key, session)
  }

  /// Remembers exactly these deactivated users as members of the group.
  private static func list(_ users: [Int], _ key: Int, _ session: any SQLSession) throws {
    try session.run("DELETE FROM directory_memberships WHERE group_key = \(key) AND NOT (user_key \(anyOf: users))")
    try session.run(
      """
      INSERT INTO directory_memberships (user_key, group_key)
      SELECT key, CAST(\(key) AS bigint) FROM users WHERE key \(anyOf: users) ON CONFLICT DO NOTHING
      """)
  }

  /// The named users, each once: usually by id, else by `externalId` or `userName`.
  private static func members(_ wanted: [String], _ session: any SQLSession) throws -> [Member] {
    var members = try members("u.id \(anyOf: wanted)", session)
    var known = Set(members.map(\.id))
    for name in wanted where !known.contains(Array(name.utf8)) {
      guard let found = try SCIMReference(name, session) else {
        throw SCIMFault(.invalidValue, "members.value \"\(name.prefix(80))\" is not a user.")
      }
      guard known.insert(Array(found.id.utf8)).inserted else { continue }
      members += try self.members("u.key = \(found.key)", session)
    }
    return members
  }

  private static func members(_ condition: SQLText, _ session: any SQLSession) throws -> [Member] {
    try session.all(
      """
      SELECT u.key, u.id, u.deleted_at IS NULL, d.user_key IS NOT NULL AND d.removed_at IS NULL
      FROM users AS u LEFT JOIN directory_users AS d ON d.user_key = u.key WHERE \(sql: condition)
      """
    ) { row in
      let isCurrent = row.flag(2)
      return Member(
        key: row.integer(at: 0), id: Array(row.text(at: 1).utf8), isCurrent: isCurrent,
        isAway: !isCurrent && row.flag(3))
    }
  }
}
