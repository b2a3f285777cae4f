import Foundation
import SingleSignOn
import Synchronization
import Testing

/// A provider that is unavailable or misbehaves.
@Suite(.serialized) struct SingleSignOnTroubleTests {
  @Test func `Without a provider there is no button and no way`() async throws {
    let site = try await TestSite()
    let browser = Browser(port: site.port)
    #expect(try await !browser.get("/signin").text.contains("single-sign-on"))
    #expect(try await browser.get("/signin/sso").status == 404)
    #expect(try await browser.get("/signin/sso/callback?code=c&state=s").status == 404)
  }

  @Test func `A provider that does not answer, says too much or says nothing, leaves the password`() async throws {
    let trip = try await RoundTrip()
    let away = try await trip.leave()
    let cookie = "Cookie: tallybook_sso=" + (trip.browser.cookie("tallybook_sso") ?? "")
    let keys = trip.provider.words.withLock { $0.keys }
    for wrong in [Data(repeating: 0x20, count: 2 << 20), Data("[]".utf8), Data()] {
      trip.provider.words.withLock { $0.keys = wrong }
      let token = try trip.token(away)
      trip.provider.words.withLock { $0.idToken = token }
      let answer = try await Wire.ask(
        trip.site.port, "GET", "/signin/sso/callback?code=c&state=\(away["state"] ?? "")", headers: [cookie])
      #expect(answer.status == 502 && answer.text.contains("is not responding"))
      #expect(answer.text.contains("name=\"password\""))
    }
    trip.provider.words.withLock { $0.keys = keys }
    #expect(try await trip.comeBack(away, try trip.token(away)).location == "/", "the nonce was not used by these")

    let nobody = SingleSignOnSettings(issuer: "http://127.0.0.1:9", clientID: "c", clientSecret: nil)
    let site = try await TestSite(singleSignOn: nobody)
    let answer = try await Wire.ask(site.port, "GET", "/signin/sso")
    #expect(answer.status == 502 && answer.text.contains("is not responding"))
  }

  @Test(arguments: [
    ("issuer", "http://127.0.0.1:1"), ("token_endpoint", "http://evil.example/token"),
    ("jwks_uri", "file:///etc/passwd"), ("authorization_endpoint", "javascript:alert(1)"),
  ]) func `A provider whose configuration is not safe is not asked`(name: String, value: String) async throws {
    let trip = try await RoundTrip()
    trip.provider.words.withLock { $0.configuration = [name: value] }
    let answer = try await trip.browser.get("/signin/sso")
    #expect(answer.status == 403 && answer.text.contains("could not be verified"))
  }

  @Test(arguments: [
    "http://login.example.com", "login.example.com", "", "ftp://localhost", "https://", "https://u:p@login.example.com",
    "https://login.example.com/?a=b", "http://127.0.0.1.example.com",
  ]) func `An issuer is refused that is not safe`(issuer: String) {
    #expect(throws: SingleSignOnError.self) {
      try SingleSignOnSettings(issuer: issuer, clientID: "c", clientSecret: nil).check()
    }
  }

  @Test(arguments: ["https://login.example.com/realm", "http://localhost:9400", "http://[::1]:9400/"])
  func `An issuer is taken that is`(issuer: String) throws {
    try SingleSignOnSettings(issuer: issuer, clientID: "c", clientSecret: nil).check()
  }
}
