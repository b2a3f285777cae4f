import DatabaseAccess

/// A new session whose row may not be written yet.
struct NewSession: Sendable {
  let secret = Secret.random()
  let csrf = Secret.random()
  let hash: String
  let user: Int
  let client: Client
  let openedAt: Int
  /// The user's `session_ends` count when the session was opened.
  let ends: Int

  init(user: Int, from client: Client, ends: Int, now: Int) {
    hash = Secret.hash(secret)
    self.user = user
    self.client = client
    self.ends = ends
    openedAt = now
  }

  /// Whether the user's sessions have not all been ended since.
  func isOpen(_ session: any SQLSession) throws -> Bool { try WebSession.ends(of: user, session) == ends }

  /// Writes the session unless it has ended or the user is deleted.
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
