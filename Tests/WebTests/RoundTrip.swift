import Foundation
import SingleSignOn
import Synchronization
import Testing

/// A browser, a site and its provider; the provider's page, on which users sign in, is left out.
struct RoundTrip {
  let provider: FakeProvider
  let key: SigningKey
  let site: TestSite
  let browser: Browser

  /// Created once, because it is slow.
  static let usualKey = Result { try SigningKey.rsa("usual") }

  init(_ key: SigningKey? = nil, _ change: (inout SingleSignOnSettings) -> Void = { _ in }) async throws {
    provider = try await FakeProvider()
    self.key = try key ?? Self.usualKey.get()
    try provider.publish(self.key)
    var settings = provider.settings()
    settings.label = "Acme & Sons"
    // All tests share the machine: here, slow does not mean disconnected.
    settings.secondsToAnswer = 600
    change(&settings)
    site = try await TestSite(singleSignOn: settings)
    browser = Browser(port: site.port)
  }

  /// To the provider; returns the parameters of the redirect.
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

  /// Back with a code, for which the provider returns this token.
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
