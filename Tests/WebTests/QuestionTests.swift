import Access
import DatabaseAccess
import Foundation
import Testing
import TestSupport

/// Nothing is lost by one click: destructive actions ask for confirmation, on a page that says what is removed.
@Suite struct QuestionTests {
  /// All POST forms of a page, by their address; and all links.
  private func posts(of page: Answer) -> Set<String> {
    Set(page.text.matches(of: #/(?:method="post" action|formaction)="([^"]*)"/#).map { String($0.1) })
  }

  private func links(of page: Answer) -> Set<String> {
    Set(page.text.matches(of: #/<a [^>]*href="([^"]*)"/#).map { String($0.1) })
  }

  /// The page links to the confirmation, which changes nothing by itself, and whose form performs the action.
  private func expectsQuestion(
    _ path: String, on page: String, by browser: Browser, _ site: TestSite, table: String, says texts: [String]
  ) async throws {
    let shown = try await browser.get(page)
    #expect(links(of: shown).contains(path), "\(page) does not lead to \(path)")
    #expect(!posts(of: shown).contains(path), "\(page) does it by one click")
    let before = try await site.store.dump()[table]
    let question = try await browser.get(path)
    #expect(question.status == 200 && posts(of: question).contains(path))
    for text in texts { #expect(question.text.contains(text), "\(path) does not say \(text)") }
    #expect(try await browser.submit(path, ["csrf": "forged"]).status == 403)
    #expect(try await browser.submit(path, [:]).status == 403)
    #expect(try await site.store.dump()[table] == before, "\(path) changed something before it was answered")
    #expect(try await browser.send(path).status == 303)
    #expect(try await site.store.dump()[table] != before, "\(path) did nothing")
  }

  @Test func `Deleting a user says who goes and what ends`() async throws {
    let site = try await TestSite()
    try await site.store.load([
      "managers": "user,manager\nreport,inside\ninside,coach\n",
      "memberships": "group,user,role\nsales,inside,author\n",
    ])
    _ = try await site.token(of: "inside")
    let owner = try await site.browser(of: "owner")
    try await expectsQuestion(
      "/members/inside/delete", on: "/members/inside", by: owner, site, table: "users",
      says: [
        "Delete Inside Person?", "can no longer sign in", "1 token will be revoked", "2 memberships will end:",
        "Sales &lt;&amp;&gt; (Learner)", "1 user will no longer have them as a manager", "Coach Person",
        "statistics are kept",
      ])
    #expect(try await owner.get("/members/inside/delete").status == 404, "deleted already")
    #expect(try await owner.get("/members/owner/delete").status == 403)
    #expect(try await site.browser(of: "useradmin").get("/members/outside/delete").status == 404)
  }

  @Test func `Deleting a report says whether it runs and with whom it is shared`() async throws {
    let site = try await TestSite()
    let owner = try await site.browser(of: "owner")
    let fields = [
      ("name", "Shared <file>"), ("sharing", "1"), ("add_share", "coach@x.org"), ("schedule", "on"),
      ("schedule_every", "1"), ("schedule_unit", "week"), ("schedule_hour", "8"), ("schedule_start", "2026-04-01"),
    ]
    let saved = try #require(try await owner.send("/reports", fields).location)
    let path = String(saved.prefix { $0 != "?" })
    let coach = try await site.browser(of: "coach")
    try await expectsQuestion(
      path + "/leave", on: path, by: coach, site, table: "report_refusals",
      says: ["Remove “Shared &lt;file&gt;” from your list?", "Owner Person can share it with you again"])
    try await expectsQuestion(
      path + "/delete", on: path, by: owner, site, table: "custom_reports",
      says: ["Delete the report “Shared &lt;file&gt;”?", "1 user it is shared with loses access"])
    #expect(try await owner.get(path + "/delete").status == 404)
  }

  @Test func `Revoking a token, signing out a browser and signing out everywhere are asked about`() async throws {
    let site = try await TestSite()
    let coach = try await site.browser(of: "coach")
    _ = try await Browser(port: site.port).signIn("coach@x.org")
    _ = try await coach.send("/account/tokens", [("name", "Nightly <file>")])
    let number = try await site.store.database.read { try $0.number("SELECT max(key) FROM tokens") }
    try await expectsQuestion(
      "/account/tokens/\(number)/revoke", on: "/account", by: coach, site, table: "tokens",
      says: ["Revoke the token “Nightly &lt;file&gt;”?"])
    #expect(try await site.browser(of: "owner").get("/account/tokens/\(number)/revoke").status == 404)
    let here = String(Secret.hash(try #require(coach.cookie("tallybook_session"))).prefix(16))
    let ends = links(of: try await coach.get("/account")).filter { $0.hasSuffix("/end") }
    #expect(ends.count == 2)
    let other = try #require(ends.first { !$0.contains(here) })
    try await expectsQuestion(
      other, on: "/account", by: coach, site, table: "web_sessions", says: ["have to sign in again"])
    try await expectsQuestion(
      "/account/sessions", on: "/account", by: coach, site, table: "web_sessions",
      says: ["Sign out everywhere?", "signed in with 1 browser"])
  }

  @Test func `Cancelling a download is asked about`() async throws {
    let site = try await TestSite()
    let owner = try await site.browser(of: "owner")
    let job = try await owner.orderFile("/users/download", ["format": "csv"])
    try await expectsQuestion(
      job + "/cancel", on: job, by: owner, site, table: "jobs", says: ["The file will not be created"])
    #expect(try await owner.get(job + "/cancel").status == 404)
  }

  @Test func `A custom field is asked about`() async throws {
    let site = try await TestSite()
    let owner = try await site.browser(of: "owner")
    let page = try await owner.get("/custom-fields/office")
    #expect(links(of: page).contains("/custom-fields/office/delete"))
    #expect(!posts(of: page).contains("/custom-fields/office/delete"))
  }
}
