import Jobs

/// The layout of all e-mails: a greeting, what happened, a link, details, and why the recipient got it.
struct EmailTemplate: Sendable {
  let services: Services
  let language: Language

  struct Words {
    let subject: String
    let greeting: String
    let happened: String
    let link: String
    let button: String
    let detail: String
    let foot: String
  }

  func letter(_ words: Words) -> JobSettings.Letter {
    let lines = [words.greeting, words.happened, words.link, words.detail, words.foot]
    let html = services.pages.render(
      "letter",
      [
        "language": ["code": language.code, "direction": language.direction], "text": language.lookup,
        "greeting": words.greeting, "happened": words.happened, "link": words.link, "button": words.button,
        "detail": words.detail, "foot": words.foot,
      ])
    return .init(
      subject: words.subject, text: lines.joined(separator: "\n\n") + "\n",
      html: html ?? lines.map(\.html).joined(separator: "<br>"))
  }
}
