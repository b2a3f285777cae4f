import Jobs
import Records
import Reports
import Support

/// A queued or finished export, for `job.mustache`.
struct JobModel: TemplateModel {
  /// The name of its file, or what it will contain.
  let title: String
  /// The URL of its page.
  let href: String
  let state: String
  let tone: Tone
  /// While it runs.
  let progress: Progress?
  /// What went wrong, and what happens next.
  let problem: String?
  /// Rows, size, when it was requested, how long it is kept, the email.
  let facts: [String]
  /// The URL of the file, and of its separate manifest.
  let file: String?
  let about: String?
  /// The URL of the confirmation of cancelling.
  let cancel: String?
  /// The URL of the form that retries.
  let retry: String?

  /// Rows written of rows expected.
  struct Progress: TemplateModel {
    /// In percent; nil until the number of rows is known.
    var value: Int?
    let text: String
  }

  /// - Parameter isStillOpen: whether the viewer still has access to the file's data.
  init(_ job: Job, isStillOpen: Bool, _ visit: WebRequest) {
    let (language, page) = (visit.language, "/downloads/\(Query.encoded(job.id))")
    let hasFile = job.state == .done && isStillOpen
    title = job.title(language)
    href = page
    state = language("downloads_state_\(job.state.rawValue)")
    tone = Self.tones[job.state] ?? .plain
    progress = job.state == .running ? Progress(job, language) : nil
    problem = job.problem(isStillOpen: isStillOpen, visit)
    facts = job.facts(visit)
    file = hasFile ? "\(page)/file" : nil
    about = hasFile && job.order?.hasSideFile == true ? "\(page)/about" : nil
    cancel = job.state.isOpen ? "\(page)/cancel" : nil
    retry = job.canRetry(isStillOpen: isStillOpen) ? "\(page)/retry" : nil
  }

  private static let tones: [Job.State: Tone] = [.running: .info, .done: .good, .failed: .bad]
}

extension Job {
  fileprivate func canRetry(isStillOpen: Bool) -> Bool {
    state == .failed || state == .cancelled || state == .done && !isStillOpen
  }
}

extension JobModel.Progress {
  fileprivate init(_ job: Job, _ language: Language) {
    guard let expected = job.rowsExpected else {
      text = language("downloads_counting")
      return
    }
    let shown = min(job.rowsDone, expected)
    value = expected == 0 ? 0 : shown * 100 / expected
    text = language("downloads_progress", ["done": language.number(shown), "count": language.number(expected)])
  }
}

extension Job {
  fileprivate func facts(_ visit: WebRequest) -> [String] {
    let (language, shown) = (visit.language, visit.shown)
    var facts: [String] = []
    if state == .done { facts.append(language.plural("downloads_rows", rowsDone)) }
    if let size { facts.append(Self.sizeText(size, language)) }
    let asked = occasion == nil ? "downloads_asked" : "downloads_run"
    facts.append(language(asked, ["instant": shown.instant(createdAt)]))
    if let since = occasion?.lateSince {
      facts.append(language("downloads_run_late", ["instant": shown.instant(since)]))
    }
    if let expiresAt {
      facts.append(language("downloads_until", ["instant": shown.instant(expiresAt)]))
    }
    switch mailing {
    case .none: break
    case .waiting where state != .cancelled: facts.append(language("downloads_mail_waiting"))
    case .sent: facts.append(language("downloads_mail_sent"))
    default: facts.append(language("downloads_mail_failed"))
    }
    return facts
  }

  fileprivate func problem(isStillOpen: Bool, _ visit: WebRequest) -> String? {
    let language = visit.language
    if state == .done, !isStillOpen { return language("downloads_rights_changed") }
    guard let reason, state != .done else { return nil }
    let text = language("downloads_reason_\(reason.rawValue)")
    guard state == .waiting else { return text }
    return text + " " + language("downloads_again", ["instant": visit.shown.instant(dueAt)])
  }

  private static func sizeText(_ bytes: Int, _ language: Language) -> String {
    if bytes < 1_000_000 { return language("size_kb", ["size": language.number(max(1, (bytes + 500) / 1_000))]) }
    let tenths = (bytes + 50_000) / 100_000
    return language("size_mb", ["size": "\(language.number(tenths / 10)).\(tenths % 10)"])
  }
}

extension Job {
  /// For the API.
  var json: JSONValue {
    [
      "id": .string(id), "state": .string(state.rawValue), "file_name": .string(fileName),
      "rows_done": .integer(rowsDone), "rows_expected": rowsExpected.map(JSONValue.integer) ?? .null,
      "size": size.map(JSONValue.integer) ?? .null, "reason": .string(reason?.rawValue),
      "created_at": .instant(createdAt), "expires_at": .instant(expiresAt), "location": "/downloads/\(id)",
      "file": .string(state == .done ? "/downloads/\(id)/file" : nil),
      "about": .string(state == .done && order?.hasSideFile ?? false ? "/downloads/\(id)/about" : nil),
    ]
  }
}
