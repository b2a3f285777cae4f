package import Access
package import Mail
package import Reports

/// Settings of the workers.
package struct JobSettings: Sendable {
  package var folder: FileFolder
  package var files: FileSettings
  /// The number of files created concurrently; each uses a core and a reader of the store. 0: another process creates
  /// them; all other tasks still run here.
  package var workers: Int
  /// Nil: no emails are sent.
  package var post: Post?
  /// The instant at which statistics are computed.
  package var now: @Sendable () -> Int
  /// The machine's clock, for the expiry of leases and files.
  package var machineNow: @Sendable () -> Int
  /// Further periodic tasks; each returns whether it did anything.
  package var periodicTasks: [@Sendable () async throws -> Bool] = []
  /// The number of consecutive unused runs that pauses a schedule; 0: never.
  package var unusedRuns = 3
  /// How long an idle worker waits before it looks for work again.
  package var pause: Duration = .milliseconds(500)
  /// How long a job may continue after the server was asked to stop, before it is released. Zero by default: the next
  /// server, which may already be running, creates the file sooner than this one.
  package var grace: Duration = .zero
  /// Called with the number of rows written; may throw. For tests.
  package var onRows: @Sendable (Int) throws -> Void = { _ in }
  /// Called with errors, for the log.
  package var onTrouble: @Sendable (String) -> Void = { _ in }

  package init(
    folder: FileFolder, files: FileSettings, workers: Int, post: Post?, now: @escaping @Sendable () -> Int,
    machineNow: @escaping @Sendable () -> Int
  ) {
    self.folder = folder
    self.files = files
    self.workers = workers
    self.post = post
    self.now = now
    self.machineNow = machineNow
  }

  /// How emails are written and sent.
  package struct Post: Sendable {
    package let mailer: any Mailer
    package let sender: MailAddress
    /// Writes the email about a job, in the user's language.
    /// - Parameter key: grants access to the job's page; part of the link.
    package let letter: @Sendable (_ job: Job, _ viewer: Viewer, _ key: String) -> Letter
    /// Writes an email that is not about a job; nil if it should not be sent.
    /// - Parameter secret: the secret of its link; "" if it has none.
    package var notice: @Sendable (_ notice: EmailNotification, _ viewer: Viewer, _ secret: String) -> Letter? = {
      _, _, _ in nil
    }

    package init(
      mailer: any Mailer, sender: MailAddress, letter: @escaping @Sendable (Job, Viewer, String) -> Letter
    ) {
      self.mailer = mailer
      self.sender = sender
      self.letter = letter
    }
  }

  package struct Letter: Sendable {
    package let subject: String
    package let text: String
    package let html: String

    package init(subject: String, text: String, html: String) {
      self.subject = subject
      self.text = text
      self.html = html
    }
  }
}
