import Access
import DatabaseAccess

/// A user's `externalId`: an identity of kind `scim`. Imports may give a user several; the smallest one is shown.
enum SCIMExternalID {
  static let expression: SQLText = """
    (SELECT min(x.value) FROM identities AS x WHERE x.user_key = t.key AND x.kind = 'scim')
    """

  static let column: SCIMColumn = {
    var column = SCIMColumn("x.value", .exact)
    column.isAnyOf = { condition in
      "EXISTS (SELECT 1 FROM identities AS x WHERE x.user_key = t.key AND x.kind = 'scim' AND \(sql: condition))"
    }
    column.lookup = { "t.key IN (SELECT user_key FROM identities WHERE kind = 'scim' AND value = \($0))" }
    column.sort = expression
    return column
  }()

  /// Replaces the identity that was shown.
  /// - Parameter value: nil removes it.
  static func set(_ value: String?, of user: Int, _ session: any SQLSession) throws {
    let shown =
      try session.first("SELECT \(sql: expression) FROM users AS t WHERE t.key = \(user)") { $0.text(0) } ?? nil
    if shown == value { return }
    try session.run("DELETE FROM identities WHERE user_key = \(user) AND kind = 'scim' AND value = \(shown)")
    if let value { try Identity.set("scim", value, of: user, session) }
  }
}
