import Jobs

/// The layout of all e-mails: a greeting, what happened, a link, details, and why the recipient got it.
struct EmailTemplate: Sendable {
  let services: Services
  let language: Language

  /// For `letter.mustache`.
  struct Document: TemplateDocument {
    static let template = "letter"

    let language: LanguageTag
    let greeting: String
    let happened: String
    /// A URL.
    let link: String
    let button: String
    let detail: String
    let foot: String
  }

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
    let html = try? services.pages.html(
      Document(
        language: LanguageTag(language), greeting: words.greeting, happened: words.happened, link: words.link,
        button: words.button, detail: words.detail, foot: words.foot), language)
    return .init(
      subject: words.subject, text: lines.joined(separator: "\n\n") + "\n",
      html: html ?? lines.map(\.html).joined(separator: "<br>"))
  }
}
