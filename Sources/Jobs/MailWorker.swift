import Access
import DatabaseAccess
import Mail

/// Sends queued emails one at a time, separately from the workers that create files, so that a slow mail server does
/// not block them.
struct MailWorker: Sendable {
  let database: any SQLDatabase
  let settings: JobSettings
  let post: JobSettings.Post

  /// Seconds for which an email is reserved while it is being sent.
  private static let patience = 900
  /// The maximum number of tries, over some hours.
  private static let tries = 10

  private struct Due: Sendable {
    let notice: EmailNotification
    /// Nil: nobody should receive it.
    let viewer: Viewer?
    let job: Job?
    /// The secret of its link; "" if it has none.
    let secret: String
  }

  /// Sends the next email.
  /// - Returns: whether there was one.
  func sendNext() async throws -> Bool {
    let now = settings.machineNow()
    let isDue = try await database.read { try EmailNotification.next(now, $0) != nil }
    guard isDue, let due = try await database.write({ try Self.claim(now, $0) }) else { return false }
    guard let viewer = due.viewer, let address = MailAddress(name: viewer.name, due.notice.address(of: viewer)),
      let letter = letter(due, viewer)
    else {
      try await note(due.notice, "dropped")
      return true
    }
    // Every try has the same id, so that a mail program can detect duplicates.
    let message = MailMessage(
      from: post.sender, to: address, subject: letter.subject, text: letter.text, html: letter.html, date: now,
      id: "letter.\(due.notice.key).\(due.notice.madeAt)")
    do {
      try await post.mailer.send(message)
      try await note(due.notice, "sent")
    } catch let failure as MailFailure {
      settings.onTrouble("An email was not sent. \(failure.description)")
      try await note(due.notice, failure)
    }
    return true
  }

  private func letter(_ due: Due, _ viewer: Viewer) -> JobSettings.Letter? {
    guard due.notice.kind == .job else { return post.notice(due.notice, viewer, due.secret) }
    return due.job.map { post.letter($0, viewer, due.secret) }
  }

  /// Reserves the email for a time. Each try creates a new secret, since only hashes are stored: the link works in
  /// whichever copy arrives.
  private static func claim(_ now: Int, _ session: any SQLSession) throws -> Due? {
    guard let notice = try EmailNotification.next(now, session) else { return nil }
    let count = try session.run(
      """
      UPDATE letters SET due_at = \(now + patience), failures = failures + 1
      WHERE key = \(notice.key) AND state = 'waiting' AND due_at <= \(now)
      """)
    guard count > 0 else { return nil }
    let viewer = try notice.recipient(session)
    let job = try notice.job.flatMap { key in
      try session.first("SELECT \(sql: Job.reader.columns) FROM jobs AS j WHERE j.key = \(key)", Job.reader.read)
    }
    var secret = ""
    if let viewer, let link = notice.kind.link {
      secret = try PasswordLink.make(link, for: viewer.key, now: now, session)
    } else if viewer != nil, let job {
      secret = Secret.random()
      try session.run("INSERT INTO job_keys (hash, job_key) VALUES (\(Secret.hash(secret)), \(job.key))")
    }
    return Due(notice: notice, viewer: viewer, job: job, secret: secret)
  }

  private func note(_ notice: EmailNotification, _ state: String) async throws {
    _ = try await database.write { session in
      try session.run("UPDATE letters SET state = \(state) WHERE key = \(notice.key) AND state = 'waiting'")
    }
  }

  private func note(_ notice: EmailNotification, _ failure: MailFailure) async throws {
    let failures = notice.failures + 1
    guard failure.isTemporary, failures < Self.tries else { return try await note(notice, "failed") }
    let due = settings.machineNow() + Self.pause(after: failures)
    _ = try await database.write { session in
      try session.run("UPDATE letters SET due_at = \(due) WHERE key = \(notice.key) AND state = 'waiting'")
    }
  }

  /// Seconds until the next try: one, four, sixteen minutes, then every half hour.
  private static func pause(after failures: Int) -> Int { [60, 240, 960, 1_800][min(max(failures, 1), 4) - 1] }
}
