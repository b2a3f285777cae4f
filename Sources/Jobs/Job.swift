import DatabaseAccess
package import Reports

/// A file that is created in the background for a user, with the rights the user has at that time.
package struct Job: Sendable {
  package enum State: String, Sendable, CaseIterable {
    case waiting, running, done, failed, cancelled

    /// Whether the job is still to be worked on.
    package var isOpen: Bool { self == .waiting || self == .running }
  }

  /// The state of the email about the job.
  package enum Mailing: String, Sendable {
    case none, waiting, sent, failed
  }

  package let key: Int
  /// Used in URLs.
  package let id: String
  package let user: Int
  /// Nil if a newer version wrote it.
  package let order: ExportRequest?
  package let state: State
  package let createdAt: Int
  /// When the next try is due.
  package let dueAt: Int
  package let failures: Int
  /// Why the last try failed.
  package let reason: JobFailure?
  package let rowsExpected: Int?
  package let rowsDone: Int
  /// Name in the folder of files; nil until there is a file.
  package let file: String?
  /// The name under which it is downloaded.
  package let fileName: String?
  package let size: Int?
  package let expiresAt: Int?
  package let mailing: Mailing
  /// The run of a schedule that created the job; nil if a user requested it.
  package let occasion: ScheduledRun?
  let run: Int?

  static let columns: SQLText = """
    j.key, j.id, j.user_key, j.request, j.state, j.created_at, j.due_at, j.failures, j.reason, j.rows_expected,
    j.rows_done, j.file, j.file_name, j.size, j.expires_at,
    (SELECT l.state FROM letters AS l WHERE l.job_key = j.key), j.occasion, j.run_key
    """

  init(_ row: any SQLRow) {
    key = row.integer(at: 0)
    id = row.text(at: 1)
    user = row.integer(at: 2)
    order = ExportRequest(text: row.text(at: 3))
    state = State(rawValue: row.text(at: 4)) ?? .failed
    createdAt = row.integer(at: 5)
    dueAt = row.integer(at: 6)
    failures = row.integer(at: 7)
    reason = row.text(8).map { JobFailure(rawValue: $0) ?? .internalError }
    rowsExpected = row.integer(9)
    rowsDone = row.integer(at: 10)
    file = row.text(11)
    fileName = row.text(12)
    size = row.integer(13)
    expiresAt = row.integer(14)
    mailing = row.text(15).flatMap(Mailing.init) ?? .none
    occasion = row.text(16).flatMap { ScheduledRun(text: $0) }
    run = row.integer(17)
  }
}
