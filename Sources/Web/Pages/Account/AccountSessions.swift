import Access
import Hummingbird

/// The viewer's active sessions, each of which can be ended.
enum AccountSessions {
  struct Model: TemplateModel {
    let name: String
    /// Whether it is the session of this request.
    let isThis: Bool
    let facts: String
    /// The URL of the confirmation of signing out.
    let end: String
  }

  static func model(_ browser: WebSession.Browser, _ visit: WebRequest) -> Model {
    Model(
      name: BrowserName(browser.agent).shown(visit.language), isThis: browser.id == visit.session,
      facts: facts(browser, visit).joined(separator: " · "), end: "/account/sessions/\(browser.id)/end")
  }

  private static func facts(_ browser: WebSession.Browser, _ visit: WebRequest) -> [String] {
    let (language, shown) = (visit.language, visit.shown)
    return [
      browser.address.map { language("session_address", ["address": $0]) },
      language("session_opened", ["date": shown.instant(browser.openedAt)]),
      language("session_seen", ["date": shown.instant(browser.seenAt)]),
    ].compactMap { $0 }
  }

  static func askEnd(_ visit: WebRequest) async throws -> Response {
    let (id, viewer, now) = (try visit.parameter("session"), try visit.viewer, visit.services.settings.machineNow())
    let browsers = try await visit.read { try WebSession.all(of: viewer.key, now: now, $0) }
    guard let browser = browsers.first(where: { $0.id.utf8.elementsEqual(id.utf8) }) else {
      throw AccessDenied.notFound
    }
    let language = visit.language
    let name = BrowserName(browser.agent).shown(language)
    return try Question(
      title: language("session_end_question", ["name": name]),
      lines: [facts(browser, visit).joined(separator: " · "), language("session_end_about")],
      button: language("session_end"), action: "/account/sessions/\(browser.id)/end", back: "/account"
    ).answer(visit)
  }

  static func end(_ visit: WebRequest) async throws -> Response {
    _ = try await visit.form()
    let (id, viewer, now) = (try visit.parameter("session"), try visit.viewer, visit.services.settings.machineNow())
    try await visit.write { session in
      guard try WebSession.end(id, of: viewer.key, session) else { throw AccessDenied.notFound }
      try Audit.note("session.end", by: viewer, at: now, session)
    }
    return .redirect(to: id == visit.session ? "/signin" : "/account#sessions", type: .normal)
  }

  static func askEverywhere(_ visit: WebRequest) async throws -> Response {
    let (viewer, now, language) = (try visit.viewer, visit.services.settings.machineNow(), visit.language)
    let (browsers, tokens) = try await visit.read { session in
      (
        try WebSession.all(of: viewer.key, now: now, session).count,
        try Token.all(of: viewer.key, session).count { $0.isLive(now: now) }
      )
    }
    return try Question(
      title: language("account_everywhere_question"),
      lines: [language.plural("account_everywhere_browsers", browsers)]
        + (tokens > 0 ? [language.plural("account_everywhere_tokens", tokens)] : []),
      button: language("account_sign_out_everywhere"), action: "/account/sessions", back: "/account"
    ).answer(visit)
  }

  /// Ends all sessions and revokes all tokens: an attacker with a session could have created a token, and vice versa.
  static func signOutEverywhere(_ visit: WebRequest) async throws -> Response {
    _ = try await visit.form()
    let (viewer, now) = (try visit.viewer, visit.services.settings.machineNow())
    try await visit.write { session in
      try WebSession.closeAll(of: viewer.key, session)
      try Token.revokeAll(of: viewer.key, now: now, session)
      try Audit.note("session.end-all", by: viewer, at: now, session)
    }
    var response = Response.redirect(to: "/signin", type: .normal)
    response.setCookie(SignInPage.noCookie(visit))
    return response
  }
}

/// A short name of a browser from its User-Agent.
struct BrowserName {
  /// The first match counts: most browsers also name others.
  private static let browsers = [
    ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser/", "Samsung Internet"), ("Vivaldi/", "Vivaldi"),
    ("FxiOS/", "Firefox"), ("Firefox/", "Firefox"), ("CriOS/", "Chrome"), ("Chrome/", "Chrome"),
    ("Chromium/", "Chromium"), ("Safari/", "Safari"), ("curl/", "curl"),
  ]
  private static let systems = [
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("CrOS", "ChromeOS"),
    ("Mac OS X", "macOS"), ("Macintosh", "macOS"), ("Linux", "Linux"),
  ]

  let browser: String?
  let system: String?

  init(_ agent: String) {
    browser = Self.browsers.first { agent.contains($0.0) }?.1
    system = Self.systems.first { agent.contains($0.0) }?.1
  }

  func shown(_ language: Language) -> String {
    switch (browser, system) {
    case (let browser?, let system?): language("session_browser", ["browser": browser, "system": system])
    case (let name?, nil), (nil, let name?): name
    case (nil, nil): language("session_unknown")
    }
  }
}
