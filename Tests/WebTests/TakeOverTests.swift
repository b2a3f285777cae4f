import DatabaseAccess
import Foundation
import Mail
import Testing
import TestSupport
import Web

/// A schedule outlives its owner: it stops, recipients are notified, and users who see all schedules can take it over.
@Suite struct TakeOverTests {
  private static let daily = [
    "name": "Daily", "schedule": "on", "schedule_unit": "day", "schedule_every": "1", "schedule_hour": "6",
    "schedule_start": "2026-03-16", "schedule_format": "csv", "sharing": "1", "add_share": "coach@x.org",
  ]
  private static let day = 86_400

  /// The address of a report that runs daily and is shared with the coach.
  private func report(of user: String, at site: TestSite) async throws -> String {
    let browser = try await site.browser(of: user)
    let saved = try await browser.submit("/reports", Self.daily.merging(["csrf": try await browser.csrf()]) { $1 })
    return String(try #require(saved.location?.split(separator: "?").first))
  }

  /// The owner transfers the platform to another user, and is deleted.
  private func handOver(to user: String, at site: TestSite) async throws {
    let now = FixedClock.daysAgo(0)
    try await site.store.load([
      "memberships": "group,user,role,until\nroot,owner,owner,\(now)\nroot,\(user),owner,\n",
      "users": "id,email,first_name,last_name,created_at,deleted_at\n"
        + "owner,owner@x.org,Owner,Person,2025-06-01T00:00:00Z,\(now)\n",
    ])
  }

  private func schedule(at site: TestSite) async throws -> [String: SQLValue] {
    try #require(try await site.store.rows("report_schedules").first)
  }

  private func isStopped(at site: TestSite) async throws -> Bool {
    for _ in 0..<2_000 {
      if try await schedule(at: site)["pause"] == .text("stopped") { return true }
      try await Task.sleep(for: .milliseconds(10))
    }
    return false
  }

  @Test func `The report of an owner who is deleted stops, receivers and the new owner are told, and it is taken over`()
    async throws
  {
    let letters = Letters()
    let site = try await TestSite.withWorkers(post: letters)
    let address = try await report(of: "owner", at: site)
    try await handOver(to: "outside", at: site)
    #expect(try await isStopped(at: site), "at once, not at the next run")
    let told = try await letters.latest(to: "coach@x.org")
    #expect(told.subject == "A report shared with you has stopped: Daily")
    #expect(told.text.contains("https://stats.example.com/reports\n"))
    let owners = try await letters.latest(to: "outside@x.org")
    #expect(owners.subject == "A scheduled report has stopped: Daily")
    #expect(owners.text.contains("https://stats.example.com/reports/schedules\n"))
    #expect(!letters.recipients.contains("owner@x.org"))

    let browser = try await site.browser(of: "outside")
    let all = try await browser.get("/reports/schedules").text
    for text in ["Daily", "Owner Person", "deleted", "Stopped: its owner has left", "\(address)/take-over"] {
      #expect(all.contains(text), "\(text)")
    }
    #expect(try await browser.get("/reports").text.contains("href=\"/reports/schedules\""))
    let question = try await browser.get("\(address)/take-over").text
    #expect(question.contains("Take over “Daily”?") && question.contains("It has stopped, and resumes"))
    let taken = try await browser.submit("\(address)/take-over", ["csrf": try await browser.csrf()])
    #expect(taken.location == "\(address)?taken=1")
    let page = try await browser.get("\(address)?taken=1").text
    #expect(page.contains("The report is now yours.") && page.contains("name=\"share_user\" value=\"coach\" checked"))
    #expect(try await schedule(at: site)["pause"] == .null)
    let note = try #require(try await site.store.rows("audit_log").first { $0["action"]?.text == "report.take-over" })
    #expect(note["filters"]?.text == "id=\(address.split(separator: "/")[1])")

    site.clock.pass(Self.day)
    let letter = try await letters.latest(to: "coach@x.org", count: 2)
    #expect(letter.subject == "Your file is ready: Daily.csv" && letter.text.contains("Outside Person"))
    #expect(try await letters.latest(to: "outside@x.org", count: 2).subject == "Your file is ready: Daily.csv")
  }

  @Test func `A report is taken over from somebody who is still there, who keeps it and is told`() async throws {
    let letters = Letters()
    let site = try await TestSite.withWorkers(post: letters)
    let address = try await report(of: "admin", at: site)
    let platform = try await site.browser(of: "platform")
    #expect(try await platform.get("\(address)/take-over").text.contains("Admin Person keeps it"))
    let csrf = try await platform.csrf()
    #expect(try await platform.submit("\(address)/take-over", ["csrf": csrf]).status == 303)
    #expect(try await letters.latest(to: "admin@x.org").subject == "Your report has a new owner: Daily")
    let admin = try await site.browser(of: "admin")
    let shared = try await admin.get(address)
    #expect(shared.status == 200 && shared.text.contains("Shared by Platform Person"))
    #expect(try await admin.submit(address, ["csrf": try await admin.csrf(), "name": "Mine"]).status == 404)
    #expect(try await platform.get(address).text.contains("name=\"share_user\" value=\"admin\" checked"))
    // A second time it changes nothing.
    #expect(try await platform.submit("\(address)/take-over", ["csrf": csrf]).status == 303)
    #expect(try await site.store.rows("audit_log").count { $0["action"]?.text == "report.take-over" } == 1)
  }

  @Test func `Only the owner and platform administrators see all schedules and take one over`() async throws {
    let site = try await TestSite()
    let address = try await report(of: "owner", at: site)
    for user in ["admin", "coach", "manager", "inside", "author", "useradmin"] {
      let browser = try await site.browser(of: user)
      #expect(try await browser.get("/reports/schedules").status == 403, "\(user)")
      #expect(try await browser.get("\(address)/take-over").status == 403, "\(user)")
      let answer = try await browser.submit("\(address)/take-over", ["csrf": try await browser.csrf()])
      #expect(answer.status == 403, "\(user)")
    }
    for user in ["owner", "platform"] {
      let browser = try await site.browser(of: user)
      #expect(try await browser.get("/reports/schedules").text.contains("Daily"), "\(user)")
      #expect(try await browser.get("/reports/no-such/take-over").status == 404)
      #expect(try await browser.submit("\(address)/take-over", ["csrf": "no"]).status == 403)
    }
  }

  @Test func `A schedule whose owner loses the role that opens it stops at its next run`() async throws {
    let letters = Letters()
    let site = try await TestSite.withWorkers(post: letters)
    _ = try await report(of: "admin", at: site)
    try await site.store.load([
      "memberships": "group,user,role,until\nsales,admin,admin,\(FixedClock.daysAgo(0))\n"
    ])
    site.clock.pass(Self.day)
    #expect(try await isStopped(at: site))
    #expect(try await letters.latest(to: "owner@x.org").subject == "A scheduled report has stopped: Daily")
    #expect(try await letters.latest(to: "coach@x.org").subject == "A report shared with you has stopped: Daily")
    #expect(try await site.store.rows("report_runs").isEmpty)
  }

  @Test func `The tab Schedule lists the last runs and whom no letter reached`() async throws {
    let post = Refusing(["coach@x.org"])
    let site = try await TestSite.withWorkers(change: { settings in
      settings.mail = .init(mailer: post, sender: MailAddress("stats@example.com")!)
    })
    let address = try await report(of: "admin", at: site)
    site.clock.pass(Self.day)
    for _ in 0..<2_000 {
      let states = try await site.store.rows("letters").map { $0["state"] }
      if states.count == 2, !states.contains(.text("waiting")) { break }
      try await Task.sleep(for: .milliseconds(10))
    }
    let page = try await site.browser(of: "admin").get(address).text
    #expect(page.contains("Last runs") && page.contains("16/03/2026 12:00"))
    #expect(page.contains("2 files created · 1 email sent · not downloaded yet"))
    #expect(page.contains("Email could not be delivered to Coach Person (coach@x.org)"))
  }

  /// A mail server that refuses some addresses.
  final class Refusing: Mailer, Sendable {
    private let addresses: [String]
    init(_ addresses: [String]) { self.addresses = addresses }

    func send(_ message: MailMessage) async throws {
      if addresses.contains(message.to.address) { throw MailFailure(isTemporary: false, "550 no such user") }
    }
  }
}
