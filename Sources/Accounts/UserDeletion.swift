import Access
import DatabaseAccess
import Import
import Records
import Store

/// Soft-deletes and restores users.
///
/// Deleting ends memberships, sessions, tokens and password links (`Staging.revokeCredentials`). Restoring brings back
/// names, custom fields and enrolments, but not memberships, roles, managers or the auto-deletion date.
enum UserDeletion {
  /// Deletes a user in a separate import session; unknown users are ignored.
  /// - Throws: `ValidationErrors`, for example for the owner.
  static func delete(_ key: Int, now: Int, for source: Source = .pages, _ session: any SQLSession) throws {
    guard var row = try RecordRow(user: key, session) else { return }
    var importSession = try ImportSession(session, of: source)
    try delete(&row, key, now: now, &importSession, session)
    try importSession.finish()
  }

  static func delete(
    _ row: inout RecordRow, _ key: Int, now: Int, _ importSession: inout ImportSession, _ session: any SQLSession
  ) throws {
    try forgetDirectory(of: key, session)
    row.set("deleted_at", .integer(now))
    try importSession.add(InMemoryRecords(.users, [row]))
    try importSession.add(InMemoryRecords(.memberships, try open(.memberships, "", of: key, until: now, session)))
  }

  /// First closes memberships and manager relations that another source left open; they would become active again.
  /// - Parameter end: when the user was deleted.
  static func restore(
    _ row: inout RecordRow, _ key: Int, _ end: Int, _ importSession: inout ImportSession, _ session: any SQLSession
  ) throws {
    for kind in [RecordKind.memberships, .managers] {
      try importSession.add(InMemoryRecords(kind, try open(kind, "", of: key, until: end, session)))
    }
    try forgetDirectory(of: key, session)
    row.set("deleted_at", .none)
    row.set("auto_delete_on", .none)
    try importSession.add(InMemoryRecords(.users, [row]))
  }

  /// Forgets that a directory deleted the user, and that its groups list them.
  static func forgetDirectory(of key: Int, _ session: any SQLSession) throws {
    try session.run("DELETE FROM directory_memberships WHERE user_key = \(key)")
    try session.run("UPDATE directory_users SET ended_at = NULL WHERE user_key = \(key)")
  }

  /// A user's open memberships or manager relations, as records with another end.
  /// - Parameter condition: on the group, or the manager, `o`.
  static func open(
    _ kind: RecordKind, _ condition: SQLText, of key: Int, until end: Int?, _ session: any SQLSession
  ) throws -> [RecordRow] {
    let isMembership = kind == .memberships
    let (other, table) = isMembership ? ("group", "groups") : ("manager", "users")
    return try session.all(
      """
      SELECT u.id, o.id, m.since, \(raw: isMembership ? "m.role" : "''") FROM \(raw: kind.name) AS m
      JOIN users AS u ON u.key = m.user_key JOIN \(raw: table) AS o ON o.key = m.\(raw: other)_key
      WHERE m.user_key = \(key) AND m.until IS NULL \(sql: condition) ORDER BY o.key
      """
    ) { found in
      let (user, other, since) = (found.text(at: 0), found.text(at: 1), found.integer(2))
      return isMembership
        ? .membership(of: user, in: other, as: found.text(at: 3), since: since, until: end)
        : .manager(other, of: user, since: since, until: end)
    }
  }
}
