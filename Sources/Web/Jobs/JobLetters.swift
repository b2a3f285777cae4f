import Access
import DatabaseAccess
import Jobs
import Logging
import Mail
import Reports

extension JobSettings {
  /// - Parameter listening: the address where the server listens, for links where no other is set.
  init(_ services: Services, _ listening: String, _ logger: Logger) {
    let settings = services.settings
    let letters = JobLetters(services: services, address: settings.address ?? listening)
    self.init(
      folder: services.folder, files: settings.files, workers: settings.workers,
      post: settings.mail.map { mail in
        Post(mailer: mail.mailer, sender: mail.sender) { letters.letter($0, $1, key: $2) }
      },
      now: settings.now, machineNow: settings.machineNow)
    onTrouble = { logger.error("A job had trouble", metadata: ["error": "\($0)"]) }
    settings.tuneJobs(&self)
  }
}

/// The letters that tell of files, in the language of those who get them.
struct JobLetters: Sendable {
  let services: Services
  let address: String

  func letter(_ job: Job, _ viewer: Viewer, key: String) -> JobSettings.Letter {
    let language = services.pages.languages.language(for: viewer.language)
    let shown = Shown(language: language, style: services.settings.style)
    let link = "\(address)/downloads/\(job.id)?key=\(key)"
    let values = [
      "file": job.title(language), "name": viewer.firstName, "until": job.expiresAt.map(shown.instant) ?? "",
      "rows": language.plural("downloads_rows", job.rowsDone),
    ]
    let kind = job.state == .done ? "done" : "failed"
    let lines = [
      language("letter_greeting", values), language("letter_\(kind)", values), link,
      language("letter_\(kind)_detail", values),
      language("letter_foot", values),
    ]
    let html = services.pages.render(
      "letter",
      [
        "language": ["code": language.code, "direction": language.direction], "text": language.lookup,
        "greeting": lines[0], "happened": lines[1], "link": link, "button": language("letter_open"), "detail": lines[3],
        "foot": lines[4],
      ])
    return .init(
      subject: language("letter_\(kind)_subject", values), text: lines.joined(separator: "\n\n") + "\n",
      html: html ?? lines.map(Self.escaped).joined(separator: "<br>"))
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
  }
}

extension Job {
  /// What people call it: the name of its file, or what it will hold.
  func title(_ language: Language) -> String {
    if let fileName { return fileName }
    guard let order else { return language("downloads_unknown") }
    if case .table(let kind, _) = order.content { return order.name ?? language("report_type_\(kind.word)") }
    return order.name ?? language("downloads_file_\(order.content.word)")
  }
}

extension FileContent {
  /// As it stands in keys of texts.
  fileprivate var word: String { kind.replacing("-", with: "_") }
}
