import DatabaseAccess
import Records

/// Limits failed sign-ins (access.md, *Signing in*), for existing and unknown accounts alike.
///
/// Failures count per account *and* network address, so that a stranger who guesses locks out nobody else. After many
/// failures from anywhere, only addresses that never signed in to the account must wait.
struct SignInLimits: Sendable {
  /// Failures for one account from one address, within the window.
  private static let accountLimit = 10
  /// Failures from one address for all accounts, within the window.
  private static let addressLimit = 100
  /// Failures for one account from all addresses, without a pause as long as the window.
  private static let attackLimit = 50
  private static let window = 15 * 60
  /// The tolerated clock difference between servers, in seconds. Failures further in the future were noted before a
  /// clock was set back, and are ignored.
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

  /// Bounds the size of the key: a text that is not an address may be as long as a form.
  private static func key(_ account: String) -> String {
    let account = EmailAddress.lookup(account)
    return account.utf8.count <= accountBytes ? account : Secret.hash(account)
  }

  /// The key by which failures are counted.
  struct Key: Hashable, Sendable {
    let account: String?
    let address: String?
  }

  /// Failures that are not in the store yet: of the account from this address, of the address, of the account.
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

  /// When the next attempt is allowed, in seconds UTC; nil if there were fewer failures than the limit.
  private func end(_ condition: SQLText, _ limit: Int, _ session: any SQLSession) throws -> Int? {
    guard limit > 0 else { return now + Self.window }
    return try session.first(
      """
      SELECT at FROM signin_failures WHERE \(sql: condition) AND \(sql: isRecent("at"))
      ORDER BY at DESC LIMIT 1 OFFSET \(limit - 1)
      """
    ) { $0.integer(at: 0) + Self.window }
  }

  /// Runs the same statement for existing and unknown accounts.
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

  /// Records a failure.
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

  /// Deletes the failures of an account after its user has proven their identity.
  static func forget(_ account: String, _ session: any SQLSession) throws {
    try session.run("DELETE FROM signin_failures WHERE account = \(key(account))")
    try session.run("DELETE FROM signin_accounts WHERE account = \(key(account))")
  }
}

/// The network addresses from which a user has signed in.
enum SignInAddresses {
  /// Enough for home, work and travel.
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
