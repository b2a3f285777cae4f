import Access
import Calendar
import Hummingbird
import Jobs
import Spreadsheets

/// The viewer's own tokens.
enum AccountTokens {
  private static let nameLimit = 100
  /// How long an expired or revoked token is still listed, in seconds.
  private static let memory = 30 * 86_400

  struct Model: TemplateModel {
    let name: String
    /// When it expires or was revoked, in words.
    let state: String
    let tone: Tone
    let facts: String
    /// The URL of the confirmation of revoking it; nil if it is revoked.
    let revoke: String?
  }

  /// Active tokens, and those that ended recently.
  static func models(_ tokens: [Token], _ visit: WebRequest, now: Int) -> [Model] {
    tokens.filter { token in
      token.isLive(now: now) || (token.revokedAt ?? token.expiresAt).map { $0 > now - memory } ?? true
    }.map { model($0, visit, now: now) }
  }

  private static func model(_ token: Token, _ visit: WebRequest, now: Int) -> Model {
    let (language, shown) = (visit.language, visit.shown)
    let used =
      token.lastUsedAt.map { language("token_used", ["date": shown.instant($0)]) } ?? language("token_never_used")
    let facts = [
      language(token.isReadOnly ? "token_read_only" : "token_read_write"),
      language("token_made", ["date": shown.instant(token.createdAt)]), used,
    ]
    return Model(
      name: name(of: token, language), state: state(of: token, visit), tone: token.isLive(now: now) ? .plain : .bad,
      facts: facts.joined(separator: " · "),
      revoke: token.revokedAt == nil ? "/account/tokens/\(token.key)/revoke" : nil)
  }

  private static func state(of token: Token, _ visit: WebRequest) -> String {
    let (language, shown) = (visit.language, visit.shown)
    return token.revokedAt.map { language("token_revoked", ["date": shown.instant($0)]) }
      ?? token.expiresAt.map { language("token_expires", ["date": shown.instant($0)]) } ?? language("token_endless")
  }

  private static func name(of token: Token, _ language: Language) -> String {
    token.name.isEmpty ? language("token_unnamed") : token.name
  }

  static func create(_ visit: WebRequest) async throws -> Response {
    let fields = try await visit.form()
    let name = fields["name"] ?? ""
    guard name.unicodeScalars.count <= nameLimit else {
      throw BadRequest("name", "is longer than \(nameLimit) characters")
    }
    let expiresAt = try expiry(fields["expires"], visit)
    let isReadOnly = fields["access"] != "write"
    do { try await RecentSignIn.check(visit, password: fields["password"]) } catch RecentSignIn.Fault.noPassword {
      return try await AccountPage.refused(visit, "account_token_sign_in", status: .forbidden)
    } catch RecentSignIn.Fault.wrongPassword {
      return try await AccountPage.refused(visit, "account_token_password_wrong")
    } catch AccessDenied.tooManyFailures(let seconds) {
      return try await AccountPage.tooMany(visit, seconds)
    }
    let (viewer, now) = (try visit.viewer, visit.services.settings.machineNow())
    let canMail = visit.services.settings.mail != nil
    let filters = "name=\(Query.encoded(name))&access=\(isReadOnly ? "read" : "write")"
    let secret = try await visit.write { session in
      try Audit.note("token.create", by: viewer, filters: filters, at: now, session)
      if canMail { try EmailNotification.add(.token, to: viewer.key, now: now, session) }
      return try Token.create(for: viewer, name: name, isReadOnly: isReadOnly, expiresAt: expiresAt, now: now, session)
    }
    return try await AccountPage.page(visit, token: secret)
  }

  /// The end of the last valid day, in the platform's time zone.
  private static func expiry(_ text: String?, _ visit: WebRequest) throws -> Int? {
    guard let text else { return nil }
    guard let day = Instant.days(text) else { throw BadRequest("expires", "is not a date such as 2027-12-31") }
    return visit.services.settings.style.time.start(ofDay: day + 1)
  }

  static func askRevoke(_ visit: WebRequest) async throws -> Response {
    let (key, viewer, language) = (Int(try visit.parameter("key")), try visit.viewer, visit.language)
    let tokens = try await visit.read { try Token.all(of: viewer.key, $0) }
    guard let token = tokens.first(where: { $0.key == key && $0.revokedAt == nil }) else {
      throw AccessDenied.notFound
    }
    return try Question(
      title: language("token_revoke_question", ["name": name(of: token, language)]),
      lines: [language("token_revoke_about")], button: language("token_revoke"),
      action: "/account/tokens/\(token.key)/revoke", back: "/account#tokens"
    ).answer(visit)
  }

  static func revoke(_ visit: WebRequest) async throws -> Response {
    _ = try await visit.form()
    guard let key = Int(try visit.parameter("key")) else { throw AccessDenied.notFound }
    let (viewer, now) = (try visit.viewer, visit.services.settings.machineNow())
    try await visit.write { session in
      guard try Token.revoke(key, of: viewer.key, now: now, session) else { throw AccessDenied.notFound }
      try Audit.note("token.revoke", by: viewer, filters: "number=\(key)", at: now, session)
    }
    return .redirect(to: "/account#tokens", type: .normal)
  }
}
