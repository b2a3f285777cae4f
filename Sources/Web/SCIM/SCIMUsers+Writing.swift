import DatabaseAccess
import Foundation
import Jobs
import Records
import Statistics
import Store

// What a directory says of users, written as records: history, standings and all rules hold as for any other.

extension SCIMUsers {
  static func create(_ body: JSONValue, _ store: SCIMStore) throws -> Int {
    let draft = try SCIMUserDraft(body, over: nil)
    try refuseTaken(draft, but: nil, store.session)
    var row = RecordRow(kind: .users)
    let id = UUID().uuidString.lowercased()
    row.set("id", .text(id))
    row.set("created_at", .integer(store.context.now))
    row.set("channel", .text("scim"))
    if draft.isActive == false { row.set("deleted_at", .integer(store.context.now)) }
    try draft.fill(&row, store.context)
    var taking = try TakingIn(store.session)
    try taking.take(MadeRecords(.users, [row]))
    let key = try store.session.number("SELECT key FROM users WHERE id = \(id)")
    if taking.faults.isEmpty { try appoint(draft.managerID, of: key, id, &taking, store) }
    try taking.finish()
    try remember(draft, key, says: nil, store)
    return key
  }

  static func update(_ key: Int, _ body: JSONValue, isPatch: Bool, _ store: SCIMStore) throws {
    let session = store.session
    let found = try session.first("SELECT \(sql: SCIMUser.columns) \(sql: source) AND t.key = \(key)", SCIMUser.init)
    guard let user = found, var row = try RecordRow(user: key, session) else { throw SCIMFault.notFound }
    var draft = try SCIMUserDraft(body, over: user, isPatch: isPatch)
    let former = row["email"].text
    try refuseTaken(draft, but: key, session)
    try draft.fill(&row, store.context)
    var taking = try TakingIn(session)
    switch (draft.isActive, user.deletedAt) {
    case (false, nil): try UserEnd.delete(&row, key, now: store.context.now, &taking, store.session)
    case (true, let end?):
      // A PATCH repeats the manager of before, who does not come back.
      if isPatch, try managers(of: [key], session)[key] == draft.managerID { draft.managerID = nil }
      try UserEnd.restore(&row, key, end, &taking, session)
    default: try taking.take(MadeRecords(.users, [row]))
    }
    if taking.faults.isEmpty { try appoint(draft.managerID, of: key, user.id, &taking, store) }
    try taking.finish()
    if former != row["email"].text, store.canMail {
      try Notice.add(.address, to: key, at: former, now: store.machineNow, session)
    }
    try remember(draft, key, says: isPatch ? draft.isActive != nil : nil, store)
  }

  static func remove(_ key: Int, _ store: SCIMStore) throws {
    guard var row = try RecordRow(user: key, store.session) else { throw SCIMFault.notFound }
    if row["deleted_at"].isNone {
      var taking = try TakingIn(store.session)
      try UserEnd.delete(&row, key, now: store.context.now, &taking, store.session)
      try taking.finish()
    }
    let now = store.context.now
    try store.session.run(
      """
      INSERT INTO directory_users (user_key, says_active, modified_at, removed_at) VALUES (\(key), 1, \(now), \(now))
      ON CONFLICT (user_key) DO UPDATE SET modified_at = excluded.modified_at, removed_at = excluded.removed_at
      """)
  }

  /// An address is one user's, among those who are current; a name is one user's, among those whom a directory sees.
  private static func refuseTaken(_ draft: SCIMUserDraft, but key: Int?, _ session: any SQLSession) throws {
    let others: SQLText = "SELECT count(*) \(sql: source) AND t.key <> \(key ?? -1)"
    let name = draft.userName.lowercased()
    let names: SQLText = """
      t.key IN (SELECT key FROM users WHERE email = \(name)
        UNION SELECT user_key FROM directory_users WHERE user_name_key = \(name))
      AND coalesce(d.user_name_key, t.email) = \(name)
      """
    if try session.number("\(sql: others) AND \(sql: names)") > 0 {
      throw SCIMFault(.uniqueness, "userName \"\(draft.userName.prefix(80))\" belongs to another user.")
    }
    if try session.number("\(sql: others) AND t.email = \(draft.email) AND t.deleted_at IS NULL") > 0 {
      throw SCIMFault(.uniqueness, "emails.value \"\(draft.email)\" belongs to another user.")
    }
  }

  /// Closes the relation to the manager whom the directory saw, and opens that to the one it names.
  private static func appoint(
    _ wanted: String?, of key: Int, _ id: String, _ taking: inout TakingIn, _ store: SCIMStore
  ) throws {
    let session = store.session
    let current = try managers(of: [key], session)[key]
    guard current != wanted else { return }
    var rows: [RecordRow] = []
    if let current {
      rows += try UserEnd.open(
        .managers, "AND o.id = \(current)", of: key, until: store.context.now, session)
    }
    if let wanted {
      guard try session.number("SELECT count(*) FROM users WHERE id = \(wanted)") > 0 else {
        throw SCIMFault(.invalidValue, "manager.value \"\(wanted.prefix(80))\" is no user.")
      }
      let others = try UserEnd.open(.managers, "AND o.id = \(wanted)", of: key, until: nil, session)
      if others.isEmpty {
        var row = RecordRow(kind: .managers)
        row.set("user", .text(id))
        row.set("manager", .text(wanted))
        row.set("since", .integer(store.context.now))
        rows.append(row)
      }
    }
    try taking.take(MadeRecords(.managers, rows))
  }

  /// - Parameter says: whether the directory says anything of `active`; nil leaves that as it was.
  private static func remember(_ draft: SCIMUserDraft, _ key: Int, says: Bool?, _ store: SCIMStore) throws {
    try SCIMExternalID.set(draft.externalID, of: key, store.session)
    let isStated: Int? = (says ?? (draft.isActive == nil ? nil : true)).map { $0 ? 1 : 0 }
    let name = draft.ownUserName
    try store.session.run(
      """
      INSERT INTO directory_users
        (user_key, user_name, user_name_key, manager_key, says_active, modified_at)
      VALUES (\(key), \(name), \(name?.lowercased()),
        (SELECT key FROM users WHERE id = \(draft.managerID)), coalesce(CAST(\(isStated) AS bigint), 1),
        \(store.context.now))
      ON CONFLICT (user_key) DO UPDATE SET user_name = excluded.user_name,
        user_name_key = excluded.user_name_key, manager_key = excluded.manager_key,
        says_active = coalesce(CAST(\(isStated) AS bigint), directory_users.says_active),
        modified_at = excluded.modified_at, removed_at = NULL
      """)
  }
}

extension SCIMUserDraft {
  fileprivate func fill(_ row: inout RecordRow, _ context: FieldContext) throws {
    try row.set("email", email, context)
    try row.set("first_name", firstName, context)
    try row.set("last_name", lastName, context)
    try row.set("title", title, context)
    try row.set("language", language, context)
    try row.set("time_zone", timeZone, context)
  }
}
