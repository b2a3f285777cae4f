import Access
package import DatabaseAccess
import Import
package import Records
import Store

/// A user for the commands that create, delete and restore users; no viewer limits them.
package struct UserAccount: Sendable {
  private let key: Int
  package let id: String
  package let email: String
  /// Seconds UTC; nil for a current user.
  private let deletedAt: Int?

  package var isDeleted: Bool { deletedAt != nil }

  /// The users with this id or email address, current ones first. Several deleted users may have had one address.
  package static func all(_ name: String, _ session: any SQLSession) throws -> [UserAccount] {
    try session.all(
      """
      SELECT key, id, email, deleted_at FROM users WHERE id = \(name) OR email = \(EmailAddress.lookup(name))
      ORDER BY CASE WHEN deleted_at IS NULL THEN 0 ELSE 1 END, key
      """
    ) { UserAccount(key: $0.integer(at: 0), id: $0.text(at: 1), email: $0.text(at: 2), deletedAt: $0.integer(3)) }
  }

  /// A user without groups and roles.
  /// - Parameter now: the system clock, seconds UTC; in all of these functions.
  /// - Returns: the user's id, and the address as it is stored.
  /// - Throws: `FieldError`, `ValidationErrors`.
  package static func create(
    _ email: String, _ name: PersonName, now: Int, _ session: any SQLSession
  ) throws -> (id: String, email: String) {
    let row = try RecordRow.user(channel: "admin", email: email, name, now: now)
    var importSession = try ImportSession(session)
    let key = try importSession.add(user: row, session)
    try importSession.finish()
    try note("member.create", key, now, session)
    return (row["id"].text ?? "", row["email"].text ?? email)
  }

  /// - Throws: `ValidationErrors` for the owner.
  package func delete(now: Int, _ session: any SQLSession) throws {
    try UserDeletion.delete(key, now: now, session)
    try Self.note("member.delete", key, now, session)
  }

  /// Restores a deleted user, without memberships, managers and the auto-deletion date.
  /// - Throws: `ValidationErrors` if another user has the address now.
  package func restore(now: Int, _ session: any SQLSession) throws {
    guard let deletedAt, var row = try RecordRow(user: key, session) else { return }
    var importSession = try ImportSession(session)
    try UserDeletion.restore(&row, key, deletedAt, &importSession, session)
    try importSession.finish()
    try Self.note("member.restore", key, now, session)
  }

  private static func note(_ action: String, _ user: Int, _ now: Int, _ session: any SQLSession) throws {
    try Audit.note(action, by: nil, subject: user, filters: "way=command", at: now, session)
  }
}
