package import Access
package import Mail
package import Reports

/// What workers are told by whoever runs them.
package struct JobSettings: Sendable {
  package var folder: FileFolder
  package var files: FileSettings
  /// How many files are made at a time; each takes a core and a reader of the store. 0: another process makes them; all
  /// else happens here too.
  package var workers: Int
  /// nil: no letters are sent.
  package var post: Post?
  /// The instant that statistics are computed at.
  package var now: @Sendable () -> Int
  /// The machine's clock, by which leases and files expire.
  package var machineNow: @Sendable () -> Int
  /// What else is to be done by the clock, again and again; tells whether there was anything to do.
  package var chores: [@Sendable () async throws -> Bool] = []
  /// So many runs of a schedule in a row that nobody downloads pause it; 0: none do.
  package var unusedRuns = 3
  /// How long a worker without work waits before it looks again.
  package var pause: Duration = .milliseconds(500)
  /// How long a job may go on after the server was asked to stop, before it is handed back. None: the next server, which may
  /// be there already, makes the file sooner than this one, which is being ended.
  package var grace: Duration = .zero
  /// Told how many rows were written; may throw. For tests.
  package var onRows: @Sendable (Int) throws -> Void = { _ in }
  /// Told what goes wrong, for the log.
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

  /// How letters are written and sent.
  package struct Post: Sendable {
    package let mailer: any Mailer
    package let sender: MailAddress
    /// Writes the letter about a job, in the person's language.
    /// - Parameter key: opens the job's page; stands in the link.
    package let letter: @Sendable (_ job: Job, _ viewer: Viewer, _ key: String) -> Letter
    /// Writes a letter that is not about a job; nil: there is none to be written.
    /// - Parameter secret: that of the link in it; "" where it has none.
    package var notice: @Sendable (_ notice: Notice, _ viewer: Viewer, _ secret: String) -> Letter? = { _, _, _ in nil }

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
