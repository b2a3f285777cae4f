package import DatabaseAccess

/// Whether an account has credentials or was ever used to sign in. If so, changing its address, links or password is
/// no longer an invitation (docs/decisions/0034).
package enum WayIn {
  package static func exists(_ user: Int, _ session: any SQLSession) throws -> Bool {
    try session.number("SELECT count(*) FROM users AS u WHERE u.key = \(user) AND (\(sql: isThere))") > 0
  }

  /// A condition on `u`: the user has a password, a reset link, a session, a token, or has signed in before by password
  /// or single sign-on. An unused invitation does not count.
  private static let isThere: SQLText = """
    u.channel = 'sso' OR EXISTS (SELECT 1 FROM passwords AS p WHERE p.user_key = u.key)
    OR EXISTS (SELECT 1 FROM password_links AS l WHERE l.user_key = u.key AND l.kind = 'reset')
    OR EXISTS (SELECT 1 FROM web_sessions AS s WHERE s.user_key = u.key)
    OR EXISTS (SELECT 1 FROM tokens AS t WHERE t.user_key = u.key AND t.revoked_at IS NULL)
    OR EXISTS (SELECT 1 FROM signin_addresses AS k WHERE k.user_key = u.key)
    OR \(sql: Identity.signsIn)
    """
}
