import DatabaseAccess
import SCIM

extension SCIMUser {
  /// The columns of `init(_:)`; the first one is the user's key.
  static let columns: SQLText = """
    t.key, t.id, t.email, d.user_name, t.first_name, t.last_name, t.title, t.language, t.time_zone, t.created_at,
    t.deleted_at, \(sql: SCIMExternalID.expression), coalesce(d.says_active, 1), d.modified_at
    """

  init(_ row: any SQLRow) {
    self.init(
      id: row.text(at: 1), email: row.text(at: 2), ownUserName: row.text(3), firstName: row.text(at: 4),
      lastName: row.text(at: 5), title: row.text(6), language: row.text(7), timeZone: row.text(8),
      createdAt: row.integer(at: 9), deletedAt: row.integer(10), externalID: row.text(11), saysActive: row.flag(12),
      modifiedAt: row.integer(13))
  }

  /// Users that the directory does not see are included.
  /// - Throws: `SCIMFault.notFound` for an unknown key.
  init(_ key: Int, _ session: any SQLSession) throws {
    let sql: SQLText = """
      SELECT \(sql: Self.columns) FROM users AS t LEFT JOIN directory_users AS d ON d.user_key = t.key WHERE t.key = \(key)
      """
    guard let user = try session.first(sql, SCIMUser.init) else { throw SCIMFault.notFound }
    self = user
  }
}
