import Access
import DatabaseAccess
import Foundation
import ReferenceModel
import Testing
import TestSupport

/// Sharing: permissions for another user's report.
@Suite struct SharingTests {
  /// A shared report; returns its address.
  private func shared(
    by browser: Browser, _ fields: [String: String] = ["add_share": "coach@x.org"]
  ) async throws -> String {
    let saved = try await browser.submit(
      "/reports",
      ["csrf": try await browser.csrf(), "name": "Shared file", "sharing": "1"].merging(fields) { $1 })
    #expect(saved.status == 303)
    return String(try #require(saved.location?.split(separator: "?").first))
  }

  private func change(_ address: String, by browser: Browser, _ fields: [String: String]) async throws -> Answer {
    try await browser.submit(address, ["csrf": try await browser.csrf()].merging(fields) { $1 })
  }

  @Test
  func `With whom it is shared, they run it over their own users, change nothing, and lose it when it is withdrawn`()
    async throws
  {
    let site = try await TestSite.withWorkers()
    let owner = try await site.browser(of: "owner")
    let coach = try await site.browser(of: "coach")
    let address = try await shared(by: owner)
    #expect(try await owner.get("/reports").text.contains("With one user or group"))
    let list = try await coach.get("/reports").text
    #expect(list.contains(address) && list.contains("Shared by Owner Person"))

    let page = try await coach.get(address)
    #expect(page.status == 200 && page.text.contains("Shared file") && !page.text.contains("outside"))
    let own = try await coach.get("/reports/general-stats/download").data
    let file = try await coach.get(address + "/download?format=csv")
    #expect(file.data == own, "the coach's own rows")
    #expect(file.data != (try await owner.get(address + "/download?format=csv").data))
    #expect(file.headers["content-disposition"]?.contains("Shared file.csv") == true)
    let job = try await coach.orderFile(address + "/download", ["format": "csv"])
    _ = try await coach.page(of: job, when: "done")
    #expect(try await coach.get(job + "/file").data == own)

    for path in ["", "/delete"] {
      #expect(try await change(address + path, by: coach, [:]).status == 404)
    }
    let manager = try await site.browser(of: "manager")
    let unknown = try await manager.get("/reports/no-such")
    for path in ["", "/download"] {
      #expect(try await manager.get(address + path).data == unknown.data && unknown.status == 404)
    }
    for path in ["/leave", "/download", "/duplicate"] {
      #expect(try await change(address + path, by: manager, [:]).status == 404)
    }
    #expect(try await change(address + "/leave", by: owner, [:]).status == 404)
    #expect(try await site.browser(of: "inside").get(address).status == 403)

    #expect(try await change(address, by: owner, ["name": "Shared file", "sharing": "1"]).status == 303)
    #expect(try await coach.get(address).data == (try await coach.get("/reports/no-such").data))
    #expect(!(try await coach.get("/reports").text.contains(address)))
    let actions = try await site.store.rows("audit_log").map { $0["action"]?.text }
    #expect(actions.contains("report.share") && actions.contains("report.withdraw"))
  }

  @Test func `Only people and groups whom the owner sees can be chosen`() async throws {
    let site = try await TestSite()
    let coach = try await site.browser(of: "coach")
    let address = try await shared(
      by: coach, ["share_user": "outside", "share_group": "ops", "add_share": "inside@x.org, outside@x.org;no@x.org"])
    #expect(try await site.store.rows("report_users").count == 1)
    #expect(try await site.store.rows("report_groups").isEmpty)
    let page = try await coach.get(address).text
    #expect(page.contains("name=\"share_user\" value=\"inside\" checked"))
    #expect(page.contains("has no role that gives access to reports"))
    #expect(!page.contains("value=\"outside\"") && !page.contains("value=\"ops\""))
    let answer = try await change(address, by: coach, ["sharing": "1", "add_share": "outside@x.org no@x.org"])
    let told = try await coach.get(try #require(answer.location)).text
    for name in ["outside@x.org", "no@x.org"] { #expect(told.contains("not shared with \(name)")) }
  }

  @Test func `Filters on people whom the receiver does not see stay unknown to them`() async throws {
    let site = try await TestSite()
    let owner = try await site.browser(of: "owner")
    let coach = try await site.browser(of: "coach")
    let both = try await shared(by: owner, ["add_share": "coach@x.org", "user": "outside", "add_user": "inside@x.org"])
    let page = try await coach.get(both).text
    #expect(page.contains("Inside Person, others you cannot see") && !page.contains("outside"))
    let copy = try await change(both + "/duplicate", by: coach, [:])
    let own = try await coach.get(try #require(copy.location)).text
    #expect(own.contains("name=\"user\" value=\"inside\" checked") && !own.contains("\"outside\""))

    let one = try await shared(by: owner, ["add_share": "coach@x.org", "user": "outside"])
    #expect(!(try await coach.get(one).text.contains("outside")))
    #expect(CommaSeparated.rows(of: try await coach.get(one + "/download").text).count == 1, "the header alone")
    #expect(try await change(one + "/duplicate", by: coach, [:]).status == 403)
  }

  @Test func `A group stands for its members of the moment; whoever leaves a report has left it until named again`()
    async throws
  {
    let site = try await TestSite()
    let owner = try await site.browser(of: "owner")
    let coach = try await site.browser(of: "coach")
    let address = try await shared(by: owner, ["share_group": "sales"])
    #expect(try await coach.get(address).status == 200)
    let gone = "memberships"
    try await site.store.load([gone: "group,user,role,until\nsales,coach,coach,2026-03-01T00:00:00Z\n"])
    try await site.store.load([gone: "group,user,role\nops,coach,coach\n"])
    #expect(try await coach.get(address).status == 404)

    let admin = try await site.browser(of: "admin")
    #expect(try await change(address + "/leave", by: admin, [:]).location == "/reports")
    #expect(try await admin.get(address).status == 404)
    _ = try await change(address, by: owner, ["sharing": "1", "share_group": "sales", "add_share": "admin@x.org"])
    #expect(try await admin.get(address).status == 200)
  }

  @Test func `A report of somebody who is deleted is shared no more, and again once they are back`() async throws {
    let site = try await TestSite()
    let coach = try await site.browser(of: "coach")
    let address = try await shared(by: try await site.browser(of: "platform"))
    func put(_ deletedAt: String) async throws {
      try await site.store.load([
        "users": "id,email,first_name,last_name,created_at,deleted_at\n"
          + "platform,platform@x.org,Platform,Person,2025-06-01T00:00:00Z,\(deletedAt)\n"
      ])
    }
    #expect(try await coach.get(address).status == 200)
    try await put("2026-03-15T00:00:00Z")
    #expect(try await coach.get(address).status == 404)
    #expect(!(try await coach.get("/reports").text.contains(address)))
    try await put("")
    #expect(try await coach.get(address).status == 200)
  }

  @Test func `Who opens reports is one rule, for one and for many`() async throws {
    let site = try await TestSite()
    let found = try await site.store.database.read { session in
      let many = try session.all(
        "SELECT u.id FROM users AS u WHERE u.deleted_at IS NULL AND \(sql: Viewer.Roles.seeUsers("u.key"))"
      ) { $0.text(at: 0) }
      let ids = try session.all("SELECT id FROM users") { $0.text(at: 0) }
      return (many, try ids.filter { try Viewer(id: $0, session)?.roles.seesUsers == true })
    }
    #expect(Set(found.0) == Set(found.1) && found.0.count == 5)
  }
}
