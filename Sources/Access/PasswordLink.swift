package import DatabaseAccess

/// A link by which somebody sets a password: random, kept as a hash, for one user, one use and a short time.
package struct PasswordLink: Sendable {
  package enum Kind: String, Sendable {
    case invitation, reset

    /// Seconds until it is no good any more.
    package var lifetime: Int { self == .invitation ? 7 * 86_400 : 3_600 }
  }

  package let user: Int
  package let kind: Kind
  package let email: String
  package let firstName: String
  package let lastName: String

  /// How many links of a user work at a time; beyond them, the oldest does not any more.
  package static let limit = 10

  /// - Returns: the secret, which stands in the link alone.
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

  /// The link with this secret; nil if it is unknown, used or expired, or its user deleted.
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

  /// Uses the link: sets the password, ends all sessions and tokens of the user, and makes their other links useless.
  /// - Parameter address: of the network, from which they may sign in however many others have guessed.
  /// - Returns: nil if somebody was quicker, or the link is no good any more.
  package static func use(
    _ secret: String, passwordHash: String, from address: NetworkAddress, now: Int, _ session: any SQLSession
  ) throws -> PasswordLink? {
    guard let link = try PasswordLink(secret: secret, now: now, session),
      try session.run("DELETE FROM password_links WHERE hash = \(Secret.hash(secret))") == 1
    else { return nil }
    try SignIn.setPassword(hash: passwordHash, user: link.user, now: now, session)
    // Whoever proves to hold the mailbox is not kept waiting for what others have guessed.
    try SignInLimits.forget(link.email, session)
    try SignInAddresses.remember(address, of: link.user, now: now, session)
    return link
  }

  /// Makes all links of a user useless.
  package static func end(of user: Int, _ session: any SQLSession) throws {
    try session.run("DELETE FROM password_links WHERE user_key = \(user)")
  }

  /// Whether the user was asked in, and has not come yet.
  package static func isAwaited(_ user: Int, _ session: any SQLSession) throws -> Bool {
    try session.number(
      """
      SELECT count(*) FROM users AS u WHERE u.key = \(user) AND \(sql: wasAsked)
      AND NOT EXISTS (SELECT 1 FROM passwords AS p WHERE p.user_key = u.key)
      """) > 0
  }

  /// A condition on `u`, `users`: they have a password, or were asked to set one. Nobody else gets a letter that lets
  /// them in: who came by an import or signs in with the account of their company has no password to reset.
  package static let hasWayIn: SQLText = """
    (EXISTS (SELECT 1 FROM passwords AS p WHERE p.user_key = u.key) OR \(sql: wasAsked))
    """

  private static let wasAsked: SQLText = """
    (EXISTS (SELECT 1 FROM password_links AS l WHERE l.user_key = u.key AND l.kind = 'invitation')
      OR EXISTS (SELECT 1 FROM letters AS l WHERE l.user_key = u.key AND l.kind = 'invitation'))
    """
}
