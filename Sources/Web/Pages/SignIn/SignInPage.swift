import Access
import Foundation
import Hummingbird
import Records
import SingleSignOn

/// Signing in and out.
enum SignInPage {
  /// For `signin.mustache`.
  struct Model: TemplateDocument {
    static let template = "signin"

    /// The previous input; empty at first.
    let email: String
    /// The URL after signing in.
    let returnTo: String
    let sso: SingleSignOn?
    let error: String?

    /// The link to single sign-on.
    struct SingleSignOn: TemplateModel {
      let address: String
      let label: String
    }
  }

  static func show(_ visit: WebRequest) async throws -> Response {
    if visit.isSignedIn { return .redirect(to: "/", type: .normal) }
    let query = try visit.query()
    let said = query["password"] == "set" ? visit.language("signin_password_set") : nil
    let hasOwner = await visit.services.ownerKnown.isTrue(visit.services.database)
    return try form(
      visit, returnTo: Self.local(query["return_to"]), said: said,
      warning: hasOwner ? nil : visit.language("signin_no_owner"))
  }

  static func signIn(_ visit: WebRequest) async throws -> Response {
    let fields = try await visit.formBeforeSignIn()
    let email = (fields["email"] ?? "").asciiTrimmed
    let returnTo = local(fields["return_to"])
    do {
      let session = try await visit.services.sessions.signIn.session(
        email: email, password: fields["password"] ?? "", from: visit.client,
        now: visit.services.settings.machineNow())
      guard let session else {
        return try form(
          visit, email: email, returnTo: returnTo, error: visit.language("signin_failed"), status: .unauthorized)
      }
      // Ends the previous session of this browser.
      if let former = visit.cookie(.session) { try await visit.services.sessions.end(former) }
      var response = Response.redirect(to: returnTo, type: .normal)
      response.setCookie(cookie(session, visit))
      return response
    } catch AccessDenied.tooManyFailures(let seconds) {
      var response = try form(
        visit, email: email, returnTo: returnTo,
        error: visit.language.plural("signin_too_many", (seconds + 59) / 60), status: .tooManyRequests)
      response.headers[.retryAfter] = String(seconds)
      return response
    }
  }

  static func signOut(_ visit: WebRequest) async throws -> Response {
    _ = try await visit.form()
    if let secret = visit.cookie(.session) { try await visit.services.sessions.end(secret) }
    var response = Response.redirect(to: "/signin", type: .normal)
    response.setCookie(noCookie(visit))
    return response
  }

  static func form(
    _ visit: WebRequest, email: String = "", returnTo: String, error: String? = nil, said: String? = nil,
    warning: String? = nil, status: HTTPResponse.Status = .ok
  ) throws -> Response {
    let notes = [said.map { Note(tone: .good, message: $0) }, warning.map { Note(tone: .warn, message: $0) }]
    let sso = visit.services.provider.map { provider in
      Model.SingleSignOn(
        address: "/signin/sso?return_to=" + Query.encoded(returnTo),
        label: visit.language("sso_button", ["name": provider.settings.label ?? visit.language("sso_company")]))
    }
    return try visit.pageBeforeSignIn(
      Model(email: email, returnTo: returnTo, sso: sso, error: error), status: status, notes: notes.compactMap { $0 })
  }

  /// The cookie of a new session.
  static func cookie(_ secret: String, _ visit: WebRequest) -> Cookie {
    visit.set(.session, secret, maxAge: WebSession.absoluteLimit)
  }

  /// Deletes the session cookie in the browser.
  static func noCookie(_ visit: WebRequest) -> Cookie { visit.expire(.session) }

  /// Only URLs of this site: a path of visible ASCII that is not `//host` or `/\host`, checked byte by byte.
  static func local(_ address: String?) -> String {
    let bytes = Array((address ?? "").utf8)
    guard let address, bytes.count <= returnLimit, bytes.first == UInt8(ascii: "/"),
      bytes.dropFirst().first != UInt8(ascii: "/"),
      bytes.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\\") })
    else { return "/" }
    return address
  }

  /// The longest URL that sign-in returns to, in bytes.
  private static let returnLimit = 8_000
}

extension WebRequest {
  /// A page with a form that is shown before sign-in: its CSRF secret is in a separate cookie.
  func pageBeforeSignIn(
    _ content: some TemplateDocument, status: HTTPResponse.Status, notes: [Note] = []
  ) throws -> Response {
    let secret = cookie(.form).flatMap { Secret.isWellFormed($0) ? $0 : nil } ?? Secret.random()
    var response = try page(content, status: status) { frame in
      frame.csrf = secret
      frame.notes = notes
    }
    response.setCookie(set(.form, secret))
    return response
  }

  /// The fields of such a form.
  func formBeforeSignIn() async throws -> Query {
    let fields = try await unguardedForm()
    let secret = cookie(.form) ?? ""
    guard !secret.isEmpty, Secret.areEqual(fields["csrf"] ?? "", secret) else { throw AccessDenied.forgedForm }
    return fields
  }
}
