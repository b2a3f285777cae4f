import Foundation
import SingleSignOn
import Synchronization
import Testing

/// A browser, a site and its provider; the provider's page, on which people sign in, is left out.
struct RoundTrip {
  let provider: FakeProvider
  let key: SigningKey
  let site: TestSite
  let browser: Browser

  /// Made once: making one takes a while.
  private static let usualKey = Result { try SigningKey.rsa("usual") }

  init(_ key: SigningKey? = nil, _ change: (inout SingleSignOnSettings) -> Void = { _ in }) async throws {
    provider = try await FakeProvider()
    self.key = try key ?? Self.usualKey.get()
    try provider.publish(self.key)
    var settings = provider.settings()
    settings.label = "Acme & Sons"
    change(&settings)
    site = try await TestSite(singleSignOn: settings)
    browser = Browser(port: site.port)
  }

  /// To the provider; what stands in the address that the browser is sent to.
  func leave(returnTo: String? = nil) async throws -> [String: String] {
    let answer = try await browser.get("/signin/sso" + (returnTo.map { "?return_to=" + Browser.encoded($0) } ?? ""))
    let parts = try #require(URLComponents(string: answer.location ?? ""))
    #expect(parts.path == "/authorize" && answer.status == 303)
    return Dictionary((parts.queryItems ?? []).map { ($0.name, $0.value ?? "") }) { $1 }
  }

  func claims(_ away: [String: String]) -> [String: Any] {
    provider.claims(nonce: away["nonce"] ?? "", now: site.clock.now)
  }

  func token(_ away: [String: String], _ algorithm: String = "RS256", key: SigningKey? = nil) throws -> String {
    try (key ?? self.key).sign(claims(away), algorithm)
  }

  /// Back with a code, for which the provider gives this token.
  func comeBack(_ away: [String: String], _ token: String) async throws -> Answer {
    provider.words.withLock { $0.idToken = token }
    return try await browser.get("/signin/sso/callback?code=c&state=\(away["state"] ?? "")")
  }

  /// There and back, with other claims.
  func signIn(_ change: (inout [String: Any]) -> Void = { _ in }) async throws -> Answer {
    let away = try await leave()
    var claims = claims(away)
    change(&claims)
    return try await comeBack(away, try key.sign(claims))
  }
}

/// A token that is not to be believed.
enum Forgery: CaseIterable {
  case signedByAnother, changed, unsigned, unsignedInDisguise, signedWithThePublicKey, signedWithTheModulus
  case signedByAWeakKey, expired, fromTheFuture, old, notYetGood, endless, ofAnotherIssuer, forAnother, forMany
  case byAnotherParty, ofAnotherRequest, ofNoRequest, ofNobody, notAToken, critical

  func token(_ trip: RoundTrip, _ away: [String: String]) throws -> String {
    let now = trip.site.clock.now
    var claims = trip.claims(away)
    func signed(_ changes: [String: Any?]) throws -> String {
      for (name, value) in changes { claims[name] = value }
      return try trip.key.sign(claims)
    }
    switch self {
    case .signedByAnother: return try SigningKey.rsa("usual").sign(claims)
    case .changed:
      var parts = try trip.key.sign(claims).split(separator: ".").map(String.init)
      claims["email"] = "owner@x.org"
      parts[1] = SigningKey.text(try JSONSerialization.data(withJSONObject: claims))
      return parts.joined(separator: ".")
    case .unsigned: return try SigningKey.unsigned(claims, header: #"{"alg":"none","kid":"usual"}"#)
    case .unsignedInDisguise: return try SigningKey.unsigned(claims, header: #"{"alg":"RS256","kid":"usual"}"#)
    case .signedWithThePublicKey:
      let secret = try JSONSerialization.data(withJSONObject: try trip.key.published(), options: .sortedKeys)
      return try SigningKey.shared(secret, "usual").sign(claims, "HS256")
    case .signedWithTheModulus:
      let modulus = try trip.key.published()["n"] as? String ?? ""
      return try SigningKey.shared(Data(modulus.utf8), "usual").sign(claims, "HS256")
    case .signedByAWeakKey:
      let weak = try SigningKey.rsa("usual", bits: 1_024)
      try trip.provider.publish(weak)
      return try weak.sign(claims)
    case .expired: return try signed(["exp": now - 61, "iat": now - 300])
    case .fromTheFuture: return try signed(["iat": now + 120])
    case .old: return try signed(["iat": now - 3_600])
    case .notYetGood: return try signed(["nbf": now + 120])
    case .endless: return try signed(["exp": nil])
    case .ofAnotherIssuer: return try signed(["iss": trip.provider.issuer + "/"])
    case .forAnother: return try signed(["aud": "another"])
    case .forMany: return try signed(["aud": ["tally book", "another"]])
    case .byAnotherParty: return try signed(["azp": "another"])
    case .ofAnotherRequest: return try signed(["nonce": "another"])
    case .ofNoRequest: return try signed(["nonce": nil])
    case .ofNobody: return try signed(["sub": ""])
    case .notAToken: return "a.b"
    case .critical: return try trip.key.sign(claims, critical: "b64")
    }
  }
}
