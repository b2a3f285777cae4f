import Access
import DatabaseAccess
import Testing
import TestSupport

/// The viewer's own account, and the audit log (`access.md`).
@Suite struct AccountTests {
  private let next = "a new and longer one"

  @Test func `A password is changed by who knows the present one, and signs out everywhere else`() async throws {
    let site = try await TestSite()
    let (here, there) = (try await site.browser(of: "coach"), Browser(port: site.port))
    _ = try await there.signIn("coach@x.org")
    let csrf = try #require(try await here.get("/account").hidden("csrf"))
    let answer = try await here.submit(
      "/account/password", ["csrf": csrf, "present": TestSite.password, "new": next, "again": next])
    #expect(answer.location == "/account?password=changed")
    #expect(try await here.get("/account?password=changed").text.contains("Your password has been changed"))
    #expect(try await there.get("/users").location?.hasPrefix("/signin") == true)
    let anew = Browser(port: site.port)
    #expect(try await anew.signIn("coach@x.org").status == 401)
    #expect(try await anew.signIn("coach@x.org", next).location == "/")
  }

  @Test(arguments: [
    ["present": "wrong", "new": "long enough, surely", "again": "long enough, surely"],
    ["present": TestSite.password, "new": "short", "again": "short"],
    ["present": TestSite.password, "new": "long enough, surely", "again": "long enough, but other"],
    ["present": TestSite.password, "new": String(repeating: "x", count: 1025)],
    [:],
  ])
  func `A change that makes no sense is refused, and the old password stays`(fields: [String: String]) async throws {
    let site = try await TestSite()
    let browser = try await site.browser(of: "coach")
    let csrf = try #require(try await browser.get("/account").hidden("csrf"))
    let answer = try await browser.submit("/account/password", fields.merging(["csrf": csrf]) { $1 })
    #expect(answer.status == 422 && answer.text.contains("Nothing was changed"))
    #expect(try await Browser(port: site.port).signIn("coach@x.org").location == "/")
  }

  @Test func `Guessing the present password is limited as signing in is`() async throws {
    let site = try await TestSite()
    let browser = try await site.browser(of: "coach")
    let csrf = try #require(try await browser.get("/account").hidden("csrf"))
    let fields = ["csrf": csrf, "present": "wrong", "new": next, "again": next]
    for _ in 1...10 { #expect(try await browser.submit("/account/password", fields).status == 422) }
    let answer = try await browser.submit("/account/password", fields)
    #expect(answer.status == 429 && answer.headers["retry-after"] != nil)
  }

  @Test func `Signing out everywhere ends every session`() async throws {
    let site = try await TestSite()
    let (here, there) = (try await site.browser(of: "coach"), Browser(port: site.port))
    _ = try await there.signIn("coach@x.org")
    let page = try await here.get("/account")
    #expect(try await here.get("/account/sessions").text.contains("signed in with 2 browsers"))
    let answer = try await here.submit("/account/sessions", ["csrf": page.hidden("csrf") ?? ""])
    #expect(answer.location == "/signin")
    #expect(try await there.get("/users").location?.hasPrefix("/signin") == true)
    #expect(try await Browser(port: site.port).get("/account").location?.hasPrefix("/signin") == true)
  }

  @Test func `A token is made, shown once, used, and revoked by its owner alone`() async throws {
    let site = try await TestSite()
    let (coach, owner) = (try await site.browser(of: "coach"), try await site.browser(of: "owner"))
    let csrf = try #require(try await coach.get("/account").hidden("csrf"))
    let made = try await coach.submit("/account/tokens", ["csrf": csrf, "name": "Nightly <file>", "access": "read"])
    let secret = try #require(made.text.firstMatch(of: /tb_[A-Za-z0-9_-]{43}/)).output
    let program = Browser(port: site.port, token: String(secret))
    #expect(try await program.get("/api/v1/users").status == 200)
    let page = try await coach.get("/account")
    #expect(page.text.contains("Nightly &lt;file&gt;") && !page.text.contains(secret))
    let revoke = try #require(page.text.firstMatch(of: /\/account\/tokens\/\d+\/revoke/)).output
    let strange = try #require(try await owner.get("/account").hidden("csrf"))
    #expect(try await owner.submit(String(revoke), ["csrf": strange]).status == 404)
    #expect(try await program.get("/api/v1/users").status == 200)
    #expect(try await coach.submit(String(revoke), ["csrf": csrf]).location == "/account#tokens")
    #expect(try await program.get("/api/v1/users").status == 401)
  }

  @Test func `A token ends with its last day; a date that is none is refused`() async throws {
    let site = try await TestSite()
    let coach = try await site.browser(of: "coach")
    let csrf = try #require(try await coach.get("/account").hidden("csrf"))
    #expect(try await coach.submit("/account/tokens", ["csrf": csrf, "expires": "soon"]).status == 400)
    _ = try await coach.submit("/account/tokens", ["csrf": csrf, "expires": "2026-12-31"])
    let token = try #require(try await site.store.database.read { try Token.all($0).last })
    #expect(token.expiresAt == 1_798_761_600)
  }

  @Test func `Who looked at one's statistics is on one's account; the whole log is for administrators`() async throws {
    let site = try await TestSite()
    let coach = try await site.browser(of: "coach")
    _ = try await coach.get("/users/inside")
    _ = try await coach.get("/users/download?q=ins")
    let (inside, owner) = (try await site.browser(of: "inside"), try await site.browser(of: "owner"))
    try await site.waitForAudit(count: 2)
    let own = try await inside.get("/account").text
    #expect(own.contains("Coach Person") && own.contains("Viewed a user’s statistics"))
    #expect(!own.contains("Downloaded the list of users"))
    let log = try await owner.get("/audit").text
    #expect(log.contains("Downloaded the list of users") && log.contains("q=ins"))
    #expect(try await owner.get("/audit?user=outside").text.contains("No entries yet."))
    let file = try await owner.get("/audit/download?format=csv").text
    #expect(file.contains("Coach,Person,coach@x.org,user.view,Inside,Person,inside@x.org"))
    for person in [coach, inside] {
      #expect(try await person.get("/audit").status == 403)
      #expect(try await person.get("/audit/download").status == 403)
    }
    #expect(try await owner.get("/audit?before=x").status == 400)
  }
}

extension TestSite {
  /// Entries of the audit log are written after the response.
  func waitForAudit(count: Int) async throws {
    for _ in 0..<3_000 {
      if try await store.rows("audit_log").count >= count { return }
      try await Task.sleep(for: .milliseconds(20))
    }
    Issue.record("the audit log did not get \(count) entries in a minute")
  }
}
