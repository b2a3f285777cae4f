import Access
import DatabaseAccess
import Foundation
import Mail
import Testing
import TestSupport

/// Browsers and tokens of an account: permission to create a token, and how tokens and browsers are revoked, together
/// and separately.
@Suite struct ActiveSessionTests {
  private static let next = "a new and longer one"

  private func isLive(_ token: String, _ site: TestSite) async throws -> Bool {
    try await Browser(port: site.port, token: token).get("/api/v1/users").status == 200
  }

  @Test(arguments: ["change", "link", "everywhere", "command"])
  func `A new password revokes tokens, and so does Sign out everywhere`(
    way: String
  ) async throws {
    let site = try await TestSite()
    let (coach, owner) = (try await site.browser(of: "coach"), try await site.browser(of: "owner"))
    let (token, other) = (try await site.token(of: "coach"), try await site.token(of: "admin"))
    #expect(try await isLive(token, site))
    switch way {
    case "change":
      let fields = [("present", TestSite.password), ("new", Self.next), ("again", Self.next)]
      #expect(try await coach.send("/account/password", fields).status == 303)
      #expect(try await coach.get("/account").status == 200, "the browser that changed it stays")
    case "link":
      let link = try #require(try await owner.send("/members/coach/link").text.passwordLink)
      #expect(try await isLive(token, site), "asking for a link ends nothing")
      #expect(try await Browser(port: site.port).setPassword(by: link).status == 303)
    case "everywhere": #expect(try await coach.send("/account/sessions").location == "/signin")
    default: try await site.setPassword(of: "coach")
    }
    #expect(try await !isLive(token, site))
    #expect(try await isLive(other, site), "of others, none ends")
    if way != "change" { #expect(try await coach.get("/account").location?.hasPrefix("/signin") == true) }
  }

  @Test func `A new password ends links that set another one`() async throws {
    let site = try await TestSite()
    let (coach, owner) = (try await site.browser(of: "coach"), try await site.browser(of: "owner"))
    let link = try #require(try await owner.send("/members/coach/link").text.passwordLink)
    let fields = [("present", TestSite.password), ("new", Self.next), ("again", Self.next)]
    #expect(try await coach.send("/account/password", fields).status == 303)
    #expect(try await Browser(port: site.port).setPassword(by: link).status == 410)
  }

  @Test func `Ten minutes after signing in, a token takes the password`() async throws {
    let site = try await TestSite()
    let coach = try await site.browser(of: "coach")
    #expect(try await !coach.get("/account").text.contains("name=\"password\""))
    #expect(try await coach.send("/account/tokens", [("name", "Fresh")]).text.contains("tb_"))
    site.clock.pass(601)
    #expect(try await coach.get("/account").text.contains("name=\"password\""))
    for password in ["", "wrong", TestSite.password + " "] {
      let refused = try await coach.send("/account/tokens", [("name", "Stolen"), ("password", password)])
      #expect(refused.status == 422 && refused.text.contains("No token was created") && !refused.text.contains("tb_"))
    }
    #expect(try await coach.send("/account/tokens", [("name", "Own"), ("password", TestSite.password)]).status == 200)
    #expect(try await site.store.rows("tokens").compactMap { $0["name"]?.text } == ["Fresh", "Own"])
    for _ in 1...7 { _ = try await coach.send("/account/tokens", [("password", "wrong")]) }
    let waits = try await coach.send("/account/tokens", [("password", TestSite.password)])
    #expect(waits.status == 429 && waits.headers["retry-after"] != nil)
  }

  @Test func `A session from before the clock was set back is not fresh`() async throws {
    let site = try await TestSite()
    let coach = try await site.browser(of: "coach")
    _ = try await site.store.database.write { try $0.run("UPDATE web_sessions SET created_at = created_at + 100000") }
    #expect(try await coach.send("/account/tokens", [("name", "Stolen")]).status == 422)
  }

  @Test func `Who signs in without a password signs in again to make a token`() async throws {
    let trip = try await RoundTrip()
    let away = try await trip.leave()
    #expect(try await trip.comeBack(away, try trip.token(away)).location == "/")
    #expect(try await trip.browser.send("/account/tokens", [("name", "Fresh")]).text.contains("tb_"))
    trip.site.clock.pass(601)
    let page = try await trip.browser.get("/account").text
    #expect(page.contains("/signin/sso?return_to=%2Faccount%23tokens") && !page.contains("action=\"/account/tokens\""))
    let refused = try await trip.browser.send("/account/tokens", [("name", "Stolen"), ("password", "")])
    #expect(refused.status == 403 && !refused.text.contains("tb_"))
    #expect(try await trip.site.store.rows("tokens").count == 1)
  }

  @Test func `A letter tells of a new token, and names no secret`() async throws {
    let letters = Letters()
    let site = try await TestSite.withWorkers(post: letters)
    let coach = try await site.browser(of: "coach")
    let made = try await coach.send("/account/tokens", [("name", "Nightly")])
    let secret = String(try #require(made.text.firstMatch(of: /tb_[A-Za-z0-9_-]{43}/)).output)
    let letter = try await letters.latest(to: "coach@x.org")
    #expect(letter.subject == "A token was created for your Tallybook account")
    #expect(letter.text.contains("https://stats.example.com/account#tokens"))
    for text in [letter.text, letter.html] { #expect(!text.contains(secret)) }
  }

  @Test func `Each browser and token is listed, with what tells it from others, and ends by itself`() async throws {
    let site = try await TestSite()
    let here = try await site.browser(of: "coach")
    let there = Browser(port: site.port)
    let form = try await there.get("/signin")
    let fields = ["csrf": form.hidden("csrf") ?? "", "email": "coach@x.org", "password": TestSite.password]
    let body = fields.map { "\($0)=\(Browser.encoded($1))" }.joined(separator: "&")
    let agent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
    let type = ["Content-Type": "application/x-www-form-urlencoded", "User-Agent": agent]
    #expect(try await there.ask("POST", "/signin", headers: type, body: Data(body.utf8)).status == 303)
    let token = try await site.token(of: "coach")
    #expect(try await here.get("/account").text.contains("never used"))
    #expect(try await isLive(token, site))
    let page = try await here.get("/account").text
    #expect(page.contains("Firefox on Linux") && page.contains("from 127.0.0.1"))
    #expect(page.matches(of: /This browser/).count == 1)
    let ends = Set(page.matches(of: /\/account\/sessions\/[0-9a-f]{16}\/end/).map { String($0.output) })
    #expect(ends.count == 2)
    let firefox = try #require(
      try await site.store.rows("web_sessions").first { $0["agent"] == .text(agent) }?["hash"]?.text)
    let end = "/account/sessions/\(firefox.prefix(16))/end"
    #expect(ends.contains(end))
    #expect(try await here.get(end).text.contains("Sign out Firefox on Linux?"))
    #expect(try await there.get("/account").status == 200, "the question alone ends nothing")
    let stranger = try await site.browser(of: "owner")
    #expect(try await stranger.get(end).status == 404)
    #expect(try await stranger.send(end).status == 404)
    #expect(try await here.submit(end, ["csrf": "forged"]).status == 403)
    #expect(try await here.send(end).location == "/account#sessions")
    #expect(try await there.get("/account").location?.hasPrefix("/signin") == true)
    #expect(try await here.get("/account").status == 200)
    #expect(try await isLive(token, site))
  }

  @Test func `A token's last use is noted, once a minute`() async throws {
    let site = try await TestSite()
    let token = try await site.token(of: "coach")
    func used() async throws -> Int? { try await site.store.rows("tokens").first?["last_used_at"]?.integer }
    for _ in 1...3 {
      #expect(try await isLive(token, site))
      for _ in 0..<500 where try await used() != site.clock.now { try await Task.sleep(for: .milliseconds(10)) }
      #expect(try await used() == site.clock.now)
      site.clock.pass(61)
    }
  }
}
