import Access
import Foundation
import Hummingbird
import Logging
import SingleSignOn

/// Signing in with the account of one's company, by OpenID Connect.
enum SingleSignOnPage {
  /// Holds the secret of the attempt, and where it is to lead; goes to these addresses alone.
  private static let cookie = "tallybook_sso"
  private static let secondsToSignIn = 900

  /// Sends the browser to the provider.
  static func start(_ visit: Visit) async throws -> Response {
    guard let provider = visit.services.provider else { throw AccessDenied.notFound }
    let returnTo = SignInPage.local(String((try visit.query()["return_to"] ?? "").prefix(2_000)))
    let attempt = SignInAttempt()
    do {
      let address = try await provider.address(
        for: attempt, redirect: redirect(visit, provider), now: visit.services.settings.machineNow())
      var response = Response.redirect(to: address, type: .normal)
      response.setCookie(
        cookie("\(attempt.secret).\(Query.encoded(returnTo))", visit, maxAge: secondsToSignIn))
      return response
    } catch let error as SingleSignOnError {
      return try failure(error, visit, returnTo)
    }
  }

  /// Takes the browser back from the provider, and signs its person in.
  static func finish(_ visit: Visit) async throws -> Response {
    guard let provider = visit.services.provider else { throw AccessDenied.notFound }
    let query = try visit.query()
    // Not every provider sends the state back with an error; nothing follows from one but a page.
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
    _ person: Person, _ attempt: SignInAttempt, _ settings: SingleSignOnSettings, _ visit: Visit, _ returnTo: String
  ) async throws -> Response {
    let former = visit.request.cookies[SignInPage.cookie]?.value
    let (now, site, client) = (visit.now, visit.services.settings, visit.client)
    let machineNow = site.machineNow()
    let (found, secret) = try await visit.write { session -> (SingleSignOnAccount.Found, String?) in
      let account = SingleSignOnAccount(
        person: person, settings: settings, canMail: site.mail != nil, now: now, machineNow: machineNow,
        session: session)
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
    _ found: SingleSignOnAccount.Found, _ visit: Visit, _ returnTo: String
  ) throws -> Response {
    switch found {
    case .unverified: return try refusal("sso_unverified", visit, returnTo, .forbidden)
    case .nobody, .user: return try refusal("sso_no_account", visit, returnTo, .forbidden)
    case .otherAccount(let user):
      visit.context.logger.warning(
        "A single sign-on was refused: the address is that of a user with another account of the same issuer",
        metadata: ["user": "\(user)"])
      return try refusal("sso_other_account", visit, returnTo, .forbidden)
    }
  }

  private static func attempt(_ visit: Visit) -> (SignInAttempt, returnTo: String)? {
    let parts = (visit.request.cookies[cookie]?.value ?? "").split(
      separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, let attempt = SignInAttempt(secret: String(parts[0])) else { return nil }
    return (attempt, SignInPage.local(parts[1].removingPercentEncoding))
  }

  private static func redirect(_ visit: Visit, _ provider: IdentityProvider) -> String {
    (provider.settings.publicURL ?? visit.origin) + SingleSignOnSettings.callback
  }

  /// What went wrong stands whole in the log; it names nobody.
  private static func failure(_ error: SingleSignOnError, _ visit: Visit, _ returnTo: String) throws -> Response {
    visit.context.logger.warning("A single sign-on failed", metadata: ["reason": "\(error)"])
    if case .refused = error { return try refusal("sso_refused", visit, returnTo, .forbidden) }
    return try refusal("sso_unreachable", visit, returnTo, .badGateway)
  }

  private static func refusal(
    _ words: String, _ visit: Visit, _ returnTo: String, _ status: HTTPResponse.Status
  ) throws -> Response {
    try SignInPage.form(visit, returnTo: returnTo, error: visit.language(words), status: status)
  }

  private static func cookie(_ value: String, _ visit: Visit, maxAge: Int) -> Cookie {
    Cookie(
      name: cookie, value: value, maxAge: maxAge, path: "/signin/sso", secure: visit.services.settings.isSecure,
      httpOnly: true, sameSite: .lax)
  }
}
