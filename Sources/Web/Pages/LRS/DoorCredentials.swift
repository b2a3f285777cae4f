import Access
import DatabaseAccess
import Hummingbird
import Records

/// Creates and revokes credentials of the xAPI door.
enum DoorCredentials {
  /// The longest name, in code points.
  private static let nameLimit = 100

  static func create(_ visit: WebRequest) async throws -> Response {
    let fields = try await visit.form()
    let name = (fields["name"] ?? "").asciiTrimmed
    let scopes = Set(fields.all("scope").compactMap(XAPIScope.init))
    func refused(_ error: String) async throws -> Response {
      try await DoorPage.show(visit, typed: (fields: fields, error: error))
    }
    if name.isEmpty || name.unicodeScalars.count > nameLimit { return try await refused("lrs_name_missing") }
    if scopes.isEmpty { return try await refused("lrs_scope_missing") }
    do { try await RecentSignIn.check(visit, password: fields["password"]) } catch RecentSignIn.Fault.noPassword {
      return try await refused("lrs_sign_in")
    } catch RecentSignIn.Fault.wrongPassword {
      return try await refused("lrs_password_wrong")
    }
    let (viewer, now) = (try visit.viewer, visit.services.settings.machineNow())
    let (isLenient, derives) = (fields["lenient"] == "1", fields["no_derive"] != "1")
    let created = try await visit.write { session in
      let created = try XAPICredential.create(
        name: name, scopes: scopes, isLenient: isLenient, derives: derives, now: now, session)
      try Audit.note("xapi.credential.create", by: viewer, filters: "key=\(created.id)", at: now, session)
      return created
    }
    return try await DoorPage.show(visit, created: created)
  }

  static func ask(_ visit: WebRequest) async throws -> Response {
    let (id, language) = (try visit.parameter("credential"), visit.language)
    let credential = try await visit.read { try live(id, $0) }
    return try Question(
      title: language("lrs_revoke_question", ["name": credential.name]), lines: [language("lrs_revoke_about")],
      button: language("lrs_revoke"), action: "\(DoorPage.path)/credentials/\(credential.id)/revoke",
      back: DoorPage.path
    ).answer(visit)
  }

  static func revoke(_ visit: WebRequest) async throws -> Response {
    _ = try await visit.form()
    let (id, viewer, now) = (try visit.parameter("credential"), try visit.viewer, visit.services.settings.machineNow())
    try await visit.write { session in
      _ = try XAPICredential.revoke(try live(id, session).id, now: now, session)
      try Audit.note("xapi.credential.revoke", by: viewer, filters: "key=\(Query.encoded(id))", at: now, session)
    }
    return .redirect(to: "\(DoorPage.path)?said=revoked", type: .normal)
  }

  /// - Throws: `AccessDenied.notFound` for a credential that is unknown or revoked.
  private static func live(_ id: String, _ session: any SQLSession) throws -> XAPICredential {
    let found = try XAPICredential.all(session).first { $0.id.equalsBytes(of: id) && $0.revokedAt == nil }
    guard let found else { throw AccessDenied.notFound }
    return found
  }
}
