import Access
import DatabaseAccess
import Hummingbird
import Records
import Support

/// Access tokens for a credential: OAuth 2.0, client credentials (RFC 6749, 4.4).
enum AccessTokenAPI {
  private enum Fault: String, Error {
    case client = "invalid_client"
    case grant = "unsupported_grant_type"
    case scope = "invalid_scope"
    case request = "invalid_request"
  }

  static func issue(_ request: XAPIRequest) async throws -> Response {
    do { return try await token(request) } catch let fault as Fault {
      var response = JSONValue.object([("error", .string(fault.rawValue))])
        .response(fault == .client ? .unauthorized : .badRequest)
      if fault == .client { response.headers[.wwwAuthenticate] = "Basic realm=\"xAPI\"" }
      return response
    }
  }

  private static func token(_ request: XAPIRequest) async throws -> Response {
    let visit = request.visit
    guard visit.request.hasForm else { throw Fault.request }
    let fields = try Query(String(decoding: try await request.body(limit: Query.limit), as: UTF8.self))
    guard fields["grant_type"] == "client_credentials" else { throw Fault.grant }
    let client = pair(request, fields)
    guard let client,
      let credential = try await visit.read({
        try XAPICredential.signedIn(id: client.id, secret: client.secret, $0)
      })
    else { throw Fault.client }
    let scopes = (fields["scope"] ?? "xapi:all").splitBytes(at: " ")
    guard scopes.allSatisfy(["xapi:read", "xapi:write", "xapi:all"].containsID) else { throw Fault.scope }
    let (reads, writes) = (!scopes.allSatisfy { $0 == "xapi:write" }, !scopes.allSatisfy { $0 == "xapi:read" })
    let now = visit.services.settings.machineNow()
    let token = try await visit.services.database.writeConcurrently {
      try credential.issueToken(reads: reads, writes: writes, now: now, $0)
    }
    return JSONValue.object([
      ("access_token", .string(token)), ("token_type", "Bearer"),
      ("expires_in", .integer(XAPICredential.tokenLifetime)), ("scope", .string(scopes.joined(separator: " "))),
    ]).response()
  }

  /// The client's id and secret, in the form or as HTTP Basic.
  private static func pair(_ request: XAPIRequest, _ fields: Query) -> (id: String, secret: String)? {
    if let id = fields["client_id"], let secret = fields["client_secret"] { return (id, secret) }
    let parts = (request.headers[.authorization] ?? "").splitBytes(at: " ", maxSplits: 1)
    guard parts.count == 2, parts[0].asciiLowercased == "basic" else { return nil }
    return XAPIRequest.pair(parts[1])
  }
}
