import Access
import Hummingbird
import Jobs

/// The viewer's own account: password, browsers, tokens, and who looked at their statistics.
enum AccountPage {
  /// What is said above the page.
  struct Note {
    let tone: String
    let message: String
  }

  private struct Content: Sendable {
    let hasPassword: Bool
    let sessions: Int
    let tokens: [Token]
    let views: AuditLog.Page
  }

  static func show(_ visit: Visit) async throws -> Response {
    let isChanged = try visit.query()["password"] == "changed"
    return try await page(
      visit, note: isChanged ? Note(tone: "good", message: visit.language("account_password_changed")) : nil)
  }

  /// - Parameter token: a token's secret, to be shown this once.
  static func page(
    _ visit: Visit, note: Note? = nil, token: String? = nil, status: HTTPResponse.Status = .ok
  ) async throws -> Response {
    let viewer = try visit.viewer
    let now = visit.services.settings.machineNow()
    // A form that is shown again has no query of its own.
    let query = visit.request.method == .get ? try visit.query() : try Query("")
    let before = try AuditTable.before(query)
    let content = try await visit.read { session in
      Content(
        hasPassword: try SignIn.hasPassword(viewer.key, session),
        sessions: try WebSession.count(of: viewer.key, now: now, session),
        tokens: try Token.all(of: viewer.key, session),
        views: try AuditLog(.about(viewer.key)).page(before: before, limit: AuditTable.rowsAPage, session))
    }
    var model: PageModel = [
      "account": ["email": viewer.email, "has_password": content.hasPassword] as PageModel,
      "sessions": visit.language.plural("account_sessions", content.sessions),
      "tokens": content.tokens.map { AccountTokens.model($0, visit, now: now) },
      "views": AuditTable(visit, query, path: "/account", linksPeople: false).model(content.views),
      "notes": note.map { [["tone": $0.tone, "message": $0.message] as PageModel] } ?? [],
      "least": String(Password.minimumLength),
    ]
    model["secret"] = token
    return try visit.page("account", model, status: status)
  }

  static func changePassword(_ visit: Visit) async throws -> Response {
    let fields = try await visit.form()
    let new = fields["new"] ?? ""
    if let fault = Password.fault(new, again: fields["again"] ?? "") {
      return try await refused(visit, "account_password_\(fault.rawValue)")
    }
    let (viewer, now) = (try visit.viewer, visit.services.settings.machineNow())
    let canMail = visit.services.settings.mail != nil
    do {
      let secret = try await SignIn(visit.services.database).change(
        of: viewer, from: fields["present"] ?? "", to: new, address: visit.address, now: now
      ) { session in
        try Audit.note("password.change", by: viewer, at: now, session)
        if canMail { try Notice.add(.password, to: viewer.key, now: now, session) }
      }
      guard let secret else { return try await refused(visit, "account_password_wrong") }
      var response = Response.redirect(to: "/account?password=changed", type: .normal)
      response.setCookie(SignInPage.cookie(secret, visit))
      return response
    } catch AccessDenied.tooManyFailures(let seconds) {
      let message = visit.language.plural("signin_too_many", (seconds + 59) / 60)
      var response = try await page(visit, note: Note(tone: "bad", message: message), status: .tooManyRequests)
      response.headers[.retryAfter] = String(seconds)
      return response
    }
  }

  private static func refused(_ visit: Visit, _ key: String) async throws -> Response {
    let message = visit.language(key, ["least": String(Password.minimumLength)])
    return try await page(visit, note: Note(tone: "bad", message: message), status: .unprocessableContent)
  }

  static func signOutEverywhere(_ visit: Visit) async throws -> Response {
    _ = try await visit.form()
    let viewer = try visit.viewer
    try await visit.write { try WebSession.closeAll(of: viewer.key, $0) }
    var response = Response.redirect(to: "/signin", type: .normal)
    response.setCookie(SignInPage.noCookie(visit))
    return response
  }
}
