import Access
import DatabaseAccess

/// Limits on the emails that a user receives and causes, so that nobody can flood a mailbox with links.
enum EmailLimit {
  /// Per recipient: for emails with a link that sets a password, and for the other limited kinds. `window` is in
  /// seconds.
  static let links = (count: 5, window: 15 * 60)
  static let notices = (count: 60, window: 3_600)
  /// Per sender, for both.
  static let sent = (count: 100, window: 3_600)

  private static let linkKinds: [EmailNotification.Kind] = [.invitation, .reset]
  /// Not limited here: the server sends these once per event, and the events have their own limits.
  private static let free: [EmailNotification.Kind] = [.job, .deletion, .pause, .stopped]

  /// - Throws: `LimitReached`.
  static func check(
    _ kind: EmailNotification.Kind, to user: Int, by sender: Int?, now: Int, _ session: any SQLSession
  ) throws {
    if free.contains(kind) { return }
    let isLink = linkKinds.contains(kind)
    let kinds =
      (isLink ? linkKinds : EmailNotification.Kind.allCases.filter { !linkKinds.contains($0) && !free.contains($0) })
      .map(\.rawValue)
    try check(
      isLink ? links : notices, .letters, "user_key = \(user) AND kind \(anyOf: kinds)", now: now, session)
    if let sender { try check(sent, .sentLetters, "sender_key = \(sender)", now: now, session) }
  }

  private static func check(
    _ limit: (count: Int, window: Int), _ kind: LimitReached.Kind, _ condition: SQLText, now: Int,
    _ session: any SQLSession
  ) throws {
    let earlier = try session.all(
      """
      SELECT made_at FROM letters WHERE \(sql: condition) AND made_at > \(now - limit.window)
      ORDER BY made_at DESC LIMIT \(limit.count)
      """
    ) { $0.integer(at: 0) }
    guard earlier.count == limit.count, let oldest = earlier.last else { return }
    throw LimitReached(kind, limit.count, retryAfter: max(1, oldest + limit.window - now))
  }
}
