package import DatabaseAccess

/// A signed-in browser. Only the browser's cookie has the secret; the store has its hash.
package struct WebSession: Sendable {
  /// Seconds after which a session ends: without a request, and in total.
  package static let idleLimit = 12 * 3600
  package static let absoluteLimit = 7 * 86_400

  /// Seconds after the sign-in during which the user need not confirm their identity again.
  package static let freshness = 600

  package let viewer: Viewer
  /// The CSRF secret that every form must include.
  package let csrf: String
  /// Identifies the session among those of the viewer.
  package let id: String
  /// Whether the viewer signed in within the last `freshness` seconds.
  package let isFresh: Bool
  /// Whether the stored time of the last request must be updated: it is older than 60 s.
  package let isStale: Bool

  /// The maximum number of sessions per user; a new session beyond it ends the oldest.
  package static let limit = 100

  /// Opens a session for a user who has signed in from this client.
  /// - Returns: the secret.
  package static func open(user: Int, from client: Client, now: Int, _ session: any SQLSession) throws -> String {
    let new = NewSession(user: user, from: client, ends: try ends(of: user, session), now: now)
    try new.write(session)
    return new.secret
  }

  /// Deletes expired sessions, and the user's oldest ones beyond the limit.
  static func clear(_ user: Int, now: Int, _ session: any SQLSession) throws {
    try session.run("DELETE FROM web_sessions WHERE created_at <= \(now - absoluteLimit)")
    try session.run(
      """
      DELETE FROM web_sessions WHERE user_key = \(user) AND hash NOT IN (
        SELECT hash FROM web_sessions WHERE user_key = \(user) ORDER BY created_at DESC, last_seen_at DESC
        LIMIT \(limit - 1))
      """)
  }

  /// How often all sessions of a user have been ended.
  static func ends(of user: Int, _ session: any SQLSession) throws -> Int {
    try session.number("SELECT ends FROM session_ends WHERE user_key = \(user)")
  }

  /// A session that is not written yet, unless it has ended or its user is deleted.
  init?(_ new: NewSession, now: Int, _ session: any SQLSession) throws {
    guard now - new.openedAt < Self.idleLimit, try new.isOpen(session), let viewer = try Viewer(key: new.user, session)
    else { return nil }
    self.viewer = viewer
    csrf = new.csrf
    id = Self.id(new.hash)
    isFresh = (now - Self.freshness...now).contains(new.openedAt)
    isStale = false
  }

  /// The session with this secret, unless it has ended or its user is deleted.
  package init?(secret: String, now: Int, _ session: any SQLSession) throws {
    let hash = Secret.hash(secret)
    let found = try session.lookUp(
      """
      SELECT user_key, csrf, last_seen_at, created_at FROM web_sessions WHERE hash = \(hash)
      AND created_at > \(now - Self.absoluteLimit) AND last_seen_at > \(now - Self.idleLimit)
      """
    ) { (user: $0.integer(at: 0), csrf: $0.text(at: 1), seen: $0.integer(at: 2), opened: $0.integer(at: 3)) }
    guard let found, let viewer = try Viewer(key: found.user, session) else { return nil }
    self.viewer = viewer
    csrf = found.csrf
    id = Self.id(hash)
    isFresh = (now - Self.freshness...now).contains(found.opened)
    isStale = now - found.seen > 60
  }

  /// The id of a session in URLs; it is not secret.
  fileprivate static func id(_ hash: String) -> String { String(decoding: hash.utf8.prefix(16), as: UTF8.self) }

  package static func touch(secret: String, now: Int, _ session: any SQLSession) throws {
    try session.run("UPDATE web_sessions SET last_seen_at = \(now) WHERE hash = \(Secret.hash(secret))")
  }

  /// Signs a user out of every browser.
  package static func closeAll(of user: Int, _ session: any SQLSession) throws {
    try session.run("DELETE FROM web_sessions WHERE user_key = \(user)")
    try session.run(
      """
      INSERT INTO session_ends (user_key, ends) VALUES (\(user), 1)
      ON CONFLICT (user_key) DO UPDATE SET ends = session_ends.ends + 1
      """)
  }

  package static func close(secret: String, _ session: any SQLSession) throws {
    try close(hash: Secret.hash(secret), session)
  }

  package static func close(hash: String, _ session: any SQLSession) throws {
    try session.run("DELETE FROM web_sessions WHERE hash = \(hash)")
  }
}

// Sessions as shown to their user.

extension WebSession {
  /// A browser in which a user is signed in.
  package struct Browser: Sendable {
    package let id: String
    package let openedAt: Int
    package let seenAt: Int
    /// The network address; nil for a session from before addresses were stored.
    package let address: String?
    /// The browser's user agent.
    package let agent: String
  }

  /// The browsers in which a user is signed in, last seen first.
  package static func all(of user: Int, now: Int, _ session: any SQLSession) throws -> [Browser] {
    try session.all(
      """
      SELECT hash, created_at, last_seen_at, address, agent FROM web_sessions WHERE user_key = \(user)
      AND created_at > \(now - absoluteLimit) AND last_seen_at > \(now - idleLimit)
      ORDER BY last_seen_at DESC, created_at DESC, hash
      """
    ) { row in
      Browser(
        id: id(row.text(at: 0)), openedAt: row.integer(at: 1), seenAt: row.integer(at: 2), address: row.text(3),
        agent: row.text(at: 4))
    }
  }

  /// Signs a user out of one browser.
  /// - Returns: whether there was such a session.
  package static func end(_ id: String, of user: Int, _ session: any SQLSession) throws -> Bool {
    try session.run("DELETE FROM web_sessions WHERE user_key = \(user) AND substr(hash, 1, 16) = \(id)") > 0
  }
}
