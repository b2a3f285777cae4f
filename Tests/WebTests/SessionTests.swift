import DatabaseAccess
import Testing
import TestSupport

/// The session of a signed-in browser (`access.md`).
@Suite struct SessionTests {
  @Test func `The cookie is kept from scripts and other sites, and its secret is not in the store`() async throws {
    let site = try await TestSite()
    try await site.setPassword(of: "coach")
    let answer = try await Browser(port: site.port).signIn("coach@x.org")
    let cookie = try #require(answer.setCookie)
    #expect(cookie.name == "tallybook_session")
    #expect(cookie.value.count >= 43)
    #expect(cookie.attributes == ["httponly", "samesite=lax", "path=/", "max-age=604800"])
    #expect(try await site.store.dump()["web_sessions"]?.contains { $0.contains(cookie.value) } == false)
  }

  @Test func `On HTTPS the cookies are kept to it`() async throws {
    let site = try await TestSite(isSecure: true)
    try await site.setPassword(of: "coach")
    let browser = Browser(port: site.port)
    let page = try await browser.get("/signin")
    #expect(page.setCookie?.attributes.contains("secure") == true)
    #expect(page.headers["strict-transport-security"] != nil)
    #expect(try await browser.signIn("coach@x.org").setCookie?.attributes.contains("secure") == true)
  }

  @Test func `Signing out ends the session, and needs the form's secret`() async throws {
    let site = try await TestSite()
    let browser = try await site.browser(of: "coach")
    let session = browser.cookie("tallybook_session")
    #expect(try await browser.submit("/signout", [:]).status == 403)
    #expect(try await browser.submit("/signout", ["csrf": "forged"]).status == 403)
    let csrf = try #require(try await browser.get("/users").hidden("csrf"))
    let answer = try await browser.submit("/signout", ["csrf": csrf])
    #expect(answer.location == "/signin")
    #expect(answer.setCookie?.attributes.contains("max-age=0") == true)
    browser.setCookie("tallybook_session", session)
    #expect(try await browser.get("/users").location?.hasPrefix("/signin") == true)
  }

  @Test func `A session ends twelve hours after the last request`() async throws {
    let site = try await TestSite()
    let browser = try await site.browser(of: "coach")
    site.clock.pass(12 * 3600 - 1)
    #expect(try await browser.get("/users").status == 200)
    site.clock.pass(12 * 3600)
    #expect(try await browser.get("/users").location?.hasPrefix("/signin") == true)
  }

  @Test func `A session ends after seven days, however busy`() async throws {
    let site = try await TestSite()
    let browser = try await site.browser(of: "coach")
    for _ in 1...15 {
      site.clock.pass(11 * 3600)
      #expect(try await browser.get("/users").status == 200)
      try await wait {
        try await site.store.rows("web_sessions").contains { $0["last_seen_at"]?.integer == site.clock.now }
      }
    }
    site.clock.pass(3 * 3600)
    #expect(try await browser.get("/users").location?.hasPrefix("/signin") == true)
  }

  /// Small writes happen after the response.
  private func wait(for happened: () async throws -> Bool) async throws {
    for _ in 0..<3_000 {
      if try await happened() { return }
      try await Task.sleep(for: .milliseconds(20))
    }
    Issue.record("it did not happen in a minute")
  }

  @Test func `Deleting a user ends their sessions, and a new password does`() async throws {
    let site = try await TestSite()
    let (coach, manager) = (try await site.browser(of: "coach"), try await site.browser(of: "manager"))
    try await site.store.load([
      "users": "id,email,first_name,last_name,created_at,deleted_at\n"
        + "coach,coach@x.org,Coach,Person,2025-06-01T00:00:00Z,2026-03-01T00:00:00Z\n"
    ])
    #expect(try await coach.get("/users").location?.hasPrefix("/signin") == true)
    #expect(try await manager.get("/users").status == 200)
    try await site.setPassword(of: "manager")
    #expect(try await manager.get("/users").location?.hasPrefix("/signin") == true)
  }

  @Test func `Whoever is signed in is led on from the sign-in page`() async throws {
    let site = try await TestSite()
    #expect(try await site.browser(of: "coach").get("/signin").location == "/")
    #expect(try await site.browser(of: "coach").get("/").location == "/overview")
    #expect(try await site.browser(of: "inside").get("/").location == "/home")
  }
}
