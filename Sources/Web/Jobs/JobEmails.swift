import Access
import Accounts
import DatabaseAccess
import Jobs
import Logging
import Mail
import Reports
import Spreadsheets

extension JobSettings {
  /// - Parameter listening: the listening address, for links if no other is configured.
  init(_ services: Services, _ listening: String, _ logger: Logger) {
    let settings = services.settings
    let address = settings.address ?? listening
    let letters = JobEmails(services: services, address: address)
    let notices = NotificationEmails(services: services, address: address)
    self.init(
      folder: services.folder, files: settings.files, workers: settings.workers ?? 0,
      post: settings.mail.map { mail in
        var post = Post(mailer: mail.mailer, sender: mail.sender) { letters.letter($0, $1, key: $2) }
        post.notice = { notices.letter($0, $1, secret: $2) }
        return post
      },
      now: settings.now, machineNow: settings.machineNow)
    unusedRuns = settings.unusedRuns
    onTrouble = { logger.error("A background job failed", metadata: ["error": "\($0)"]) }
    let autoDeletion = AutoDeletion(
      services.database, settings.style.time, now: settings.now, machineNow: settings.machineNow,
      isMailed: settings.mail != nil, pause: settings.autoDeletionPause)
    periodicTasks = [{ try await autoDeletion.runIfDue() }]
    settings.tuneJobs(&self)
  }
}

/// E-mails about files, in the recipient's language.
struct JobEmails: Sendable {
  let services: Services
  let address: String

  func letter(_ job: Job, _ viewer: Viewer, key: String) -> JobSettings.Letter {
    let language = services.pages.languages.language(for: viewer.language)
    let shown = DisplayFormat(language: language, style: services.settings.style)
    let link = "\(address)/downloads/\(job.id)?key=\(key)"
    let values = [
      "file": job.title(language), "name": viewer.firstName, "until": job.expiresAt.map(shown.instant) ?? "",
      "rows": language.plural("downloads_rows", job.rowsDone),
    ]
    let kind = job.state == .done ? "done" : "failed"
    let run = job.occasion.map { RunWords(occasion: $0, isDone: job.state == .done, address: address, language, shown) }
    return EmailTemplate(services: services, language: language).letter(
      .init(
        subject: language("letter_\(kind)_subject", values), greeting: language("letter_greeting", values),
        happened: run?.happened(values) ?? language("letter_\(kind)", values), link: link,
        button: language("letter_open"), detail: language("letter_\(kind)_detail", values),
        foot: run?.foot ?? language("letter_foot", values)))
  }
}

/// The texts of an e-mail about a scheduled run.
struct RunWords {
  private let occasion: ScheduledRun
  private let isDone: Bool
  private let address: String
  private let language: Language
  private let shown: DisplayFormat

  init(occasion: ScheduledRun, isDone: Bool, address: String, _ language: Language, _ shown: DisplayFormat) {
    self.occasion = occasion
    self.isDone = isDone
    self.address = address
    self.language = language
    self.shown = shown
  }

  func happened(_ values: [String: String]) -> String {
    var sentences = [language(isDone ? "letter_run" : "letter_run_failed", values)]
    if let since = occasion.lateSince {
      sentences.append(language("letter_run_late", ["instant": shown.instant(since)]))
      sentences.append(language.plural("letter_run_missed", occasion.count))
    }
    if occasion.isLastUnused { sentences.append(language("letter_run_unused")) }
    return sentences.joined(separator: " ")
  }

  var foot: String {
    let values = ["link": "\(address)/reports/\(occasion.report)", "owner": occasion.owner ?? ""]
    return language(occasion.owner == nil ? "letter_run_foot" : "letter_run_foot_shared", values)
  }
}

extension Job {
  /// The title for people: the file name, or what the file will contain.
  func title(_ language: Language) -> String {
    if let fileName { return fileName }
    guard let order else { return language("downloads_unknown") }
    if case .table(let kind, _) = order.content { return order.name ?? language("report_type_\(kind.word)") }
    return order.name ?? language("downloads_file_\(order.content.word)")
  }
}

extension ExportKind {
  /// As part of a text key.
  fileprivate var word: String { kind.replacing("-", with: "_") }
}
