import Access
import Foundation
import Hummingbird
import SingleSignOn

/// Signing in and out.
enum SignInPage {
  static let cookie = "tallybook_session"
  private static let formCookie = "tallybook_form"

  static func show(_ visit: Visit) async throws -> Response {
    if visit.isSignedIn { return .redirect(to: "/", type: .normal) }
    let query = try visit.query()
    return try form(visit, returnTo: Self.local(query["return_to"]))
  }

  static func signIn(_ visit: Visit) async throws -> Response {
    let fields = try await visit.unguardedForm()
    // Nobody is signed in yet, so the secret stands in a cookie of its own.
    let secret = visit.request.cookies[formCookie]?.value ?? ""
    guard !secret.isEmpty, Secret.areEqual(fields["csrf"] ?? "", secret) else { throw AccessDenied.forgedForm }
    let email = (fields["email"] ?? "").trimmingCharacters(in: .whitespacesAndNewlines)
    let returnTo = local(fields["return_to"])
    do {
      let session = try await SignIn(visit.services.database).session(
        email: email, password: fields["password"] ?? "", address: visit.context.address,
        now: visit.services.settings.machineNow())
      guard let session else {
        return try form(
          visit, email: email, returnTo: returnTo, error: visit.language("signin_failed"), status: .unauthorized)
      }
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

  static func signOut(_ visit: Visit) async throws -> Response {
    _ = try await visit.form()
    if let secret = visit.request.cookies[cookie]?.value {
      try await visit.write { try WebSession.close(secret: secret, $0) }
    }
    var response = Response.redirect(to: "/signin", type: .normal)
    response.setCookie(noCookie(visit))
    return response
  }

  static func form(
    _ visit: Visit, email: String = "", returnTo: String, error: String? = nil, status: HTTPResponse.Status = .ok
  ) throws -> Response {
    let secret = visit.request.cookies[formCookie]?.value ?? Secret.random()
    var model: PageModel = ["csrf": secret, "email": email, "return_to": returnTo]
    model["error"] = error
    if let provider = visit.services.provider {
      model["sso"] =
        [
          "address": "/signin/sso?return_to=" + Query.encoded(returnTo),
          "label": visit.language("sso_button", ["name": provider.settings.label ?? visit.language("sso_company")]),
        ] as PageModel
    }
    var response = try visit.page("signin", model, status: status)
    response.setCookie(
      Cookie(
        name: formCookie, value: secret, path: "/signin", secure: visit.services.settings.isSecure, httpOnly: true,
        sameSite: .strict))
    return response
  }

  /// The cookie of a session that begins.
  static func cookie(_ secret: String, _ visit: Visit) -> Cookie {
    cookie(secret, visit, maxAge: WebSession.absoluteLimit)
  }

  /// Takes the browser's cookie away.
  static func noCookie(_ visit: Visit) -> Cookie { cookie("", visit, maxAge: 0) }

  private static func cookie(_ secret: String, _ visit: Visit, maxAge: Int) -> Cookie {
    Cookie(
      name: cookie, value: secret, maxAge: maxAge, path: "/", secure: visit.services.settings.isSecure, httpOnly: true,
      sameSite: .lax)
  }

  /// Only addresses of this site: a path that is not `//host` or `/\host`.
  static func local(_ address: String?) -> String {
    guard let address, address.hasPrefix("/"), !address.hasPrefix("//"), !address.contains("\\"),
      address.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0.value != 0x7F })
    else { return "/" }
    return address
  }
}
