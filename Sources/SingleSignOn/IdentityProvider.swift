import Foundation
import HTTPClient
import Records
import Support

/// The provider: its endpoints, its keys and the authorization code flow (OpenID Connect Core 1.0, 3.1).
package actor IdentityProvider {
  /// Seconds for which the provider's metadata and keys are cached (`memory`), and minimum seconds between two requests
  /// for new keys.
  private static let memory = 3_600
  private static let secondsBetweenLooks = 60
  /// Seconds after a failure during which the provider is not asked again.
  private static let patience = 5

  package nonisolated let settings: SingleSignOnSettings
  private var metadata: (value: ProviderMetadata, at: Int)?
  private var keys: (value: SigningKeys, at: Int)?
  private var lastLook = Int.min / 2
  private var failure: (error: any Error, at: Int)?

  package init(_ settings: SingleSignOnSettings) { self.settings = settings }

  /// Requests the provider's metadata, or returns it from the cache.
  /// - Throws: `SingleSignOnError`.
  package func discover(now: Int) async throws -> ProviderMetadata {
    if let metadata, now - metadata.at < Self.memory { return metadata.value }
    if let failure, now - failure.at < Self.patience { throw failure.error }
    do {
      let value = try await configuration()
      metadata = (value, now)
      failure = nil
      return value
    } catch {
      failure = (error, now)
      throw error
    }
  }

  private func configuration() async throws -> ProviderMetadata {
    try settings.check()
    let base = settings.issuer.endsWithBytes(of: "/") ? String(settings.issuer.dropLast()) : settings.issuer
    let answer = try await call(base + "/.well-known/openid-configuration").providerAnswer()
    guard answer.status == 200 else {
      throw SingleSignOnError.unreachable("\(base)/.well-known/openid-configuration: HTTP status \(answer.status).")
    }
    return try ProviderMetadata(try answer.object("The provider's metadata"), settings)
  }

  /// The URL of the provider's sign-in page.
  package func address(for attempt: SignInAttempt, redirect: String, now: Int) async throws -> String {
    let endpoint = try await discover(now: now).authorization
    let query = FormText.text([
      ("response_type", "code"), ("client_id", settings.clientID), ("redirect_uri", redirect),
      ("scope", "openid email profile"), ("state", attempt.state), ("nonce", attempt.nonce),
      ("code_challenge", attempt.challenge), ("code_challenge_method", "S256"),
    ])
    return endpoint + (endpoint.containsBytes(of: "?") ? "&" : "?") + query
  }

  /// Exchanges the code from the callback for the provider's data on the user.
  /// - Throws: `SingleSignOnError`.
  package func person(
    code: String, _ attempt: SignInAttempt, redirect: String, now: Int
  ) async throws -> Person {
    let metadata = try await discover(now: now)
    let tokens = try await tokens(metadata, code, attempt, redirect)
    guard let text = tokens["id_token"] as? String else {
      throw SingleSignOnError.refused("The provider returned no ID token.")
    }
    let signed = try SignedToken(text)
    let keys = try await keys(for: signed, metadata, now)
    let expected = IDToken.Expectation(
      issuer: settings.issuer, clientID: settings.clientID, nonce: attempt.nonce)
    let token = try IDToken(signed, keys, expected, now: now)
    guard token.person.email == nil, let place = metadata.userInfo, let access = tokens["access_token"] as? String
    else { return token.person }
    return try await userInfo(place, access, token.subject)
  }

  private func call(_ address: String, headers: [String] = []) -> HTTPCall {
    var call = HTTPCall(address: address, seconds: settings.secondsToAnswer)
    call.headers = headers
    return call
  }

  private func tokens(
    _ metadata: ProviderMetadata, _ code: String, _ attempt: SignInAttempt, _ redirect: String
  ) async throws -> [String: Any] {
    var call = call(metadata.token)
    call.form = [
      ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", redirect),
      ("code_verifier", attempt.verifier),
    ]
    switch settings.clientSecret {
    case let secret? where metadata.takesBasic:
      // RFC 6749, 2.3.1: both are form-encoded before they are joined.
      let pair = PercentEncoding.encoded(settings.clientID) + ":" + PercentEncoding.encoded(secret)
      call.headers.append("Authorization: Basic " + Data(pair.utf8).base64EncodedString())
    case let secret?: call.form? += [("client_id", settings.clientID), ("client_secret", secret)]
    case nil: call.form?.append(("client_id", settings.clientID))
    }
    let answer = try await call.providerAnswer()
    let object = try answer.object("The provider's token response")
    guard answer.status == 200 else {
      let reason = (object["error"] as? String ?? "").prefix(60)
      throw SingleSignOnError.refused("The provider rejected the code (HTTP status \(answer.status), \(reason)).")
    }
    return object
  }

  /// The provider's keys; requested again, at limited frequency, if none of the cached ones can have signed the token.
  private func keys(for token: SignedToken, _ metadata: ProviderMetadata, _ now: Int) async throws -> SigningKeys {
    if let keys, now - keys.at < Self.memory {
      if keys.value.mayKnow(token) || now - lastLook < Self.secondsBetweenLooks { return keys.value }
      lastLook = now
    }
    let answer = try await call(metadata.keys).providerAnswer()
    guard answer.status == 200 else {
      throw SingleSignOnError.unreachable("\(metadata.keys): HTTP status \(answer.status).")
    }
    let value = SigningKeys(try answer.object("The provider's key set"))
    keys = (value, now)
    return value
  }

  /// Some providers do not include the address in the token.
  private func userInfo(_ place: String, _ access: String, _ subject: String) async throws -> Person {
    guard access.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
      throw SingleSignOnError.refused("The provider's access token is not valid.")
    }
    let answer = try await call(place, headers: ["Authorization: Bearer \(access)"]).providerAnswer()
    let claims = try answer.object("The provider's user info")
    guard answer.status == 200, (claims["sub"] as? String)?.equalsBytes(of: subject) == true else {
      throw SingleSignOnError.refused("The provider's user info is of another person (HTTP status \(answer.status)).")
    }
    return Person(claims, subject)
  }
}

/// The endpoints of a provider (OpenID Connect Discovery 1.0).
package struct ProviderMetadata: Sendable {
  let authorization: String
  let token: String
  let keys: String
  let userInfo: String?
  /// Whether the client secret is sent in a header, which is the default, instead of the form.
  let takesBasic: Bool

  init(_ object: [String: Any], _ settings: SingleSignOnSettings) throws {
    guard (object["issuer"] as? String)?.equalsBytes(of: settings.issuer) == true else {
      throw SingleSignOnError.refused("The provider at \(settings.issuer) publishes another issuer.")
    }
    func place(_ name: String) throws -> String? {
      guard let address = object[name] as? String else { return nil }
      guard settings.isSafe(address) else { throw SingleSignOnError.refused("The provider's \(name) is not safe.") }
      return address
    }
    guard let authorization = try place("authorization_endpoint"), let token = try place("token_endpoint"),
      let keys = try place("jwks_uri")
    else { throw SingleSignOnError.unreachable("The provider's metadata is incomplete.") }
    self.authorization = authorization
    self.token = token
    self.keys = keys
    userInfo = try place("userinfo_endpoint")
    let methods = object["token_endpoint_auth_methods_supported"] as? [String] ?? []
    takesBasic = methods.isEmpty || methods.contains("client_secret_basic")
  }
}

extension HTTPCall {
  /// - Throws: `SingleSignOnError.unreachable`.
  fileprivate func providerAnswer() async throws -> Answer {
    do { return try await answer() } catch let failure as Failure {
      throw SingleSignOnError.unreachable(failure.description)
    }
  }
}

extension HTTPCall.Answer {
  /// - Throws: `SingleSignOnError.unreachable` if it is not a JSON object.
  fileprivate func object(_ what: String) throws -> [String: Any] {
    guard let value = try? JSONSerialization.jsonObject(with: body), let object = value as? [String: Any] else {
      throw SingleSignOnError.unreachable("\(what) is not a JSON object (HTTP status \(status)).")
    }
    return object
  }
}
