package import DatabaseAccess

/// A browser that is signed in. Its secret is in the browser's cookie alone; the store has the hash.
package struct WebSession: Sendable {
  /// Seconds without a request, and in all, after which it ends.
  package static let idleLimit = 12 * 3600
  package static let absoluteLimit = 7 * 86_400

  package let viewer: Viewer
  /// What every form must carry.
  package let csrf: String
  /// Whether the last request is long enough ago to be noted anew.
  package let isStale: Bool

  /// In how many browsers a user may be signed in; beyond them, the one that was opened first ends.
  package static let limit = 100

  /// - Returns: the secret.
  package static func open(user: Int, now: Int, _ session: any SQLSession) throws -> String {
    let secret = Secret.random()
    try session.run("DELETE FROM web_sessions WHERE created_at <= \(now - absoluteLimit)")
    try session.run(
      """
      DELETE FROM web_sessions WHERE user_key = \(user) AND hash NOT IN (
        SELECT hash FROM web_sessions WHERE user_key = \(user) ORDER BY created_at DESC, last_seen_at DESC
        LIMIT \(limit - 1))
      """)
    try session.run(
      """
      INSERT INTO web_sessions (hash, user_key, csrf, created_at, last_seen_at)
      VALUES (\(Secret.hash(secret)), \(user), \(Secret.random()), \(now), \(now))
      """)
    return secret
  }

  /// The session with this secret, unless it has ended or its user is deleted.
  package init?(secret: String, now: Int, _ session: any SQLSession) throws {
    let found = try session.first(
      """
      SELECT user_key, csrf, last_seen_at FROM web_sessions WHERE hash = \(Secret.hash(secret))
      AND created_at > \(now - Self.absoluteLimit) AND last_seen_at > \(now - Self.idleLimit)
      """
    ) { (user: $0.integer(at: 0), csrf: $0.text(at: 1), seen: $0.integer(at: 2)) }
    guard let found, let viewer = try Viewer(key: found.user, session) else { return nil }
    self.viewer = viewer
    csrf = found.csrf
    isStale = now - found.seen > 60
  }

  package static func touch(secret: String, now: Int, _ session: any SQLSession) throws {
    try session.run("UPDATE web_sessions SET last_seen_at = \(now) WHERE hash = \(Secret.hash(secret))")
  }

  /// How many browsers a user is signed in with.
  package static func count(of user: Int, now: Int, _ session: any SQLSession) throws -> Int {
    try session.number(
      """
      SELECT count(*) FROM web_sessions WHERE user_key = \(user)
      AND created_at > \(now - absoluteLimit) AND last_seen_at > \(now - idleLimit)
      """)
  }

  /// Signs a user out of every browser.
  package static func closeAll(of user: Int, _ session: any SQLSession) throws {
    try session.run("DELETE FROM web_sessions WHERE user_key = \(user)")
  }

  package static func close(secret: String, _ session: any SQLSession) throws {
    try session.run("DELETE FROM web_sessions WHERE hash = \(Secret.hash(secret))")
  }
}
