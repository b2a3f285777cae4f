import Access
import Jobs
import Reports
import Spreadsheets

/// E-mails about accounts and scheduled reports, in the recipient's language.
struct NotificationEmails: Sendable {
  let services: Services
  let address: String

  func letter(_ notice: EmailNotification, _ viewer: Viewer, secret: String) -> JobSettings.Letter? {
    let language = services.pages.languages.language(for: viewer.language)
    let isOwners = notice.kind == .stopped && viewer.roles.seesSchedules
    let name = "notice_\(notice.kind.rawValue)" + (isOwners ? "_owner" : "")
    let values = values(of: notice, viewer, language)
    return EmailTemplate(services: services, language: language).letter(
      .init(
        subject: language("\(name)_subject", values), greeting: language("letter_greeting", values),
        happened: language(name, values),
        link: link(in: notice, viewer, secret), button: language("\(name)_button"),
        detail: language("\(name)_detail", values), foot: language("\(name)_foot", values)))
  }

  private func values(of notice: EmailNotification, _ viewer: Viewer, _ language: Language) -> [String: String] {
    var values = ["name": viewer.firstName]
    values["date"] = notice.about.map(services.settings.style.dateText(days:))
    values["instant"] = services.settings.style.instantText(seconds: notice.madeAt)
    values["zone"] = services.settings.timeZoneName
    values["report"] = notice.report?.title(language)
    return values
  }

  /// Only viewers who can take over a stopped report can open it.
  private static func path(of report: CustomReport, _ kind: EmailNotification.Kind, _ viewer: Viewer) -> String {
    guard kind == .stopped else { return "/reports/\(report.id)" + (kind == .pause ? "#schedule" : "") }
    return viewer.roles.seesSchedules ? "/reports/schedules" : "/reports"
  }

  private func link(in notice: EmailNotification, _ viewer: Viewer, _ secret: String) -> String {
    if let report = notice.report { return address + Self.path(of: report, notice.kind, viewer) }
    if notice.kind == .token { return "\(address)/account#tokens" }
    return secret.isEmpty ? "\(address)/" : PasswordPage.link(address, secret)
  }
}
