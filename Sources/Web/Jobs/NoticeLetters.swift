import Access
import Jobs
import Spreadsheets

/// The letters about accounts, in the language of those who get them.
struct NoticeLetters: Sendable {
  let services: Services
  let address: String

  func letter(_ notice: Notice, _ viewer: Viewer, secret: String) -> JobSettings.Letter? {
    let language = services.pages.languages.language(for: viewer.language)
    let name = "notice_\(notice.kind.rawValue)"
    var values = ["name": viewer.firstName]
    values["date"] = notice.about.map(services.settings.style.dateText(days:))
    values["instant"] = services.settings.style.instantText(seconds: notice.madeAt)
    values["zone"] = services.settings.timeZoneName
    return LetterPaper(services: services, language: language).letter(
      .init(
        subject: language("\(name)_subject", values), greeting: language("letter_greeting", values),
        happened: language(name, values),
        link: secret.isEmpty ? "\(address)/" : PasswordPage.link(address, secret), button: language("\(name)_button"),
        detail: language("\(name)_detail", values), foot: language("\(name)_foot")))
  }
}
