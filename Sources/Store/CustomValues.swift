package import DatabaseAccess
import Support

/// Values of custom fields. They are stored in the user's record, and again as one row per value.
package enum CustomValues {
  private static let usersAtOnce = 1_000

  /// Removes a field's values from all users.
  package static func clear(_ field: Int, id: String, _ session: any SQLSession) throws {
    try session.run("DROP TABLE IF EXISTS cleared")
    let integer = session.dialect.words.integer
    try session.run(SQLText(raw: "CREATE TEMP TABLE cleared (user_key \(integer) PRIMARY KEY, custom text)"))
    var last = 0
    while let key = try stage(field, id, after: last, session) { last = key }
    try session.run("UPDATE users AS u SET custom = c.custom FROM cleared AS c WHERE c.user_key = u.key")
    try session.run("DELETE FROM custom_values WHERE custom_field_key = \(field)")
    try session.run("DROP TABLE cleared")
  }

  /// - Returns: the key of the last user; nil if no users were left.
  private static func stage(_ field: Int, _ id: String, after last: Int, _ session: any SQLSession) throws -> Int? {
    let users = try users(with: field, after: last, session)
    let insertion = try session.insertion(into: "cleared", columns: ["user_key", "custom"])
    for user in users {
      var values = JSONText.members(user.custom)
      values[id] = nil
      try insertion.run([.integer(user.key), JSONText.object(values).map(SQLValue.text) ?? .null])
    }
    try insertion.finish()
    return users.last?.key
  }

  private static func users(
    with field: Int, after last: Int, _ session: any SQLSession
  ) throws -> [(key: Int, custom: String?)] {
    try session.all(
      """
      SELECT u.key, u.custom FROM custom_values AS v JOIN users AS u ON u.key = v.user_key
      WHERE v.custom_field_key = \(field) AND u.key > \(last) ORDER BY u.key LIMIT \(usersAtOnce)
      """
    ) { (key: $0.integer(at: 0), custom: $0.text(1)) }
  }
}
