import DatabaseAccess
import SCIM

/// A user that a directory refers to by id, `externalId` or `userName`.
struct SCIMReference {
  let key: Int
  let id: String

  /// - Returns: nil if the directory sees no such user.
  init?(_ text: String, _ session: any SQLSession) throws {
    let name = SCIMUser.userNameKey(text)
    let ways: [SQLText] = [
      "t.id = \(text)",
      "t.key IN (SELECT user_key FROM identities WHERE kind = 'scim' AND value = \(text))",
      """
      t.key IN (SELECT key FROM users WHERE email = \(name)
        UNION SELECT user_key FROM directory_users WHERE user_name_key = \(name))
      """,
    ]
    for way in ways {
      let found = try session.first(
        """
        SELECT t.key, t.id \(sql: SCIMUsers.source) AND \(sql: way)
        ORDER BY CASE WHEN t.deleted_at IS NULL THEN 0 ELSE 1 END, t.key LIMIT 1
        """
      ) { (key: $0.integer(at: 0), id: $0.text(at: 1)) }
      if let found {
        (key, id) = found
        return
      }
    }
    return nil
  }
}
