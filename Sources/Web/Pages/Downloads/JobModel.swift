import Jobs
import Records
import Reports
import Support

/// A file, for `job.mustache`.
struct JobModel {
  private let job: Job
  private let isStillOpen: Bool
  private let visit: WebRequest
  private var language: Language { visit.language }
  private var page: String { "/downloads/\(Query.encoded(job.id))" }

  /// - Parameter isStillOpen: whether the viewer still has access to the file's data.
  init(_ job: Job, isStillOpen: Bool, _ visit: WebRequest) {
    self.job = job
    self.isStillOpen = isStillOpen
    self.visit = visit
  }

  var model: PageModel {
    var model: PageModel = [
      "title": job.title(language), "href": page, "state": language("downloads_state_\(job.state.rawValue)"),
      "tone": Self.tones[job.state] ?? "plain", "facts": facts,
    ]
    if job.state == .running { model["progress"] = progress }
    model["problem"] = problem
    if job.state == .done, isStillOpen {
      model["file"] = "\(page)/file"
      if job.order?.hasSideFile ?? false { model["about"] = "\(page)/about" }
    }
    if job.state.isOpen { model["cancel"] = "\(page)/cancel" }
    if [.failed, .cancelled].contains(job.state) || job.state == .done && !isStillOpen {
      model["retry"] = "\(page)/retry"
    }
    return model
  }

  private static let tones: [Job.State: String] = [
    .waiting: "plain", .running: "info", .done: "good", .failed: "bad", .cancelled: "plain",
  ]

  /// Rows written of rows expected; indeterminate until the number of rows is known.
  private var progress: PageModel {
    guard let expected = job.rowsExpected else { return ["text": language("downloads_counting")] }
    let shown = min(job.rowsDone, expected)
    return [
      "value": expected == 0 ? 0 : shown * 100 / expected,
      "text": language("downloads_progress", ["done": language.number(shown), "count": language.number(expected)]),
    ]
  }

  private var facts: [String] {
    let shown = visit.shown
    var facts: [String] = []
    if job.state == .done { facts.append(language.plural("downloads_rows", job.rowsDone)) }
    if let size = job.size { facts.append(sizeText(size)) }
    let asked = job.occasion == nil ? "downloads_asked" : "downloads_run"
    facts.append(language(asked, ["instant": shown.instant(job.createdAt)]))
    if let since = job.occasion?.lateSince {
      facts.append(language("downloads_run_late", ["instant": shown.instant(since)]))
    }
    if let expiresAt = job.expiresAt {
      facts.append(language("downloads_until", ["instant": shown.instant(expiresAt)]))
    }
    switch job.mailing {
    case .none: break
    case .waiting where job.state != .cancelled: facts.append(language("downloads_mail_waiting"))
    case .sent: facts.append(language("downloads_mail_sent"))
    default: facts.append(language("downloads_mail_failed"))
    }
    return facts
  }

  /// What went wrong, and what happens next.
  private var problem: String? {
    if job.state == .done, !isStillOpen { return language("downloads_rights_changed") }
    guard let reason = job.reason, job.state != .done else { return nil }
    let text = language("downloads_reason_\(reason.rawValue)")
    guard job.state == .waiting else { return text }
    return text + " " + language("downloads_again", ["instant": visit.shown.instant(job.dueAt)])
  }

  private func sizeText(_ bytes: Int) -> String {
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
