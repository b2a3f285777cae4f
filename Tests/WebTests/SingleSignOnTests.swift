import Access
import DatabaseAccess
import Foundation
import SingleSignOn
import Synchronization
import Testing
import TestSupport

/// Signing in at the company's provider, through OpenID Connect.
@Suite(.serialized) struct SingleSignOnTests {
  @Test func `The round trip opens a session where the person wanted to go, by PKCE, state and nonce`() async throws {
    let trip = try await RoundTrip()
    let page = try await trip.browser.get("/signin?return_to=%2Fusers%3Fq%3Da")
    #expect(page.text.contains("Sign in with Acme &amp; Sons"))
    let away = try await trip.leave(returnTo: "/users?q=a")
    #expect(
      away["response_type"] == "code" && away["client_id"] == "tally book" && away["scope"] == "openid email profile")
    #expect(away["redirect_uri"] == "http://127.0.0.1:\(trip.site.port)/signin/sso/callback")
    #expect(away["code_challenge_method"] == "S256")
    let answer = try await trip.comeBack(away, try trip.token(away))
    #expect(answer.location == "/users?q=a" && answer.status == 303)
    #expect(answer.setCookie?.name == "tallybook_session")
    #expect(answer.setCookie?.attributes.isSuperset(of: ["httponly", "samesite=lax", "path=/"]) == true)
    #expect(try await trip.browser.get("/users").text.contains("Coach"))
    let (form, authorization) = trip.provider.words.withLock { ($0.forms[0], $0.authorizations[0]) }
    let verifier = try #require(form.split(separator: "&").first { $0.hasPrefix("code_verifier=") }?.dropFirst(14))
    #expect(Secret.urlHash(String(verifier)) == away["code_challenge"])
    #expect(authorization == "Basic " + Data("tally%20book:s%26cret".utf8).base64EncodedString())
    #expect(form.contains("grant_type=authorization_code") && !form.contains("secret"))
  }

  @Test func `A token that is not to be believed signs nobody in, and is told`() async throws {
    let trip = try await RoundTrip()
    let away = try await trip.leave()
    for token in [try SigningKey.rsa("usual").sign(trip.claims(away)), "a.b", ""] {
      let answer = try await trip.comeBack(away, token)
      #expect(answer.status == 403)
      #expect(answer.text.contains("could not be verified"))
      #expect(trip.browser.cookie("tallybook_session") == nil)
    }
  }

  @Test func `A nonce is good for once, whoever sends the answer again`() async throws {
    let trip = try await RoundTrip()
    let away = try await trip.leave()
    let token = try trip.token(away)
    #expect(try await trip.comeBack(away, token).location == "/")
    trip.browser.setCookie("tallybook_session", nil)
    let again = try await trip.comeBack(away, token)
    #expect(again.status == 403 && again.text.contains("could not be verified"))
    #expect(trip.browser.cookie("tallybook_session") == nil)
  }

  @Test func `An answer to another browser, or to no question, signs nobody in`() async throws {
    let trip = try await RoundTrip()
    let away = try await trip.leave()
    for address in [
      "", "?code=c", "?code=c&state=other", "?state=\(away["state"] ?? "")",
      "?state=\(away["state"] ?? "")&code=c&iss=https%3A%2F%2Fevil.example",
    ] {
      let answer = try await trip.browser.get("/signin/sso/callback" + address)
      #expect(answer.status == 400 && answer.text.contains("another window"), "\(address)")
    }
    let stranger = Browser(port: trip.site.port)
    #expect(try await stranger.get("/signin/sso/callback?code=c&state=\(away["state"] ?? "")").status == 400)
    let denied = try await trip.browser.get(
      "/signin/sso/callback?error=access_denied&error_description=%3Cb%3E&state=\(away["state"] ?? "")")
    #expect(denied.status == 403 && denied.text.contains("was cancelled") && !denied.text.contains("<b>"))
    #expect(trip.provider.words.withLock { $0.forms.isEmpty })
  }

  @Test func `New keys of the provider are looked for once, and not all the time`() async throws {
    let trip = try await RoundTrip()
    _ = try await trip.signIn()
    let new = try SigningKey.rsa("new")
    try trip.provider.publish(new)
    var away = try await trip.leave()
    #expect(try await trip.comeBack(away, try trip.token(away, key: new)).location == "/")
    #expect(trip.provider.words.withLock { $0.looksForKeys } == 2)
    for _ in 1...3 {
      away = try await trip.leave()
      let unknown = try trip.token(away, key: try SigningKey.rsa("unknown"))
      #expect(try await trip.comeBack(away, unknown).status == 403)
    }
    #expect(trip.provider.words.withLock { $0.looksForKeys } == 2)
    trip.site.clock.pass(61)
    away = try await trip.leave()
    #expect(try await trip.comeBack(away, try trip.token(away, key: new)).location == "/")
  }

  @Test func `An address that is not confirmed is nobody's, unless the provider is trusted in that`() async throws {
    let trip = try await RoundTrip()
    for value: Any in [false, "false", NSNull(), "perhaps"] {
      let answer = try await trip.signIn { $0["email_verified"] = value }
      #expect(answer.status == 403 && answer.text.contains("does not confirm"), "\(value)")
    }
    #expect(try await trip.signIn { $0["email"] = "  " }.status == 403)
    let trusting = try await RoundTrip { $0.trustsEmail = true }
    #expect(try await trusting.signIn { $0["email_verified"] = nil }.location == "/")
    let denied = try await trusting.signIn { claims in
      claims["email_verified"] = false
      claims["sub"] = "s-2"
    }
    #expect(denied.status == 403)
  }

  @Test func `An address that is not in the token is asked for, of the same person`() async throws {
    let trip = try await RoundTrip()
    trip.provider.words.withLock { $0.userInfo = #"{"sub":"s-1","email":"Coach@X.org","email_verified":true}"# }
    #expect(try await trip.signIn { $0["email"] = nil }.location == "/")
    trip.provider.words.withLock { $0.userInfo = #"{"sub":"s-2","email":"coach@x.org","email_verified":true}"# }
    #expect(try await trip.signIn { $0["email"] = nil }.status == 403)
  }

  @Test func `Who is unknown is refused, or made a user with channel sso; who was deleted is refused`() async throws {
    let strict = try await RoundTrip()
    for email in ["new@x.org", "gone@x.org"] {
      let answer = try await strict.signIn { $0["email"] = email }
      #expect(answer.status == 403 && answer.text.contains("no current user"), "\(email)")
    }
    let open = try await RoundTrip { $0.provisions = true }
    #expect(try await open.signIn { $0["email"] = "gone@x.org" }.status == 403)
    #expect(try await open.signIn { $0["email"] = "New@X.org" }.location == "/")
    let row = try #require(try await open.site.store.row("users", ["email": "new@x.org"]))
    #expect(
      row["channel"] == .text("sso") && row["first_name"] == .text("Given") && row["last_name"] == .text("Family"))
    #expect(try await open.signIn { $0["email"] = "new@x.org" }.location == "/")
    let other = try await open.signIn { claims in
      claims["email"] = "no address"
      claims["sub"] = "s-2"
    }
    #expect(other.status == 403)
    #expect(try await open.site.store.differences().isEmpty)
  }

  @Test func `It leads to this site alone`() async throws {
    let trip = try await RoundTrip()
    for address in ["https://evil.example/", "//evil.example", "/\\evil.example", "evil", "/\r\nSet-Cookie: a=b"] {
      let away = try await trip.leave(returnTo: address)
      #expect(try await trip.comeBack(away, try trip.token(away)).location == "/", "\(address)")
    }
  }

  @Test func `A sign-in makes a new session, and ends the one before`() async throws {
    let trip = try await RoundTrip()
    _ = try await trip.signIn()
    let first = try #require(trip.browser.cookie("tallybook_session"))
    _ = try await trip.signIn()
    #expect(trip.browser.cookie("tallybook_session") != first)
    let old = Browser(port: trip.site.port)
    old.setCookie("tallybook_session", first)
    #expect(try await old.get("/users").location?.hasPrefix("/signin") == true)
  }
}
