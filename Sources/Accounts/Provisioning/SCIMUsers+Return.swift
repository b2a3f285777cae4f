import Access
import DatabaseAccess
import Import
import Records
import SCIM
import Support

// Users who leave and return, such as after a long leave or with a new contract.

extension SCIMUsers {
  /// Soft-deletes the user, and remembers the groups in which the directory lists them.
  static func deactivate(
    _ row: inout RecordRow, _ key: Int, _ importSession: inout ImportSession, _ store: SCIMStore
  ) throws {
    let session = store.session
    let groups = try session.all(
      "SELECT group_key FROM memberships WHERE user_key = \(key) AND role = 'learner' AND until IS NULL"
    ) { $0.integer(at: 0) }
    try UserDeletion.delete(&row, key, now: store.context.now, &importSession, session)
    for group in groups {
      try session.run("INSERT INTO directory_memberships (user_key, group_key) VALUES (\(key), \(group))")
    }
  }

  /// Makes the user a learner again in the groups in which the directory lists them now. Managers are unchanged.
  /// Memberships that another source left open in other groups are closed as of the deletion; else they would become
  /// active again.
  static func restore(
    _ row: inout RecordRow, _ key: Int, _ end: Int, _ importSession: inout ImportSession, _ store: SCIMStore
  ) throws {
    let session = store.session
    let listed = try session.all(
      """
      SELECT g.id FROM directory_memberships AS a JOIN groups AS g ON g.key = a.group_key
      LEFT JOIN directory_groups AS d ON d.group_key = g.key
      WHERE a.user_key = \(key) AND d.removed_at IS NULL ORDER BY g.key
      """
    ) { Array($0.text(at: 0).utf8) }
    let open = try UserDeletion.open(.memberships, "", of: key, until: end, session)
    func isListed(_ row: RecordRow) -> Bool {
      row["role"].text == "learner" && listed.contains(Array((row["group"].text ?? "").utf8))
    }
    let there = Set(open.filter(isListed).map { Array(($0["group"].text ?? "").utf8) })
    try importSession.add(InMemoryRecords(.memberships, open.filter { !isListed($0) }))
    row.set("deleted_at", .none)
    row.set("auto_delete_on", .none)
    try importSession.add(InMemoryRecords(.users, [row]))
    let user = row["id"].text ?? ""
    let rows = listed.filter { !there.contains($0) }.map { group -> RecordRow in
      .membership(
        of: user, in: String(decoding: group, as: UTF8.self), as: "learner", since: store.context.now)
    }
    try importSession.add(InMemoryRecords(.memberships, rows))
    try UserDeletion.forgetDirectory(of: key, session)
  }

  /// The one user that the directory deleted or deactivated and now creates again: by `externalId`, address or name.
  static func returning(_ draft: SCIMUserDraft, _ session: any SQLSession) throws -> Int? {
    let gone: SQLText = """
      SELECT t.key FROM users AS t JOIN directory_users AS d ON d.user_key = t.key
      WHERE t.deleted_at IS NOT NULL AND d.ended_at IS NOT NULL
      """
    if let externalID = draft.externalID, let user = try Identity.user("scim", externalID, session) {
      let found = try session.all("\(sql: gone) AND t.key = \(user)") { $0.integer(at: 0) }
      if let key = found.first { return key }
    }
    let (name, address) = (SCIMUser.userNameKey(draft.userName), EmailAddress.lookup(draft.userName))
    let found = try session.all(
      """
      \(sql: gone) AND t.key IN (SELECT key FROM users WHERE email = \(draft.email) OR email = \(address)
        UNION SELECT user_key FROM directory_users WHERE user_name_key = \(name))
      """
    ) { $0.integer(at: 0) }
    return found.count == 1 ? found[0] : nil
  }

  /// Attributes that the body omits are unchanged: they may come from another source.
  static func bringBack(_ key: Int, _ body: JSONValue, _ store: SCIMStore) throws {
    let user = try SCIMUser(key, store.session)
    let managers = try managers(of: [key], store.session)
    var wanted = SCIMBody(value: user.json(manager: managers[key], groups: [], store.server), named: ["active"])
    wanted.value["active"] = .bool(true)
    for (name, value) in body.members ?? [] {
      wanted.value[name] = value
      wanted.named?.insert(name.asciiLowercased)
      if name.asciiLowercased == SCIMURN.enterpriseUser.asciiLowercased, value["manager"] != nil {
        wanted.named?.insert("manager")
      }
    }
    try write(key, user, wanted, store)
    try Audit.note("directory.return", by: store.viewer, subject: key, at: store.machineNow, store.session)
  }
}
