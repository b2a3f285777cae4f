package import DatabaseAccess
import Records

/// Signing in by e-mail and password. A wrong address and a wrong password look and cost the same.
package struct SignIn: Sendable {
  private let database: any SQLDatabase

  package init(_ database: any SQLDatabase) { self.database = database }

  /// - Parameter now: by the machine's clock, whatever instant statistics are computed at.
  /// - Returns: the new session's secret; nil if e-mail and password do not match.
  /// - Throws: `AccessDenied.tooManyFailures`.
  package func session(email: String, password: String, from client: Client, now: Int) async throws -> String? {
    let account = EmailAddress.lookup(email)
    let limits = SignInLimits(account: account, address: client.address, now: now)
    let found = try await database.read { session in
      try limits.check(session)
      return try session.first(
        """
        SELECT u.key, p.hash FROM users AS u JOIN passwords AS p ON p.user_key = u.key
        WHERE u.email = \(account) AND u.deleted_at IS NULL
        """
      ) { (key: $0.integer(at: 0), hash: $0.text(at: 1)) }
    }
    guard await Password.matches(password, found?.hash), let found else {
      try await noteFailure(limits)
      return nil
    }
    return try await database.writeAside { session in
      // Again: of many guesses at a time, the right one must not slip through because none was noted yet.
      try limits.check(session)
      return try WebSession.open(user: found.key, from: client, now: now, session)
    }
  }

  /// Exchanges a user's password, who knows the one they have. All their sessions and tokens end, and a new session begins.
  /// - Parameter note: what else is to be kept of it, in the same transaction.
  /// - Returns: the new session's secret; nil if the present password is not theirs.
  /// - Throws: `AccessDenied.tooManyFailures`: guessing here is limited as at signing in.
  package func change(
    of viewer: Viewer, from present: String, to next: String, client: Client, now: Int,
    note: @escaping @Sendable (any SQLSession) throws -> Void = { _ in }
  ) async throws -> String? {
    guard try await isPassword(present, of: viewer, from: client, now: now) else { return nil }
    let new = await Password.hash(next)
    let limits = SignInLimits(account: viewer.email, address: client.address, now: now)
    return try await database.writeAside { session in
      try limits.check(session)
      try Self.setPassword(hash: new, user: viewer.key, now: now, session)
      try note(session)
      return try WebSession.open(user: viewer.key, from: client, now: now, session)
    }
  }

  /// Whether somebody who is signed in knows their password, before they do what a stolen session must not.
  /// - Throws: `AccessDenied.tooManyFailures`.
  package func isPassword(
    _ password: String, of viewer: Viewer, from client: Client, now: Int
  ) async throws -> Bool {
    let limits = SignInLimits(account: viewer.email, address: client.address, now: now)
    let hash = try await database.read { session in
      try limits.check(session)
      return try Self.hash(of: viewer.key, session)
    }
    if await Password.matches(password, hash) { return true }
    try await noteFailure(limits)
    return false
  }

  private func noteFailure(_ limits: SignInLimits) async throws {
    try await database.writeAside { session in
      try limits.check(session)
      try limits.note(session)
    }
  }

  package static func hasPassword(_ user: Int, _ session: any SQLSession) throws -> Bool {
    try hash(of: user, session) != nil
  }

  private static func hash(of user: Int, _ session: any SQLSession) throws -> String? {
    try session.first("SELECT hash FROM passwords WHERE user_key = \(user)") { $0.text(at: 0) }
  }

  /// Sets a password, and ends the user's sessions, tokens and links: whoever had one of them has it no more.
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
