import DatabaseAccess
import Records
import Store

extension EmailAddress {
  /// Whether a current user other than a placeholder has this address.
  /// - Parameter user: the key of a user who may have it.
  static func isTaken(_ address: String, except user: Int? = nil, _ session: any SQLSession) throws -> Bool {
    try session.number(
      """
      SELECT count(*) FROM users AS u WHERE u.email = \(address) AND u.deleted_at IS NULL AND u.key <> \(user ?? -1)
      AND NOT \(sql: DerivedUser.isPlaceholder("u"))
      """) > 0
  }
}
