import DatabaseAccess
import Records

/// How many wrong passwords are let through (access.md, *Signing in*), whoever the account belongs to, or nobody.
///
/// Failures count for an account *and* the address of the network, so that a stranger who guesses keeps nobody else out.
/// After many from anywhere, addresses that never signed in to the account wait; others do not.
struct SignInLimits: Sendable {
  /// For an account from one address, within the window.
  private static let accountLimit = 10
  /// For an address, whatever the account, within the window.
  private static let addressLimit = 100
  /// For an account from anywhere, without a pause as long as the window.
  private static let attackLimit = 50
  private static let window = 15 * 60
  /// Seconds by which the clocks of several servers may differ. What lies further ahead was noted before a clock was set
  /// back, and counts for nothing.
  private static let tolerance = 60
  private static let accountBytes = 320

  private let account: String
  private let address: String
  private let now: Int

  init(account: String, address: NetworkAddress, now: Int) {
    self.account = Self.key(account)
    self.address = address.text
    self.now = now
  }

  /// What is no address of anybody's may be as long as a form.
  private static func key(_ account: String) -> String {
    let account = EmailAddress.lookup(account)
    return account.utf8.count <= accountBytes ? account : Secret.hash(account)
  }

  /// What failures are counted by.
  struct Key: Hashable, Sendable {
    let account: String?
    let address: String?
  }

  /// Failures that are known besides those in the store: of the account from this address, of the address, of the account.
  struct Counts: Sendable {
    var ofBoth = 0
    var ofAddress = 0
    var ofAccount = 0
  }

  var keys: [Key] {
    [Key(account: account, address: address), Key(account: nil, address: address), Key(account: account, address: nil)]
  }

  func counts(_ count: (Key) -> Int) -> Counts {
    let counts = keys.map(count)
    return Counts(ofBoth: counts[0], ofAddress: counts[1], ofAccount: counts[2])
  }

  /// - Throws: `AccessDenied.tooManyFailures`.
  func check(_ session: any SQLSession, besides others: Counts? = nil) throws {
    let others = others ?? Counts()
    let ends = [
      try end("account = \(account) AND address = \(address)", Self.accountLimit - others.ofBoth, session),
      try end("address = \(address)", Self.addressLimit - others.ofAddress, session),
      try endOfAttack(besides: others.ofAccount, session),
    ]
    guard let end = ends.compactMap({ $0 }).max() else { return }
    throw AccessDenied.tooManyFailures(retryAfter: min(max(1, end - now), Self.window))
  }

  /// When the next try is let through; nil if there were fewer failures than the limit.
  private func end(_ condition: SQLText, _ limit: Int, _ session: any SQLSession) throws -> Int? {
    guard limit > 0 else { return now + Self.window }
    return try session.first(
      """
      SELECT at FROM signin_failures WHERE \(sql: condition) AND \(sql: isRecent("at"))
      ORDER BY at DESC LIMIT 1 OFFSET \(limit - 1)
      """
    ) { $0.integer(at: 0) + Self.window }
  }

  /// The same statement for an account that is there and one that is not.
  private func endOfAttack(besides others: Int, _ session: any SQLSession) throws -> Int? {
    try session.first(
      """
      SELECT a.last_at FROM signin_accounts AS a
      WHERE a.account = \(account) AND a.failures >= \(Self.attackLimit - others) AND \(sql: isRecent("a.last_at"))
      AND NOT EXISTS (SELECT 1 FROM signin_addresses AS k JOIN users AS u ON u.key = k.user_key
        WHERE u.email = a.account AND u.deleted_at IS NULL AND k.address = \(address))
      """
    ) { $0.integer(at: 0) + Self.window }
  }

  /// Notes a failure.
  func note(_ session: any SQLSession) throws {
    try session.run("DELETE FROM signin_failures WHERE NOT (\(sql: isRecent("at")))")
    try session.run("INSERT INTO signin_failures (account, address, at) VALUES (\(account), \(address), \(now))")
    try session.run("DELETE FROM signin_accounts WHERE NOT (\(sql: isRecent("last_at")))")
    try session.run(
      """
      INSERT INTO signin_accounts (account, failures, last_at) VALUES (\(account), 1, \(now))
      ON CONFLICT (account) DO UPDATE SET failures = signin_accounts.failures + 1, last_at = excluded.last_at
      """)
  }

  private func isRecent(_ column: String) -> SQLText {
    "\(raw: column) > \(now - Self.window) AND \(raw: column) <= \(now + Self.tolerance)"
  }

  /// Forgets the failures of an account: its owner has shown to be who they are.
  static func forget(_ account: String, _ session: any SQLSession) throws {
    try session.run("DELETE FROM signin_failures WHERE account = \(key(account))")
    try session.run("DELETE FROM signin_accounts WHERE account = \(key(account))")
  }
}

/// The addresses of the network from which a user has signed in.
enum SignInAddresses {
  /// As many as somebody has at home, at work and on the way.
  private static let limit = 30

  static func remember(_ address: NetworkAddress, of user: Int, now: Int, _ session: any SQLSession) throws {
    try session.run(
      """
      INSERT INTO signin_addresses (user_key, address, at) VALUES (\(user), \(address.text), \(now))
      ON CONFLICT (user_key, address) DO UPDATE SET at = excluded.at
      """)
    try session.run(
      """
      DELETE FROM signin_addresses WHERE user_key = \(user) AND address NOT IN (
        SELECT k.address FROM signin_addresses AS k WHERE k.user_key = \(user)
        ORDER BY k.at DESC, k.address LIMIT \(limit))
      """)
  }
}
