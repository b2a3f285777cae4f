package import DatabaseAccess
import Records

/// Signing in by e-mail and password. A wrong address and a wrong password look and cost the same.
package struct SignIn: Sendable {
  /// Within 15 minutes: for an account, and for an address of the network.
  private static let accountLimit = 10
  private static let addressLimit = 100
  private static let window = 15 * 60

  private let database: any SQLDatabase

  package init(_ database: any SQLDatabase) { self.database = database }

  /// - Parameters:
  ///   - address: the network address that asks.
  ///   - now: by the machine's clock, whatever instant statistics are computed at.
  /// - Returns: the new session's secret; nil if e-mail and password do not match.
  /// - Throws: `AccessDenied.tooManyFailures`.
  package func session(email: String, password: String, address: String, now: Int) async throws -> String? {
    let account = EmailAddress.lookup(email)
    let found = try await database.read { session in
      try Self.checkFailures(account, address, now, session)
      return try session.first(
        """
        SELECT u.key, p.hash FROM users AS u JOIN passwords AS p ON p.user_key = u.key
        WHERE u.email = \(account) AND u.deleted_at IS NULL
        """
      ) { (key: $0.integer(at: 0), hash: $0.text(at: 1)) }
    }
    guard await Password.matches(password, found?.hash), let found else {
      try await note(failureOf: account, address, now)
      return nil
    }
    return try await database.writeAside { session in
      // Again: of many guesses at a time, the right one must not slip through because none was noted yet.
      try Self.checkFailures(account, address, now, session)
      return try WebSession.open(user: found.key, now: now, session)
    }
  }

  /// Exchanges a user's password, who knows the one they have. All their sessions end, and a new one begins.
  /// - Parameter note: what else is to be kept of it, in the same transaction.
  /// - Returns: the new session's secret; nil if the present password is not theirs.
  /// - Throws: `AccessDenied.tooManyFailures`: guessing here is limited as at signing in.
  package func change(
    of viewer: Viewer, from present: String, to next: String, address: String, now: Int,
    note: @escaping @Sendable (any SQLSession) throws -> Void = { _ in }
  ) async throws -> String? {
    let hash = try await database.read { session in
      try Self.checkFailures(viewer.email, address, now, session)
      return try Self.hash(of: viewer.key, session)
    }
    guard await Password.matches(present, hash) else {
      try await self.note(failureOf: viewer.email, address, now)
      return nil
    }
    let new = await Password.hash(next)
    return try await database.writeAside { session in
      try Self.checkFailures(viewer.email, address, now, session)
      try Self.setPassword(hash: new, user: viewer.key, now: now, session)
      try note(session)
      return try WebSession.open(user: viewer.key, now: now, session)
    }
  }

  package static func hasPassword(_ user: Int, _ session: any SQLSession) throws -> Bool {
    try hash(of: user, session) != nil
  }

  private static func hash(of user: Int, _ session: any SQLSession) throws -> String? {
    try session.first("SELECT hash FROM passwords WHERE user_key = \(user)") { $0.text(at: 0) }
  }

  private func note(failureOf account: String, _ address: String, _ now: Int) async throws {
    try await database.writeAside { session in
      try Self.checkFailures(account, address, now, session)
      try session.run("DELETE FROM signin_failures WHERE at <= \(now - Self.window)")
      try session.run("INSERT INTO signin_failures (account, address, at) VALUES (\(account), \(address), \(now))")
    }
  }

  /// - Throws: `AccessDenied.tooManyFailures`.
  private static func checkFailures(
    _ account: String, _ address: String, _ now: Int, _ session: any SQLSession
  ) throws {
    let ofAccount = try oldest("account", account, accountLimit, now, session)
    let oldest = try ofAccount ?? oldest("address", address, addressLimit, now, session)
    if let oldest { throw AccessDenied.tooManyFailures(retryAfter: max(1, oldest + window - now)) }
  }

  /// The failure whose end lets the next try through; nil if there were fewer than the limit.
  private static func oldest(
    _ column: String, _ value: String, _ limit: Int, _ now: Int, _ session: any SQLSession
  ) throws -> Int? {
    try session.first(
      """
      SELECT at FROM signin_failures WHERE \(raw: column) = \(value) AND at > \(now - window)
      ORDER BY at DESC LIMIT 1 OFFSET \(limit - 1)
      """
    ) { $0.integer(at: 0) }
  }

  /// Sets a password, and ends the user's sessions.
  package static func setPassword(hash: String, user: Int, now: Int, _ session: any SQLSession) throws {
    try session.run(
      """
      INSERT INTO passwords (user_key, hash, set_at) VALUES (\(user), \(hash), \(now))
      ON CONFLICT (user_key) DO UPDATE SET hash = excluded.hash, set_at = excluded.set_at
      """)
    try WebSession.closeAll(of: user, session)
  }
}
