import DatabaseAccess

/// A session that begins, before and when its row is written.
struct NewSession: Sendable {
  let secret = Secret.random()
  let csrf = Secret.random()
  let hash: String
  let user: Int
  let client: Client
  let openedAt: Int
  /// How often all sessions of the user had been ended when it was opened.
  let ends: Int

  init(user: Int, from client: Client, ends: Int, now: Int) {
    hash = Secret.hash(secret)
    self.user = user
    self.client = client
    self.ends = ends
    openedAt = now
  }

  /// Whether none of what ends all of a user's sessions has happened since.
  func isOpen(_ session: any SQLSession) throws -> Bool { try WebSession.ends(of: user, session) == ends }

  /// Writes it, unless it has ended.
  func write(_ session: any SQLSession) throws {
    guard try isOpen(session), try Viewer(key: user, session) != nil else { return }
    try WebSession.clear(user, now: openedAt, session)
    try session.run(
      """
      INSERT INTO web_sessions (hash, user_key, csrf, created_at, last_seen_at, address, agent)
      VALUES (\(hash), \(user), \(csrf), \(openedAt), \(openedAt), \(client.address.text), \(client.agent))
      """)
    try SignInAddresses.remember(client.address, of: user, now: openedAt, session)
  }
}
