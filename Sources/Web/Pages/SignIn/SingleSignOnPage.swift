import Access
import Accounts
import Foundation
import Hummingbird
import Logging
import Records
import SingleSignOn
import Support

/// Signing in with OpenID Connect.
enum SingleSignOnPage {
  private static let secondsToSignIn = 900

  /// Redirects the browser to the provider.
  static func start(_ visit: WebRequest) async throws -> Response {
    guard let provider = visit.services.provider else { throw AccessDenied.notFound }
    let returnTo = Self.returnTo(try visit.query()["return_to"])
    let attempt = SignInAttempt()
    do {
      let address = try await provider.address(
        for: attempt, redirect: redirect(visit, provider), now: visit.services.settings.machineNow())
      var response = Response.redirect(to: address, type: .normal)
      response.setCookie(
        visit.set(.singleSignOn, "\(attempt.secret).\(Query.encoded(returnTo))", maxAge: secondsToSignIn))
      return response
    } catch let error as SingleSignOnError {
      return try failure(error, visit, returnTo)
    }
  }

  /// Receives the provider's redirect, and signs the person in.
  static func finish(_ visit: WebRequest) async throws -> Response {
    guard let provider = visit.services.provider else { throw AccessDenied.notFound }
    let query = try visit.query()
    // Not every provider returns the state with an error, which is harmless: it only leads to an error page.
    if query["error"] != nil { return try refusal("sso_cancelled", visit, attempt(visit)?.returnTo ?? "/", .forbidden) }
    guard let (attempt, returnTo) = attempt(visit), let code = query["code"], let state = query["state"],
      Secret.areEqual(state, attempt.state), (query["iss"] ?? provider.settings.issuer) == provider.settings.issuer
    else { return try refusal("sso_expired", visit, "/", .badRequest) }
    do {
      let now = visit.services.settings.machineNow()
      let person = try await provider.person(
        code: code, attempt, redirect: redirect(visit, provider), now: now)
      return try await signIn(person, attempt, provider.settings, visit, returnTo)
    } catch let error as SingleSignOnError {
      return try failure(error, visit, returnTo)
    }
  }

  private static func signIn(
    _ person: Person, _ attempt: SignInAttempt, _ settings: SingleSignOnSettings, _ visit: WebRequest,
    _ returnTo: String
  ) async throws -> Response {
    let former = visit.cookie(.session)
    let (now, site, client) = (visit.now, visit.services.settings, visit.client)
    let machineNow = site.machineNow()
    let (found, secret) = try await visit.write { session -> (SingleSignOnAccount.Found, String?) in
      let account = SingleSignOnAccount(
        person, settings, canMail: site.mail != nil, now: now, machineNow: machineNow, session)
      try account.use(attempt.nonce)
      let found = try account.find()
      guard case .user(let user) = found else { return (found, nil) }
      if let former { try WebSession.close(secret: former, session) }
      return (found, try WebSession.open(user: user, from: client, now: machineNow, session))
    }
    guard let session = secret else { return try refusal(found, visit, returnTo) }
    var response = Response.redirect(to: returnTo, type: .normal)
    response.setCookie(SignInPage.cookie(session, visit))
    return response
  }

  private static func refusal(
    _ found: SingleSignOnAccount.Found, _ visit: WebRequest, _ returnTo: String
  ) throws -> Response {
    switch found {
    case .unverified: return try refusal("sso_unverified", visit, returnTo, .forbidden)
    case .nobody, .user: return try refusal("sso_no_account", visit, returnTo, .forbidden)
    case .otherAccount(let user):
      visit.context.logger.warning(
        "Single sign-on was refused: a user with this address signs in with another account of the issuer",
        metadata: ["user": "\(user)"])
      return try refusal("sso_other_account", visit, returnTo, .forbidden)
    }
  }

  /// A URL that does not fit into the cookie is replaced by the start page.
  private static func returnTo(_ address: String?) -> String {
    let address = SignInPage.local(address)
    return Query.encoded(address).utf8.count <= 3_000 ? address : "/"
  }

  private static func attempt(_ visit: WebRequest) -> (SignInAttempt, returnTo: String)? {
    let parts = (visit.cookie(.singleSignOn) ?? "").splitBytes(at: ".", maxSplits: 1, keepsEmpty: true)
    guard parts.count == 2, let attempt = SignInAttempt(secret: parts[0]) else { return nil }
    return (attempt, SignInPage.local(PercentEncoding.decoded(parts[1].utf8)))
  }

  private static func redirect(_ visit: WebRequest, _ provider: IdentityProvider) -> String {
    (provider.settings.publicURL ?? visit.siteAddress) + SingleSignOnSettings.callback
  }

  /// The whole error is logged; it contains no personal data.
  private static func failure(_ error: SingleSignOnError, _ visit: WebRequest, _ returnTo: String) throws -> Response {
    visit.context.logger.warning("Single sign-on failed", metadata: ["reason": "\(error)"])
    if case .refused = error { return try refusal("sso_refused", visit, returnTo, .forbidden) }
    return try refusal("sso_unreachable", visit, returnTo, .badGateway)
  }

  private static func refusal(
    _ words: String, _ visit: WebRequest, _ returnTo: String, _ status: HTTPResponse.Status
  ) throws -> Response {
    try SignInPage.form(visit, returnTo: returnTo, error: visit.language(words), status: status)
  }
}
