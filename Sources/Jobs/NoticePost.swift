import Access
import DatabaseAccess
import Mail

/// Sends the letters that are not about files, one after another.
struct NoticePost: Sendable {
  let database: any SQLDatabase
  let settings: JobSettings
  let post: JobSettings.Post

  private struct Due: Sendable {
    let notice: Notice
    /// nil: nobody is to get it.
    let viewer: Viewer?
    let secret: String?
  }

  /// - Returns: whether there was a letter to send.
  func sendNext() async throws -> Bool {
    let now = settings.machineNow()
    let isDue = try await database.read { try Notice.next(now, $0) != nil }
    guard isDue, let due = try await database.write({ try Self.take(now, $0) }) else { return false }
    guard let viewer = due.viewer, let address = MailAddress(name: viewer.name, viewer.email),
      let letter = post.notice(due.notice, viewer, due.secret ?? "")
    else {
      try await note(due.notice, "dropped")
      return true
    }
    let message = MailMessage(
      from: post.sender, to: address, subject: letter.subject, text: letter.text, html: letter.html, date: now,
      id: "letter.\(due.notice.key).\(due.notice.failures)")
    do {
      try await post.mailer.send(message)
      try await note(due.notice, "sent")
    } catch let failure as MailFailure {
      settings.onTrouble("A letter was not sent. \(failure.description)")
      try await note(due.notice, failure)
    }
    return true
  }

  /// For a time nobody else sends it. Each try has a secret of its own, since secrets are kept as hashes: whichever
  /// letter arrives, its link works.
  private static func take(_ now: Int, _ session: any SQLSession) throws -> Due? {
    guard let notice = try Notice.next(now, session) else { return nil }
    let count = try session.run(
      """
      UPDATE letters SET due_at = \(now + Postman.patience), failures = failures + 1
      WHERE key = \(notice.key) AND state = 'waiting' AND due_at <= \(now)
      """)
    guard count > 0 else { return nil }
    let viewer = try notice.recipient(session)
    let secret = try viewer.flatMap { viewer in
      try notice.kind.link.map { try PasswordLink.make($0, for: viewer.key, now: now, session) }
    }
    return Due(notice: notice, viewer: viewer, secret: secret)
  }

  private func note(_ notice: Notice, _ state: String) async throws {
    _ = try await database.write { session in
      try session.run("UPDATE letters SET state = \(state) WHERE key = \(notice.key) AND state = 'waiting'")
    }
  }

  private func note(_ notice: Notice, _ failure: MailFailure) async throws {
    let failures = notice.failures + 1
    guard failure.isTemporary, failures < Postman.tries else { return try await note(notice, "failed") }
    let due = settings.machineNow() + Postman.pause(after: failures)
    _ = try await database.write { session in
      try session.run("UPDATE letters SET due_at = \(due) WHERE key = \(notice.key) AND state = 'waiting'")
    }
  }
}
