import Access
package import DatabaseAccess
package import Reports

/// A letter that is not about a file: it waits in the store until it is sent.
package struct Notice: Sendable {
  package enum Kind: String, Sendable {
    /// Asks somebody in, by a link that sets a password.
    case invitation
    /// A link that sets another password.
    case reset
    /// The account will be deleted within a day.
    case deletion
    /// A report of theirs does not run by itself any more, since nobody downloads its files.
    case pause

    /// What the link in it does; nil: it has none of its own.
    var link: PasswordLink.Kind? {
      switch self {
      case .invitation: .invitation
      case .reset: .reset
      case .deletion, .pause: nil
      }
    }
  }

  package let key: Int
  package let kind: Kind
  /// nil: to whoever has the address `account`.
  let user: Int?
  let account: String?
  /// The day of the deletion, in days since 1970-01-01.
  package let about: Int?
  /// The report that is paused.
  package let report: CustomReport?
  let failures: Int

  /// Queues a letter to a user; one about a day once.
  package static func add(
    _ kind: Kind, to user: Int, about day: Int? = nil, report: Int? = nil, now: Int, _ session: any SQLSession
  ) throws {
    try session.run(
      """
      INSERT INTO letters (kind, user_key, about, report_key, made_at, state, due_at, failures)
      VALUES (\(kind.rawValue), \(user), \(day), \(report), \(now), 'waiting', \(now), 0) ON CONFLICT DO NOTHING
      """)
  }

  /// Within 15 minutes: for an account, and for an address of the network.
  private static let accountLimit = 5
  private static let addressLimit = 50
  private static let window = 15 * 60

  /// Queues a letter that sets another password, to whoever may have this address: nothing here depends on whether
  /// anybody has.
  /// - Throws: `AccessDenied.tooManyFailures`.
  package static func askForReset(
    of account: String, from address: String, now: Int, _ session: any SQLSession
  ) throws {
    for (column, value, limit) in [("account", account, accountLimit), ("address", address, addressLimit)] {
      let earlier = try session.all(
        """
        SELECT made_at FROM letters WHERE \(raw: column) = \(value) AND made_at > \(now - window)
        ORDER BY made_at DESC LIMIT \(limit)
        """
      ) { $0.integer(at: 0) }
      if earlier.count == limit, let oldest = earlier.last {
        throw AccessDenied.tooManyFailures(retryAfter: max(1, oldest + window - now))
      }
    }
    try session.run(
      """
      INSERT INTO letters (kind, account, address, made_at, state, due_at, failures)
      VALUES ('reset', \(account), \(address), \(now), 'waiting', \(now), 0)
      """)
  }

  static func next(_ now: Int, _ session: any SQLSession) throws -> Notice? {
    let found = try session.first(
      """
      SELECT key, kind, user_key, account, about, failures, report_key FROM letters
      WHERE state = 'waiting' AND due_at <= \(now) ORDER BY due_at, key LIMIT 1
      """
    ) { row in
      (
        key: row.integer(at: 0), kind: row.text(at: 1), user: row.integer(2), account: row.text(3),
        about: row.integer(4), failures: row.integer(at: 5), report: row.integer(6)
      )
    }
    guard let found, let kind = Kind(rawValue: found.kind) else { return nil }
    return Notice(
      key: found.key, kind: kind, user: found.user, account: found.account, about: found.about,
      report: try found.report.flatMap { try CustomReport.pausedUnused($0, session) }, failures: found.failures)
  }

  /// To whom it goes; nil if nobody is to get it any more.
  func recipient(_ session: any SQLSession) throws -> Viewer? {
    let found: Int?
    switch kind {
    case .invitation: found = user
    case .reset:
      let who: SQLText = user.map { "u.key = \($0)" } ?? "u.email = \(account) AND \(sql: PasswordLink.hasWayIn)"
      found = try session.first("SELECT u.key FROM users AS u WHERE u.deleted_at IS NULL AND \(sql: who)") {
        $0.integer(at: 0)
      }
    // The date may have changed since.
    case .deletion:
      found = try session.first("SELECT key FROM users WHERE key = \(user) AND auto_delete_on = \(about)") {
        $0.integer(at: 0)
      }
    // It may go on again, or be gone.
    case .pause: found = report == nil ? nil : user
    }
    return try found.flatMap { try Viewer(key: $0, session) }
  }
}
