package import DatabaseAccess

/// How other systems identify a user: records of the kind `identities`.
package enum Identity {
  /// A condition on `u`, a row of `users`: the user has a single sign-on identity, whatever the email address is.
  package static let signsIn: SQLText = """
    EXISTS (SELECT 1 FROM identities AS i WHERE i.user_key = u.key AND i.kind = 'oidc')
    """

  /// The key of the user with this identity; nil if there is none.
  package static func user(_ kind: String, _ value: String, _ session: any SQLSession) throws -> Int? {
    try session.first("SELECT user_key FROM identities WHERE kind = \(kind) AND value = \(value)") { $0.integer(at: 0) }
  }

  /// Assigns an identity to a user and removes it from the previous one.
  package static func set(_ kind: String, _ value: String, of user: Int, _ session: any SQLSession) throws {
    try session.run(
      """
      INSERT INTO identities (user_key, kind, value) VALUES (\(user), \(kind), \(value))
      ON CONFLICT (kind, value) DO UPDATE SET user_key = excluded.user_key, seen_address = NULL
      WHERE identities.user_key <> excluded.user_key
      """)
  }
}
