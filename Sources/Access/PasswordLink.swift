package import DatabaseAccess

/// A link to set a password: random, stored as a hash, for one user, one use and a limited time.
package struct PasswordLink: Sendable {
  package enum Kind: String, Sendable {
    case invitation, reset

    /// Seconds until the link expires.
    package var lifetime: Int { self == .invitation ? 7 * 86_400 : 3_600 }
  }

  package let user: Int
  package let kind: Kind
  package let email: String
  package let firstName: String
  package let lastName: String

  /// The maximum number of valid links per user; a new link beyond it replaces the oldest.
  package static let limit = 10

  /// - Returns: the secret, which exists only in the link.
  package static func make(_ kind: Kind, for user: Int, now: Int, _ session: any SQLSession) throws -> String {
    let secret = Secret.random()
    try session.run(
      """
      DELETE FROM password_links WHERE user_key = \(user) AND hash NOT IN (
        SELECT hash FROM password_links WHERE user_key = \(user) ORDER BY made_at DESC LIMIT \(limit - 1))
      """)
    try session.run(
      """
      INSERT INTO password_links (hash, user_key, kind, made_at, expires_at)
      VALUES (\(Secret.hash(secret)), \(user), \(kind.rawValue), \(now), \(now + kind.lifetime))
      """)
    return secret
  }

  /// The link with this secret; nil if it is unknown, used or expired, or its user is deleted.
  package init?(secret: String, now: Int, _ session: any SQLSession) throws {
    let found = try session.first(
      """
      SELECT l.user_key, l.kind, u.email, u.first_name, u.last_name FROM password_links AS l JOIN users AS u ON u.key = l.user_key
      WHERE l.hash = \(Secret.hash(secret)) AND l.expires_at > \(now) AND u.deleted_at IS NULL
      """
    ) { row in (user: row.integer(at: 0), kind: Kind(rawValue: row.text(at: 1)), texts: (2...4).map(row.text(at:))) }
    guard let found, let kind = found.kind else { return nil }
    user = found.user
    self.kind = kind
    (email, firstName, lastName) = (found.texts[0], found.texts[1], found.texts[2])
  }

  /// Uses the link: sets the password and revokes all sessions, tokens and other links of the user.
  /// - Parameter address: the user's network address; sign-ins from it are exempt from the limit for attacks.
  /// - Returns: nil if the link is no longer valid or was just used by another request.
  package static func use(
    _ secret: String, passwordHash: String, from address: NetworkAddress, now: Int, _ session: any SQLSession
  ) throws -> PasswordLink? {
    guard let link = try PasswordLink(secret: secret, now: now, session),
      try session.run("DELETE FROM password_links WHERE hash = \(Secret.hash(secret))") == 1
    else { return nil }
    try SignIn.setPassword(hash: passwordHash, user: link.user, now: now, session)
    // The user has proven access to the mailbox and must not wait because of other people's failed attempts.
    try SignInLimits.forget(link.email, session)
    try SignInAddresses.remember(address, of: link.user, now: now, session)
    return link
  }

  /// Revokes all links of a user.
  package static func end(of user: Int, _ session: any SQLSession) throws {
    try session.run("DELETE FROM password_links WHERE user_key = \(user)")
  }

  /// Whether the user was invited and has not set a password yet.
  package static func isAwaited(_ user: Int, _ session: any SQLSession) throws -> Bool {
    try session.number(
      """
      SELECT count(*) FROM users AS u WHERE u.key = \(user) AND \(sql: wasAsked)
      AND NOT EXISTS (SELECT 1 FROM passwords AS p WHERE p.user_key = u.key)
      """) > 0
  }

  /// A condition on `u`, a row of `users`: the user has a password, or was invited to set one. Only these users get
  /// reset emails: imported users and single sign-on users have no password to reset.
  package static let hasWayIn: SQLText = """
    (EXISTS (SELECT 1 FROM passwords AS p WHERE p.user_key = u.key) OR \(sql: wasAsked))
    """

  private static let wasAsked: SQLText = """
    (EXISTS (SELECT 1 FROM password_links AS l WHERE l.user_key = u.key AND l.kind = 'invitation')
      OR EXISTS (SELECT 1 FROM letters AS l WHERE l.user_key = u.key AND l.kind = 'invitation'))
    """
}
