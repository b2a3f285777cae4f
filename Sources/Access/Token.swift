package import DatabaseAccess

/// A bearer token, with which a program sees what its user sees.
package struct Token: Sendable {
  package let key: Int
  package let email: String
  package let name: String
  package let isReadOnly: Bool
  package let createdAt: Int
  package let expiresAt: Int?
  package let revokedAt: Int?
  package let lastUsedAt: Int?

  /// Whether the token is valid.
  package func isLive(now: Int) -> Bool { revokedAt == nil && expiresAt.map { $0 > now } ?? true }

  /// The user of a token, and whether the token may change anything.
  package struct Bearer: Sendable {
    package let viewer: Viewer
    package let isReadOnly: Bool
    /// The key of the token.
    package let key: Int
    /// Whether the stored time of the last use must be updated: it is unset or older than 60 s.
    package let isStale: Bool
  }

  /// Creates a token.
  /// - Parameter expiresAt: seconds UTC; nil for no expiry.
  /// - Returns: the secret, which is shown only once.
  /// - Throws: `LimitReached` if the user has the maximum number of tokens.
  package static func create(
    for viewer: Viewer, name: String, isReadOnly: Bool, expiresAt: Int?, now: Int, _ session: any SQLSession
  ) throws -> String {
    try checkLimit(of: viewer.key, now: now, session)
    try forgetFormer(of: viewer.key, now: now, session)
    let secret = "tb_" + Secret.random()
    try session.run(
      """
      INSERT INTO tokens (hash, user_key, name, read_only, created_at, expires_at)
      VALUES (\(Secret.hash(secret)), \(viewer.key), \(name), \(isReadOnly ? 1 : 0), \(now), \(expiresAt))
      """)
    return secret
  }

  /// The maximum number of a user's valid tokens, and of former tokens that are kept for the list.
  package static let limit = 50
  private static let former = 100

  private static func checkLimit(of user: Int, now: Int, _ session: any SQLSession) throws {
    let live = try session.number(
      """
      SELECT count(*) FROM tokens WHERE user_key = \(user) AND revoked_at IS NULL
      AND (expires_at IS NULL OR expires_at > \(now))
      """)
    guard live < limit else { throw LimitReached(.tokens, limit) }
  }

  private static func forgetFormer(of user: Int, now: Int, _ session: any SQLSession) throws {
    let isOver: SQLText = "user_key = \(user) AND (revoked_at IS NOT NULL OR expires_at <= \(now))"
    try session.run(
      """
      DELETE FROM tokens WHERE \(sql: isOver) AND key NOT IN (
        SELECT key FROM tokens WHERE \(sql: isOver) ORDER BY key DESC LIMIT \(former))
      """)
  }

  /// - Returns: nil if the token is unknown, expired or revoked, or its user is deleted.
  package static func bearer(_ secret: String, now: Int, _ session: any SQLSession) throws -> Bearer? {
    let found = try session.lookUp(
      """
      SELECT user_key, read_only, key, last_used_at FROM tokens WHERE hash = \(Secret.hash(secret)) AND revoked_at IS NULL
      AND (expires_at IS NULL OR expires_at > \(now))
      """
    ) { (user: $0.integer(at: 0), isReadOnly: $0.flag(1), key: $0.integer(at: 2), used: $0.integer(3)) }
    guard let found, let viewer = try Viewer(key: found.user, session) else { return nil }
    let isStale = found.used.map { now - $0 > 60 } ?? true
    return Bearer(viewer: viewer, isReadOnly: found.isReadOnly, key: found.key, isStale: isStale)
  }

  package static func touch(_ key: Int, now: Int, _ session: any SQLSession) throws {
    try session.run("UPDATE tokens SET last_used_at = \(now) WHERE key = \(key)")
  }

  /// - Parameter user: only this user's tokens; nil for all users.
  package static func all(of user: Int? = nil, _ session: any SQLSession) throws -> [Token] {
    try session.all(
      """
      SELECT t.key, u.email, t.name, t.read_only, t.created_at, t.expires_at, t.revoked_at, t.last_used_at
      FROM tokens AS t JOIN users AS u ON u.key = t.user_key WHERE \(sql: owned(by: user)) ORDER BY t.key
      """
    ) { row in
      Token(
        key: row.integer(at: 0), email: row.text(at: 1), name: row.text(at: 2), isReadOnly: row.flag(3),
        createdAt: row.integer(at: 4), expiresAt: row.integer(5), revokedAt: row.integer(6), lastUsedAt: row.integer(7))
    }
  }

  /// - Parameter user: the required user of the token; nil for any user.
  /// - Returns: whether there was such a token.
  package static func revoke(_ key: Int, of user: Int? = nil, now: Int, _ session: any SQLSession) throws -> Bool {
    try session.run(
      """
      UPDATE tokens AS t SET revoked_at = coalesce(t.revoked_at, \(now))
      WHERE t.key = \(key) AND \(sql: owned(by: user))
      """) > 0
  }

  /// Revokes all tokens of a user.
  package static func revokeAll(of user: Int, now: Int, _ session: any SQLSession) throws {
    try session.run("UPDATE tokens SET revoked_at = \(now) WHERE user_key = \(user) AND revoked_at IS NULL")
  }

  /// The key of a token's user; nil if there is no such token.
  package static func user(of key: Int, _ session: any SQLSession) throws -> Int? {
    try session.first("SELECT user_key FROM tokens WHERE key = \(key)") { $0.integer(at: 0) }
  }

  private static func owned(by user: Int?) -> SQLText { user.map { "t.user_key = \($0)" } ?? "true" }
}
