package import DatabaseAccess

/// Whether somebody can come in as a user, or has come in: then the account is somebody's, and its address, links and
/// password are no longer an invitation (docs/decisions/0034).
package enum WayIn {
  package static func exists(_ user: Int, _ session: any SQLSession) throws -> Bool {
    try session.number("SELECT count(*) FROM users AS u WHERE u.key = \(user) AND (\(sql: isThere))") > 0
  }

  /// A condition on `u`: a password, a link that sets another one, a browser or a program that is signed in, or a sign-in
  /// of before, by password or single sign-on. An invitation that nobody has followed is none yet.
  private static let isThere: SQLText = """
    u.channel = 'sso' OR EXISTS (SELECT 1 FROM passwords AS p WHERE p.user_key = u.key)
    OR EXISTS (SELECT 1 FROM password_links AS l WHERE l.user_key = u.key AND l.kind = 'reset')
    OR EXISTS (SELECT 1 FROM web_sessions AS s WHERE s.user_key = u.key)
    OR EXISTS (SELECT 1 FROM tokens AS t WHERE t.user_key = u.key AND t.revoked_at IS NULL)
    OR EXISTS (SELECT 1 FROM signin_addresses AS k WHERE k.user_key = u.key)
    OR \(sql: Identity.signsIn)
    """
}
