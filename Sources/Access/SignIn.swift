package import DatabaseAccess
import Records

/// Sign-in by email and password. A wrong address and a wrong password have the same result and take the same time.
package struct SignIn: Sendable {
  private let database: any SQLDatabase
  private let aside: Aside?

  /// Writes sign-ins in the background, so that they need not wait for a running import.
  package struct Aside: Sendable {
    let pending: PendingSessions
    /// Writes in the background and waits for it briefly; calls the second closure at the end with the success.
    let write: @Sendable (@escaping PendingSessions.Write, @escaping @Sendable (Bool) -> Void) async -> Void

    package init(
      pending: PendingSessions,
      write: @escaping @Sendable (@escaping PendingSessions.Write, @escaping @Sendable (Bool) -> Void) async -> Void
    ) {
      self.pending = pending
      self.write = write
    }
  }

  /// - Parameter aside: nil to write everything immediately.
  package init(_ database: any SQLDatabase, aside: Aside? = nil) {
    self.database = database
    self.aside = aside.flatMap { $0.pending.hasRoom ? $0 : nil }
  }

  /// - Parameter now: the machine's clock, even if statistics are computed for another instant.
  /// - Returns: the secret of the new session; nil if email and password do not match.
  /// - Throws: `AccessDenied.tooManyFailures`.
  package func session(email: String, password: String, from client: Client, now: Int) async throws -> String? {
    let account = EmailAddress.lookup(email)
    let limits = SignInLimits(account: account, address: client.address, now: now)
    let waiting = aside?.pending.failures(limits)
    let found = try await database.read { session in
      try limits.check(session, besides: waiting)
      return try session.first(
        """
        SELECT u.key, p.hash, coalesce(e.ends, 0) FROM users AS u JOIN passwords AS p ON p.user_key = u.key
        LEFT JOIN session_ends AS e ON e.user_key = u.key WHERE u.email = \(account) AND u.deleted_at IS NULL
        """
      ) { (key: $0.integer(at: 0), hash: $0.text(at: 1), ends: $0.integer(at: 2)) }
    }
    guard await Password.matches(password, found?.hash), let found else {
      try await noteFailure(limits)
      return nil
    }
    // Check again: of many concurrent guesses, the right one must not pass because no failure was noted yet.
    guard let aside else {
      return try await database.writeConcurrently { session in
        try limits.check(session)
        return try WebSession.open(user: found.key, from: client, now: now, session)
      }
    }
    let failures = aside.pending.failures(limits)
    try await database.read { try limits.check($0, besides: failures) }
    let new = NewSession(user: found.key, from: client, ends: found.ends, now: now)
    aside.pending.open(new)
    await aside.write({ try new.write($0) }) { _ in aside.pending.isWritten(new) }
    return new.secret
  }

  /// Changes a user's password if the current one is right. Ends all sessions and tokens, and opens a new session.
  /// - Parameter note: additional writes in the same transaction.
  /// - Returns: the secret of the new session; nil if the current password is wrong.
  /// - Throws: `AccessDenied.tooManyFailures`: guesses are limited as for sign-ins.
  package func change(
    of viewer: Viewer, from present: String, to next: String, client: Client, now: Int,
    note: @escaping @Sendable (any SQLSession) throws -> Void = { _ in }
  ) async throws -> String? {
    guard try await isPassword(present, of: viewer, from: client, now: now) else { return nil }
    let new = await Password.hash(next)
    let limits = SignInLimits(account: viewer.email, address: client.address, now: now)
    return try await database.writeConcurrently { session in
      try limits.check(session)
      try Self.setPassword(hash: new, user: viewer.key, now: now, session)
      try note(session)
      return try WebSession.open(user: viewer.key, from: client, now: now, session)
    }
  }

  /// Whether a signed-in user knows the password. Required before actions that a stolen session must not permit.
  /// - Throws: `AccessDenied.tooManyFailures`.
  package func isPassword(
    _ password: String, of viewer: Viewer, from client: Client, now: Int
  ) async throws -> Bool {
    let limits = SignInLimits(account: viewer.email, address: client.address, now: now)
    let waiting = aside?.pending.failures(limits)
    let hash = try await database.read { session in
      try limits.check(session, besides: waiting)
      return try Self.hash(of: viewer.key, session)
    }
    if await Password.matches(password, hash) { return true }
    try await noteFailure(limits)
    return false
  }

  private func noteFailure(_ limits: SignInLimits) async throws {
    guard let aside else {
      return try await database.writeConcurrently { session in
        try limits.check(session)
        try limits.note(session)
      }
    }
    // The failure is noted before the check, so that concurrent failures count each other.
    let before = aside.pending.note(limits)
    do { try await database.read { try limits.check($0, besides: before) } } catch {
      aside.pending.isNoted(limits)
      throw error
    }
    await aside.write({ try limits.note($0) }) { _ in aside.pending.isNoted(limits) }
  }

  package static func hasPassword(_ user: Int, _ session: any SQLSession) throws -> Bool {
    try hash(of: user, session) != nil
  }

  private static func hash(of user: Int, _ session: any SQLSession) throws -> String? {
    try session.first("SELECT hash FROM passwords WHERE user_key = \(user)") { $0.text(at: 0) }
  }

  /// Sets a password and revokes the user's sessions, tokens and links.
  package static func setPassword(hash: String, user: Int, now: Int, _ session: any SQLSession) throws {
    try session.run(
      """
      INSERT INTO passwords (user_key, hash, set_at) VALUES (\(user), \(hash), \(now))
      ON CONFLICT (user_key) DO UPDATE SET hash = excluded.hash, set_at = excluded.set_at
      """)
    try PasswordLink.end(of: user, session)
    try WebSession.closeAll(of: user, session)
    try Token.revokeAll(of: user, now: now, session)
  }
}
