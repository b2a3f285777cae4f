package import DatabaseAccess

/// By what other systems know a user: records of the kind `identities`.
package enum Identity {
  /// A condition on `u`, `users`: they have signed in with the account of their company, or may, whatever their address is.
  package static let signsIn: SQLText = """
    EXISTS (SELECT 1 FROM identities AS i WHERE i.user_key = u.key AND i.kind = 'oidc')
    """

  /// The user who has an identity; nil if nobody has.
  package static func user(_ kind: String, _ value: String, _ session: any SQLSession) throws -> Int? {
    try session.first("SELECT user_key FROM identities WHERE kind = \(kind) AND value = \(value)") { $0.integer(at: 0) }
  }

  /// Gives a user an identity, and takes it from whoever had it.
  package static func set(_ kind: String, _ value: String, of user: Int, _ session: any SQLSession) throws {
    try session.run(
      """
      INSERT INTO identities (user_key, kind, value) VALUES (\(user), \(kind), \(value))
      ON CONFLICT (kind, value) DO UPDATE SET user_key = excluded.user_key, seen_address = NULL
      WHERE identities.user_key <> excluded.user_key
      """)
  }
}
