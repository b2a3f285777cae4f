import DatabaseAccess
import Records

extension EmailAddress {
  /// Whether a current user has this address.
  /// - Parameter user: the key of a user who may have it.
  static func isTaken(_ address: String, except user: Int? = nil, _ session: any SQLSession) throws -> Bool {
    try session.number(
      "SELECT count(*) FROM users WHERE email = \(address) AND deleted_at IS NULL AND key <> \(user ?? -1)") > 0
  }
}
