import Access
import Hummingbird
import Records
import Spreadsheets

/// The viewer's own tokens.
enum AccountTokens {
  private static let nameLimit = 100

  static func model(_ token: Token, _ visit: Visit, now: Int) -> PageModel {
    let language = visit.language
    let isOver = token.revokedAt != nil || token.expiresAt.map { $0 <= now } ?? false
    let state =
      token.revokedAt.map { language("token_revoked", ["date": visit.shown.instant($0)]) }
      ?? token.expiresAt.map { language("token_expires", ["date": visit.shown.instant($0)]) }
      ?? language("token_endless")
    var model: PageModel = [
      "name": token.name.isEmpty ? language("token_unnamed") : token.name,
      "access": language(token.isReadOnly ? "token_read_only" : "token_read_write"),
      "made": language("token_made", ["date": visit.shown.instant(token.createdAt)]), "state": state,
      "tone": isOver ? "bad" : "plain",
    ]
    if token.revokedAt == nil { model["revoke"] = "/account/tokens/\(token.key)/revoke" }
    return model
  }

  static func create(_ visit: Visit) async throws -> Response {
    let fields = try await visit.form()
    let name = fields["name"] ?? ""
    guard name.count <= nameLimit else { throw BadRequest("name", "is longer than \(nameLimit) characters") }
    let expiresAt = try expiry(fields["expires"], visit)
    let isReadOnly = fields["access"] != "write"
    let (viewer, now) = (try visit.viewer, visit.services.settings.machineNow())
    let filters = "name=\(Query.encoded(name))&access=\(isReadOnly ? "read" : "write")"
    let secret = try await visit.write { session in
      try Audit.note("token.create", by: viewer, filters: filters, at: now, session)
      return try Token.create(for: viewer, name: name, isReadOnly: isReadOnly, expiresAt: expiresAt, now: now, session)
    }
    return try await AccountPage.page(visit, token: secret)
  }

  /// The end of the last day, in the platform's zone.
  private static func expiry(_ text: String?, _ visit: Visit) throws -> Int? {
    guard let text else { return nil }
    guard let day = Instant.days(text) else { throw BadRequest("expires", "is no date, such as 2027-12-31") }
    return visit.services.settings.style.time.start(ofDay: day + 1)
  }

  static func revoke(_ visit: Visit) async throws -> Response {
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
