import Access
package import DatabaseAccess
package import Reports

/// An email notification, stored until it is sent.
package struct EmailNotification: Sendable {
  package enum Kind: String, Sendable, CaseIterable {
    /// The file of a job is ready or could not be created.
    case job
    /// An invitation, with a link to set a password.
    case invitation
    /// A link to reset the password.
    case reset
    /// The account will be deleted within a day.
    case deletion
    /// The schedule of the user's report was paused, because nobody downloads its files.
    case pause
    /// A report that the user receives, or can take over, stopped because its owner is gone.
    case stopped
    /// Another user has taken over the user's report.
    case takenOver = "taken_over"
    /// The user's email address was changed; sent to the old one.
    case address
    /// The password was changed.
    case password
    /// A token was created.
    case token

    /// The kind of its link; nil if it has none of these.
    var link: PasswordLink.Kind? {
      switch self {
      case .invitation: .invitation
      case .reset: .reset
      case .job, .deletion, .pause, .stopped, .takenOver, .address, .password, .token: nil
      }
    }
  }

  package let key: Int
  package let kind: Kind
  /// Nil: sent to the user with the address `account`, if there is one.
  let user: Int?
  /// The address that was entered, or the old one.
  let account: String?
  /// The day of the deletion, in days since 1970-01-01.
  package let about: Int?
  /// When the event happened, by the machine's clock.
  package let madeAt: Int
  let failures: Int
  /// The key of the job that it is about.
  let job: Int?
  /// The report that was paused, stopped or taken over.
  package fileprivate(set) var report: CustomReport?

  /// Queues an email to a user; one about a day is queued only once.
  /// - Parameters:
  ///   - sender: the user who causes it; nil for the recipient and the server.
  ///   - address: the user's old address, if it is sent there.
  /// - Throws: `LimitReached` if the user receives, or the sender causes, too many.
  package static func add(
    _ kind: Kind, to user: Int, by sender: Int? = nil, at address: String? = nil, about day: Int? = nil,
    report: Int? = nil, now: Int, _ session: any SQLSession
  ) throws {
    try EmailLimit.check(kind, to: user, by: sender, now: now, session)
    try session.run(
      """
      INSERT INTO letters (kind, user_key, sender_key, account, about, report_key, made_at, state, due_at, failures)
      VALUES (
        \(kind.rawValue), \(user), \(sender), \(address), \(day), \(report), \(now), 'waiting', \(now), 0)
      ON CONFLICT DO NOTHING
      """)
  }

  /// Queues the emails about jobs: each is sent once its job is finished.
  /// - Parameter jobs: a condition on the jobs.
  static func add(about jobs: SQLText, now: Int, _ session: any SQLSession) throws {
    try session.run(
      """
      INSERT INTO letters (kind, user_key, job_key, made_at, state, due_at, failures)
      SELECT 'job', user_key, key, CAST(\(now) AS bigint), 'waiting', CAST(\(now) AS bigint), 0 FROM jobs WHERE \(sql: jobs)
      """)
  }

  /// Per `window` seconds: for an account, and for a network address.
  private static let accountLimit = 5
  private static let addressLimit = 50
  private static let window = 15 * 60

  /// Queues a password reset for the user with this address. Behaves the same whether or not such a user exists.
  /// - Throws: `AccessDenied.tooManyFailures`.
  package static func askForReset(
    of account: String, from address: String, now: Int, _ session: any SQLSession
  ) throws {
    for (column, value, limit) in [("account", account, accountLimit), ("address", address, addressLimit)] {
      let earlier = try session.all(
        """
        SELECT made_at FROM letters WHERE \(raw: column) = \(value) AND kind = 'reset' AND made_at > \(now - window)
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
}

// Sending.

extension EmailNotification {
  /// The next due email, ignoring kinds written by a newer version.
  static func next(_ now: Int, _ session: any SQLSession) throws -> EmailNotification? {
    let kinds = Kind.allCases.map(\.rawValue)
    let found = try session.first(
      """
      SELECT \(sql: reader.columns) FROM letters AS l LEFT JOIN jobs AS j ON j.key = l.job_key
      WHERE l.state = 'waiting' AND l.due_at <= \(now) AND l.kind \(anyOf: kinds)
      AND (l.job_key IS NULL OR j.state IN ('done', 'failed')) ORDER BY l.due_at, l.key LIMIT 1
      """, reader.read)
    guard let found else { return nil }
    var notice = found.notice
    notice.report = try found.report.flatMap { try report($0, notice.kind, session) }
    return notice
  }

  /// Nil if the schedule has resumed or the report is gone.
  private static func report(_ key: Int, _ kind: Kind, _ session: any SQLSession) throws -> CustomReport? {
    switch kind {
    case .pause: try CustomReport.paused(key, .unused, session)
    case .stopped: try CustomReport.paused(key, .stopped, session)
    default: try CustomReport.one(key: key, session)
    }
  }

  /// Reads a notification of a known kind, and the key of its report, from the table `letters AS l`.
  private static let reader = RowReader { row in
    (
      notice: EmailNotification(
        key: row.integer(at: "l.key"), kind: Kind(rawValue: row.text(at: "l.kind")) ?? .job,
        user: row.integer("l.user_key"), account: row.text("l.account"), about: row.integer("l.about"),
        madeAt: row.integer(at: "l.made_at"), failures: row.integer(at: "l.failures"), job: row.integer("l.job_key")),
      report: row.integer("l.report_key")
    )
  }

  /// The recipient; nil if it must not be sent to anybody any more.
  func recipient(_ session: any SQLSession) throws -> Viewer? {
    let found: Int?
    switch kind {
    case .job, .invitation, .address, .password, .token: found = user
    case .reset:
      let who: SQLText = user.map { "u.key = \($0)" } ?? "u.email = \(account) AND \(sql: PasswordLink.hasWayIn)"
      found = try session.first("SELECT u.key FROM users AS u WHERE u.deleted_at IS NULL AND \(sql: who)") {
        $0.integer(at: 0)
      }
    // The date may have changed.
    case .deletion:
      found = try session.first("SELECT key FROM users WHERE key = \(user) AND auto_delete_on = \(about)") {
        $0.integer(at: 0)
      }
    // The schedule may have resumed, or the report may be gone.
    case .pause, .stopped, .takenOver: found = report == nil ? nil : user
    }
    return try found.flatMap { try Viewer(key: $0, session) }
  }

  /// The address to which it is sent.
  func address(of viewer: Viewer) -> String { kind == .address ? account ?? "" : viewer.email }
}
