package import DatabaseAccess

/// A browser that is signed in. Its secret is in the browser's cookie alone; the store has the hash.
package struct WebSession: Sendable {
  /// Seconds without a request, and in all, after which it ends.
  package static let idleLimit = 12 * 3600
  package static let absoluteLimit = 7 * 86_400

  /// Seconds after signing in during which somebody need not show once more who they are.
  package static let freshness = 600

  package let viewer: Viewer
  /// What every form must carry.
  package let csrf: String
  /// Which of the viewer's it is.
  package let id: String
  /// Whether they signed in just now.
  package let isFresh: Bool
  /// Whether the last request is long enough ago to be noted anew.
  package let isStale: Bool

  /// In how many browsers a user may be signed in; beyond them, the one that was opened first ends.
  package static let limit = 100

  /// Opens a session of somebody who has signed in from there.
  /// - Returns: the secret.
  package static func open(user: Int, from client: Client, now: Int, _ session: any SQLSession) throws -> String {
    let new = NewSession(user: user, from: client, ends: try ends(of: user, session), now: now)
    try new.write(session)
    return new.secret
  }

  /// Makes room for another session of a user's.
  static func clear(_ user: Int, now: Int, _ session: any SQLSession) throws {
    try session.run("DELETE FROM web_sessions WHERE created_at <= \(now - absoluteLimit)")
    try session.run(
      """
      DELETE FROM web_sessions WHERE user_key = \(user) AND hash NOT IN (
        SELECT hash FROM web_sessions WHERE user_key = \(user) ORDER BY created_at DESC, last_seen_at DESC
        LIMIT \(limit - 1))
      """)
  }

  /// How often all sessions of a user were ended.
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
    let found = try session.first(
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

  /// Names a session in an address; nothing follows from it.
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

// As their user sees them.

extension WebSession {
  /// A browser with which a user is signed in.
  package struct Browser: Sendable {
    package let id: String
    package let openedAt: Int
    package let seenAt: Int
    /// Of the network; nil for one that is from before they were kept.
    package let address: String?
    /// What the browser calls itself.
    package let agent: String
  }

  /// The browsers that a user is signed in with, the one that was seen last first.
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
  /// - Returns: whether there was such a one.
  package static func end(_ id: String, of user: Int, _ session: any SQLSession) throws -> Bool {
    try session.run("DELETE FROM web_sessions WHERE user_key = \(user) AND substr(hash, 1, 16) = \(id)") > 0
  }
}
