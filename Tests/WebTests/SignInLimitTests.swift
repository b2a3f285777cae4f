import DatabaseAccess
import Foundation
import Testing
import TestSupport
import Web

/// Sign-in limits after wrong passwords (`access.md`, *Signing in*): by account and network address.
@Suite struct SignInLimitTests {
  private static let quarter = 15 * 60

  private func site() async throws -> TestSite {
    let site = try await TestSite { $0.proxies = 1 }
    for user in ["coach", "manager"] { try await site.setPassword(of: user) }
    return site
  }

  private func signIn(
    _ site: TestSite, _ email: String = "coach@x.org", _ password: String = TestSite.password, from address: String
  ) async throws -> Answer {
    let browser = Browser(port: site.port)
    let csrf = try await browser.get("/signin").hidden("csrf") ?? ""
    let body = "csrf=\(csrf)&email=\(Browser.encoded(email))&password=\(Browser.encoded(password))"
    return try await browser.ask(
      "POST", "/signin",
      headers: ["X-Forwarded-For": address, "Content-Type": "application/x-www-form-urlencoded"],
      body: Data(body.utf8))
  }

  /// Wrong passwords, each from a different address.
  private func fail(_ site: TestSite, _ count: Int, _ email: String = "coach@x.org", from net: String) async throws {
    for number in 0..<count {
      #expect(try await signIn(site, email, "wrong", from: "\(net).\(number + 1)").status == 401)
    }
  }

  @Test func `Ten failures keep their own network address out, and no other`() async throws {
    let site = try await site()
    for _ in 1...10 { #expect(try await signIn(site, "coach@x.org", "wrong", from: "192.0.2.1").status == 401) }
    let refused = try await signIn(site, from: "192.0.2.1")
    #expect(refused.status == 429 && refused.headers["retry-after"] == "900")
    #expect(try await signIn(site, from: "192.0.2.2").status == 303)
    #expect(try await signIn(site, "manager@x.org", from: "192.0.2.1").status == 303)
    site.clock.pass(Self.quarter)
    #expect(try await signIn(site, from: "192.0.2.1").status == 303)
  }

  @Test func `An IPv6 address counts with all of its sixty-four bits, an IPv4 one however it is written`() async throws
  {
    let site = try await site()
    for number in 1...10 {
      #expect(try await signIn(site, "coach@x.org", "wrong", from: "2001:db8:0:7::\(number)").status == 401)
    }
    #expect(try await signIn(site, from: "2001:0db8::0007:ffff:1:2:3").status == 429)
    #expect(try await signIn(site, from: "2001:db8:0:8::1").status == 303)
    for number in 1...10 {
      let address = number % 2 == 0 ? "192.0.2.9" : "::ffff:192.0.2.9"
      #expect(try await signIn(site, "manager@x.org", "wrong", from: address).status == 401)
    }
    #expect(try await signIn(site, "manager@x.org", from: "::ffff:c000:209").status == 429)
  }

  @Test func `After fifty failures from anywhere new addresses wait, and those that signed in before do not`()
    async throws
  {
    let site = try await site()
    #expect(try await signIn(site, from: "203.0.113.7").status == 303)
    try await fail(site, 49, from: "198.51.100")
    #expect(try await signIn(site, from: "203.0.113.8").status == 303)
    try await fail(site, 1, from: "198.51.101")
    let refused = try await signIn(site, from: "203.0.113.9")
    #expect(refused.status == 429 && refused.headers["retry-after"] == "900")
    for known in ["203.0.113.7", "203.0.113.8"] { #expect(try await signIn(site, from: known).status == 303) }
    // A refused attempt is not a failure: the pause continues.
    site.clock.pass(Self.quarter - 1)
    #expect(try await signIn(site, from: "203.0.113.9").headers["retry-after"] == "1")
    site.clock.pass(1)
    #expect(try await signIn(site, from: "203.0.113.9").status == 303)
  }

  @Test func `Fifty failures count however slow they come, unless there is a pause`() async throws {
    let site = try await site()
    for number in 0..<50 {
      #expect(try await signIn(site, "coach@x.org", "wrong", from: "198.51.100.\(number + 1)").status == 401)
      site.clock.pass(60)
    }
    #expect(try await signIn(site, from: "203.0.113.9").status == 429)
    let other = try await self.site()
    try await fail(other, 30, from: "198.51.100")
    other.clock.pass(Self.quarter)
    try await fail(other, 30, from: "198.51.101")
    #expect(try await signIn(other, from: "203.0.113.9").status == 303)
  }

  @Test func `An address that nobody has is answered as one that somebody has`() async throws {
    let site = try await site()
    for email in ["coach@x.org", "nobody@x.org", String(repeating: "x", count: 5_000) + "@x.org"] {
      try await fail(site, 50, email, from: "198.51.100")
      let answer = try await signIn(site, email, from: "203.0.113.9")
      #expect(answer.status == 429 && answer.headers["retry-after"] == "900", "\(email.prefix(20))")
      site.clock.pass(Self.quarter)
    }
  }

  @Test func `What was noted before the clock was set back counts for nothing`() async throws {
    let site = try await site()
    let later = site.clock.now + 86_400
    try await site.store.database.write { session in
      for number in 0..<120 {
        try session.run(
          "INSERT INTO signin_failures (account, address, at) VALUES ('coach@x.org', '192.0.2.1', \(later + number))")
      }
      try session.run("INSERT INTO signin_accounts (account, failures, last_at) VALUES ('coach@x.org', 50, \(later))")
    }
    #expect(try await signIn(site, from: "192.0.2.1").status == 303)
    #expect(try await signIn(site, "coach@x.org", "wrong", from: "192.0.2.1").status == 401)
    #expect(try await site.store.rows("signin_failures").count == 1, "they are dropped")
    #expect(try await site.store.rows("signin_accounts").map { $0["failures"] } == [.integer(1)])
  }

  @Test func `Who follows the link of a letter is not kept out by what others guess`() async throws {
    let site = try await site()
    let link = try #require(
      try await site.browser(of: "owner").send("/members/coach/link").text.passwordLink)
    try await fail(site, 50, from: "198.51.100")
    #expect(try await Browser(port: site.port).setPassword(by: link).location == "/signin?password=set")
    try await fail(site, 50, from: "198.51.100")
    #expect(try await signIn(site, from: "203.0.113.9").status == 429)
    #expect(try await Browser(port: site.port).signIn("coach@x.org").location == "/")
  }

  @Test func `Of the addresses that signed in, the latest are remembered`() async throws {
    let site = try await site()
    for number in 1...35 {
      #expect(try await signIn(site, from: "203.0.113.\(number)").status == 303)
      site.clock.pass(1)
    }
    let addresses = try await site.store.rows("signin_addresses").compactMap { $0["address"]?.text }
    #expect(Set(addresses) == Set((6...35).map { "203.0.113.\($0)" }))
  }
}
