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

  /// Reads a job from the table `jobs AS j`.
  static let reader = RowReader { Job(&$0) }

  private init(_ row: inout NamedColumns) {
    key = row.integer(at: "j.key")
    id = row.text(at: "j.id")
    user = row.integer(at: "j.user_key")
    order = ExportRequest(text: row.text(at: "j.request"))
    state = State(rawValue: row.text(at: "j.state")) ?? .failed
    createdAt = row.integer(at: "j.created_at")
    dueAt = row.integer(at: "j.due_at")
    failures = row.integer(at: "j.failures")
    reason = row.text("j.reason").map { JobFailure(rawValue: $0) ?? .internalError }
    rowsExpected = row.integer("j.rows_expected")
    rowsDone = row.integer(at: "j.rows_done")
    file = row.text("j.file")
    fileName = row.text("j.file_name")
    size = row.integer("j.size")
    expiresAt = row.integer("j.expires_at")
    mailing = row.text("(SELECT l.state FROM letters AS l WHERE l.job_key = j.key)").flatMap(Mailing.init) ?? .none
    occasion = row.text("j.occasion").flatMap { ScheduledRun(text: $0) }
    run = row.integer("j.run_key")
  }
}
