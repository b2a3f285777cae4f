import Access
import DatabaseAccess
import Import
import Jobs
import Records
import SCIM
import Store
import Support

// Imports the users of a directory as records, so that history, standings and all rules apply as for other records.

extension SCIMUsers {
  static func create(_ body: JSONValue, _ store: SCIMStore) throws -> Int {
    let draft = try SCIMUserDraft(SCIMBody(value: body), over: nil)
    if let key = try returning(draft, store.session) {
      try bringBack(key, body, store)
      return key
    }
    try refuseTaken(draft, but: nil, store.session)
    var row = RecordRow.user(channel: "scim", now: store.context.now)
    if draft.isActive == false { row.set("deleted_at", .integer(store.context.now)) }
    try draft.fill(&row, over: nil, store.context)
    var importSession = try ImportSession(store.session, of: .scim)
    let key = try importSession.add(user: row, store.session)
    try remember(draft, key, SCIMBody(value: body), store)
    try appoint(draft.manager, of: key, row["id"].text ?? "", &importSession, store)
    try finish(&importSession, key, store)
    return key
  }

  static func update(_ key: Int, _ body: SCIMBody, _ store: SCIMStore) throws {
    try write(key, try SCIMUser(key, store.session), body, store)
  }

  /// Updates a user to match the body; this may be a user that the directory deleted.
  static func write(_ key: Int, _ user: SCIMUser, _ body: SCIMBody, _ store: SCIMStore) throws {
    let session = store.session
    guard var row = try RecordRow(user: key, session) else { throw SCIMFault.notFound }
    var draft = try SCIMUserDraft(body, over: user)
    do { try refuseTaken(draft, but: key, session) } catch let fault as SCIMFault {
      guard draft.isActive == false else { throw fault }
      draft.keepNames(of: user)
    }
    try draft.fill(&row, over: user, store.context)
    var importSession = try ImportSession(session, of: .scim)
    switch (draft.isActive, user.deletedAt) {
    case (false, nil): try deactivate(&row, key, &importSession, store)
    case (true, let end?): try restore(&row, key, end, &importSession, store)
    default: try importSession.add(InMemoryRecords(.users, [row]))
    }
    guard importSession.faults.isEmpty else { throw importSession.faults }
    try remember(draft, key, body, store)
    // Users who leave or return keep their former managers, unless the directory names another.
    let isTurning = draft.isActive == false || user.deletedAt != nil
    let manager: SCIMManager = isTurning && draft.manager == .leftOut ? .unsaid : draft.manager
    try appoint(manager, of: key, user.id, &importSession, store)
    try finish(&importSession, key, store)
    if user.email != draft.email, store.canMail {
      try EmailNotification.add(.address, to: key, at: user.email, now: store.machineNow, session)
    }
  }

  static func remove(_ key: Int, _ store: SCIMStore) throws {
    let now = store.context.now
    if try SCIMUser(key, store.session).deletedAt == nil {
      try UserDeletion.delete(key, now: now, for: .scim, store.session)
    }
    try store.session.run("DELETE FROM directory_memberships WHERE user_key = \(key)")
    try store.session.run(
      """
      INSERT INTO directory_users (user_key, says_active, modified_at, removed_at, ended_at)
      VALUES (\(key), 1, \(now), \(now), \(now))
      ON CONFLICT (user_key) DO UPDATE SET modified_at = excluded.modified_at, removed_at = excluded.removed_at,
        ended_at = excluded.ended_at, manager_reference = NULL, manager_reference_key = NULL
      """)
  }

  /// Finishes the import with this user as affected, so that references waiting for them as a manager are resolved.
  private static func finish(_ importSession: inout ImportSession, _ key: Int, _ store: SCIMStore) throws {
    try AffectedUserTable.add([key], store.session)
    try importSession.finish()
  }

  /// Addresses are unique among current users, names and `externalId`s among the users that a directory sees.
  private static func refuseTaken(_ draft: SCIMUserDraft, but key: Int?, _ session: any SQLSession) throws {
    let others: SQLText = "SELECT count(*) \(sql: source) AND t.key <> \(key ?? -1)"
    let (name, address) = (SCIMUser.userNameKey(draft.userName), EmailAddress.lookup(draft.userName))
    let names: SQLText = """
      t.key IN (SELECT key FROM users WHERE email = \(address)
        UNION SELECT user_key FROM directory_users WHERE user_name_key = \(name))
      AND (d.user_name_key = \(name)
        OR (d.user_name_key IS NULL AND t.email = \(address) AND NOT \(sql: DerivedUser.isPlaceholder("t"))))
      """
    if try session.number("\(sql: others) AND \(sql: names)") > 0 {
      throw SCIMFault(.uniqueness, "userName \"\(draft.userName.prefix(80))\" belongs to another user.")
    }
    if try EmailAddress.isTaken(draft.email, except: key, session) {
      throw SCIMFault(.uniqueness, "emails.value \"\(draft.email)\" belongs to another user.")
    }
    if let externalID = draft.externalID, let user = try Identity.user("scim", externalID, session),
      try session.number("\(sql: others) AND t.key = \(user)") > 0
    {
      throw SCIMFault(.uniqueness, "externalId \"\(externalID.prefix(80))\" belongs to another user.")
    }
  }

  private static func remember(_ draft: SCIMUserDraft, _ key: Int, _ body: SCIMBody, _ store: SCIMStore) throws {
    try SCIMExternalID.set(draft.externalID, of: key, store.session)
    // A whole resource without `active` leaves the stored statement unchanged; a PATCH may remove it.
    let isTaken = body.named?.contains("active") == true && draft.isActive == nil
    let says: Bool? = isTaken ? false : draft.isActive == nil ? nil : true
    let isStated: Int? = says.map { $0 ? 1 : 0 }
    let name = draft.ownUserName
    try store.session.run(
      """
      INSERT INTO directory_users (user_key, user_name, user_name_key, says_active, modified_at)
      VALUES (\(key), \(name), \(name.map { SCIMUser.userNameKey($0) }), coalesce(CAST(\(isStated) AS bigint), 1), \(store.context.now))
      ON CONFLICT (user_key) DO UPDATE SET user_name = excluded.user_name, user_name_key = excluded.user_name_key,
        says_active = coalesce(CAST(\(isStated) AS bigint), directory_users.says_active),
        modified_at = excluded.modified_at, removed_at = NULL
      """)
    if draft.isActive == false {
      try store.session.run(
        "UPDATE directory_users SET ended_at = coalesce(ended_at, \(store.context.now)) WHERE user_key = \(key)")
    }
  }
}

extension SCIMUserDraft {
  /// Sets only changed fields: a stored value may have been valid when it was imported, but not by today's rules.
  fileprivate func fill(_ row: inout RecordRow, over user: SCIMUser?, _ context: FieldContext) throws {
    func set(_ field: String, _ new: String?, _ old: String?) throws {
      if user != nil, new.map({ Array($0.utf8) }) == old.map({ Array($0.utf8) }) { return }
      try row.set(field, new, context)
    }
    try set("email", email, user?.email)
    try set("first_name", firstName, user?.firstName)
    try set("last_name", lastName, user?.lastName)
    try set("title", title, user?.title)
    try set("language", language, user?.language)
    try set("time_zone", timeZone, user?.timeZone)
  }
}
