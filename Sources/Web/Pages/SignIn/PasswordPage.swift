import Access
import Foundation
import Hummingbird
import Jobs
import Records

/// Setting a password by a link, which is e-mailed or passed on by hand.
enum PasswordPage {
  /// For `password.mustache`.
  struct Model: TemplateDocument {
    static let template = "password"

    let title: String
    /// nil: the link is not valid any more.
    let form: Form?

    struct Form: TemplateModel {
      /// The user whose password it sets.
      let email: String
      /// The minimum length of the password.
      let least: Int
      /// The requirements.
      let hint: String
      let error: String?
    }
  }

  private static let path = "/signin/password"
  private static let secondsToType = 3_600

  /// The URL of the link. Opening it does not use it up, because mail scanners open links before people do.
  static func link(_ address: String, _ secret: String) -> String { "\(address)\(path)?key=\(secret)" }

  static func show(_ visit: WebRequest) async throws -> Response {
    if let key = try visit.query()["key"] {
      // Only well-formed secrets are put into a cookie.
      guard Secret.isWellFormed(key) else { return try expired(visit) }
      var response = Response.redirect(to: path, type: .normal)
      response.setCookie(visit.set(.password, key, maxAge: secondsToType))
      return response
    }
    guard let (_, link) = try await found(visit) else { return try expired(visit) }
    return try form(visit, link)
  }

  static func set(_ visit: WebRequest) async throws -> Response {
    let fields = try await visit.formBeforeSignIn()
    let new = fields["new"] ?? ""
    guard let (secret, link) = try await found(visit) else { return try expired(visit) }
    let owner = PasswordOwner(firstName: link.firstName, lastName: link.lastName, email: link.email)
    if let fault = await Password.fault(new, again: fields["again"] ?? "", of: owner) {
      return try form(visit, link, fault)
    }
    let hash = await Password.hash(new)
    let now = visit.services.settings.machineNow()
    let (canMail, address) = (visit.services.settings.mail != nil, visit.client.address)
    let isUsed = try await visit.write { session in
      let hadPassword = try SignIn.hasPassword(link.user, session)
      guard let used = try PasswordLink.use(secret, passwordHash: hash, from: address, now: now, session)
      else { return false }
      try Audit.note(
        "password.set", by: nil, subject: used.user, filters: "way=\(used.kind.rawValue)", at: now, session)
      if canMail, hadPassword { try EmailNotification.add(.password, to: used.user, now: now, session) }
      return true
    }
    guard isUsed else { return try expired(visit) }
    var response = Response.redirect(to: "/signin?password=set", type: .normal)
    response.setCookie(visit.expire(.password))
    return response
  }

  private static func found(_ visit: WebRequest) async throws -> (secret: String, link: PasswordLink)? {
    guard let secret = visit.cookie(.password) else { return nil }
    let now = visit.services.settings.machineNow()
    return try await visit.read { try PasswordLink(secret: secret, now: now, $0) }.map { (secret, $0) }
  }

  private static func form(_ visit: WebRequest, _ link: PasswordLink, _ fault: Password.Fault? = nil) throws -> Response
  {
    let language = visit.language
    let least = ["least": String(Password.minimumLength)]
    let form = Model.Form(
      email: link.email, least: Password.minimumLength, hint: language("password_hint", least),
      error: fault.map { language("password_\($0.rawValue)", least) })
    return try visit.pageBeforeSignIn(
      Model(title: language("password_\(link.kind.rawValue)_title"), form: form),
      status: fault == nil ? .ok : .unprocessableContent)
  }

  private static func expired(_ visit: WebRequest) throws -> Response {
    try visit.pageBeforeSignIn(
      Model(title: visit.language("password_expired_title"), form: nil), status: .gone)
  }
}

/// Requesting an e-mail to reset a password. Neither the response nor its timing depends on whether the address exists:
/// the account is looked up later, when the e-mail is sent.
enum ForgottenPage {
  /// For `forgotten.mustache`.
  struct Model: TemplateDocument {
    static let template = "forgotten"

    /// The previous input; empty at first.
    let email: String
    let hasForm: Bool
    /// Whether no mail is configured.
    let hasNoMail: Bool
    /// The confirmation, whether or not the address exists.
    let sent: String?
    let error: String?
  }

  static func show(_ visit: WebRequest) async throws -> Response { try page(visit) }

  static func ask(_ visit: WebRequest) async throws -> Response {
    let fields = try await visit.formBeforeSignIn()
    guard visit.services.settings.mail != nil else { return try page(visit) }
    let email = (fields["email"] ?? "").asciiTrimmed
    guard !email.isEmpty, email.utf8.count <= 320 else {
      return try page(visit, email: email, error: visit.language("member_error_email"), status: .unprocessableContent)
    }
    let (address, now) = (visit.client.address.text, visit.services.settings.machineNow())
    do {
      try await visit.write {
        try EmailNotification.askForReset(of: EmailAddress.lookup(email), from: address, now: now, $0)
      }
      return try page(visit, email: email, isSent: true)
    } catch AccessDenied.tooManyFailures(let seconds) {
      var response = try page(
        visit, email: email, error: visit.language.plural("signin_too_many", (seconds + 59) / 60),
        status: .tooManyRequests)
      response.headers[.retryAfter] = String(seconds)
      return response
    }
  }

  private static func page(
    _ visit: WebRequest, email: String = "", isSent: Bool = false, error: String? = nil,
    status: HTTPResponse.Status = .ok
  ) throws -> Response {
    let canMail = visit.services.settings.mail != nil
    return try visit.pageBeforeSignIn(
      Model(
        email: email, hasForm: canMail && !isSent, hasNoMail: !canMail,
        sent: isSent ? visit.language("forgotten_sent", ["email": email]) : nil, error: error), status: status)
  }
}
