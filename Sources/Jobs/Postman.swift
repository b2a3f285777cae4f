import Access
import DatabaseAccess
import Mail

/// Sends the letters about jobs that are over, apart from those who make the files: a slow mail server keeps nobody waiting.
struct Postman: Sendable {
  let database: any SQLDatabase
  let settings: JobSettings
  let post: JobSettings.Post

  /// Seconds during which nobody else sends a letter that is being sent.
  static let patience = 900
  /// How often a letter is tried: some hours in all.
  static let tries = 10

  /// Sends the next letter.
  /// - Returns: whether there was one.
  func sendNext() async throws -> Bool {
    let now = settings.machineNow()
    let isDue = try await database.read { try Self.next(now, $0) != nil }
    guard isDue, let (job, key) = try await database.write({ try Self.take(now, $0) }) else { return false }
    guard let viewer = try await database.read({ try Viewer(key: job.user, $0) }),
      let address = MailAddress(name: viewer.name, viewer.email)
    else {
      try await note(job, .failed)
      return true
    }
    let letter = post.letter(job, viewer, key)
    let message = MailMessage(
      from: post.sender, to: address, subject: letter.subject, text: letter.text, html: letter.html, date: now,
      id: "job.\(job.id).\(job.createdAt).\(job.state.rawValue)")
    do {
      try await post.mailer.send(message)
      try await note(job, .sent)
    } catch let failure as MailFailure {
      settings.onTrouble("A letter was not sent. \(failure.description)")
      try await note(job, failure)
    }
    return true
  }

  private static func next(_ now: Int, _ session: any SQLSession) throws -> Job? {
    try session.first(
      """
      SELECT \(sql: Job.columns) FROM jobs AS j WHERE j.mail = 'waiting' AND j.mail_due_at <= \(now)
      AND j.state IN ('done', 'failed') ORDER BY j.mail_due_at, j.key LIMIT 1
      """
    ) { Job($0) }
  }

  /// Each try has a key of its own, since keys are kept as hashes: whichever letter arrives, its link works.
  private static func take(_ now: Int, _ session: any SQLSession) throws -> (Job, key: String)? {
    guard let job = try next(now, session) else { return nil }
    let count = try session.run(
      """
      UPDATE jobs SET mail_due_at = \(now + patience), mail_failures = mail_failures + 1
      WHERE key = \(job.key) AND mail = 'waiting' AND mail_due_at <= \(now)
      """)
    guard count > 0 else { return nil }
    let key = Secret.random()
    try session.run("INSERT INTO job_keys (hash, job_key) VALUES (\(Secret.hash(key)), \(job.key))")
    return (job, key)
  }

  private func note(_ job: Job, _ mailing: Job.Mailing) async throws {
    _ = try await database.write { session in
      try session.run("UPDATE jobs SET mail = \(mailing.rawValue) WHERE key = \(job.key) AND mail = 'waiting'")
    }
  }

  /// Seconds until the next try: one, four, sixteen minutes, then every half hour.
  static func pause(after failures: Int) -> Int { [60, 240, 960, 1_800][min(max(failures, 1), 4) - 1] }

  private func note(_ job: Job, _ failure: MailFailure) async throws {
    guard failure.isTemporary else { return try await note(job, .failed) }
    let now = settings.machineNow()
    try await database.write { session in
      let failures = try session.number("SELECT mail_failures FROM jobs WHERE key = \(job.key)")
      guard failures < Self.tries else {
        try session.run("UPDATE jobs SET mail = 'failed' WHERE key = \(job.key) AND mail = 'waiting'")
        return
      }
      let pause = Self.pause(after: failures)
      try session.run("UPDATE jobs SET mail_due_at = \(now + pause) WHERE key = \(job.key) AND mail = 'waiting'")
    }
  }
}
