import Access
import Hummingbird
import Jobs

/// The viewer's own account: password, active sessions, tokens, and who looked at their statistics.
enum AccountPage {
  /// For `account.mustache`.
  struct Model: TemplateDocument {
    static let template = "account"

    let email: String
    let hasPassword: Bool
    /// The minimum length of a new password.
    let least: Int
    /// The requirements of a new password.
    let hint: String
    let browsers: [AccountSessions.Model]
    let tokens: [AccountTokens.Model]
    /// The confirmation that a new token needs.
    let confirm: RecentSignIn.Form
    /// A new token, shown only this once.
    let secret: String?
    /// Who viewed the viewer's statistics.
    let views: Table
  }

  private struct Content: Sendable {
    let hasPassword: Bool
    let browsers: [WebSession.Browser]
    let tokens: [Token]
    let views: AuditLog.Page
  }

  static func show(_ visit: WebRequest) async throws -> Response {
    let isChanged = try visit.query()["password"] == "changed"
    return try await page(
      visit, note: isChanged ? Note(tone: .good, message: visit.language("account_password_changed")) : nil)
  }

  /// - Parameter token: a new token's secret, shown only this once.
  static func page(
    _ visit: WebRequest, note: Note? = nil, token: String? = nil, status: HTTPResponse.Status = .ok
  ) async throws -> Response {
    let viewer = try visit.viewer
    let now = visit.services.settings.machineNow()
    // A form that is shown again after an error has no query.
    let query = visit.request.method == .get ? try visit.query() : try Query("")
    let before = try AuditTable.before(query)
    let content = try await visit.read { session in
      Content(
        hasPassword: try SignIn.hasPassword(viewer.key, session),
        browsers: try WebSession.all(of: viewer.key, now: now, session),
        tokens: try Token.all(of: viewer.key, session),
        views: try AuditLog(.about(viewer.key)).page(before: before, limit: AuditTable.rowsAPage, session))
    }
    let least = Password.minimumLength
    let model = Model(
      email: viewer.email, hasPassword: content.hasPassword, least: least,
      hint: visit.language("password_hint", ["least": String(least)]),
      browsers: content.browsers.map { AccountSessions.model($0, visit) },
      tokens: AccountTokens.models(content.tokens, visit, now: now),
      confirm: RecentSignIn.Form(visit, hasPassword: content.hasPassword, returnTo: "/account#tokens"), secret: token,
      views: AuditTable(visit, query, path: "/account", linksPeople: false).model(content.views))
    return try visit.page(model, status: status) { frame in
      if let note { frame.notes = [note] }
    }
  }

  static func changePassword(_ visit: WebRequest) async throws -> Response {
    let fields = try await visit.form()
    let (new, viewer) = (fields["new"] ?? "", try visit.viewer)
    let owner = PasswordOwner(firstName: viewer.firstName, lastName: viewer.lastName, email: viewer.email)
    if let fault = await Password.fault(new, again: fields["again"] ?? "", of: owner) {
      return try await refused(visit, "account_password_\(fault.rawValue)")
    }
    let (now, canMail) = (visit.services.settings.machineNow(), visit.services.settings.mail != nil)
    do {
      let secret = try await visit.services.sessions.signIn.change(
        of: viewer, from: fields["present"] ?? "", to: new, client: visit.client, now: now
      ) { session in
        try Audit.note("password.change", by: viewer, at: now, session)
        if canMail { try EmailNotification.add(.password, to: viewer.key, now: now, session) }
      }
      guard let secret else { return try await refused(visit, "account_password_wrong") }
      var response = Response.redirect(to: "/account?password=changed", type: .normal)
      response.setCookie(SignInPage.cookie(secret, visit))
      return response
    } catch AccessDenied.tooManyFailures(let seconds) {
      return try await tooMany(visit, seconds)
    }
  }

  static func tooMany(_ visit: WebRequest, _ seconds: Int) async throws -> Response {
    let message = visit.language.plural("signin_too_many", (seconds + 59) / 60)
    var response = try await page(visit, note: Note(tone: .bad, message: message), status: .tooManyRequests)
    response.headers[.retryAfter] = String(seconds)
    return response
  }

  static func refused(
    _ visit: WebRequest, _ key: String, status: HTTPResponse.Status = .unprocessableContent
  ) async throws -> Response {
    let message = visit.language(key, ["least": String(Password.minimumLength)])
    return try await page(visit, note: Note(tone: .bad, message: message), status: status)
  }
}
