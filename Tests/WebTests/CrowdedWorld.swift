import DatabaseAccess
import Foundation
import Mail
import SingleSignOn
import Testing
import TestSupport
import Web

/// The small world with more of everything, and a site on which nothing is switched off.
enum CrowdedWorld {
  private static let then = "2025-06-01T00:00:00Z"
  /// So many that lists have several pages.
  private static let many = 1...120

  static func site() async throws -> TestSite {
    let script = FileManager.default.temporaryDirectory.appending(path: "chart-\(UUID().uuidString).js")
    try Data("//".utf8).write(to: script)
    defer { try? FileManager.default.removeItem(at: script) }
    let site = try await TestSite.withWorkers(
      texts,
      change: { settings in
        let mailer = TakeOverTests.Refusing(["coach@x.org"])
        settings.mail = .init(mailer: mailer, sender: MailAddress("stats@example.com")!)
        settings.chartLibrary = ChartLibrary(file: script)
        settings.singleSignOn = SingleSignOnSettings(issuer: "https://id.example.com", clientID: "c", clientSecret: nil)
      })
    try await site.store.load(["memberships": "group,user,role,since\nops,inside,author,\(then)\n"])
    return site
  }

  private static func rows(_ row: (Int) -> String) -> String { many.map { row($0) + "\n" }.joined() }

  private static var texts: [String: String] {
    let small = AnswerPageTests.texts
    func with(_ kind: String, _ rows: String) -> String { (small[kind] ?? "") + rows }
    let choice = { (number: Int) in #"{""id"":""c\#(number)"",""description"":""C""}"# }
    let choices = "[" + (1...210).map(choice).joined(separator: ",") + "]"
    return small.merging([
      "custom_fields": with("custom_fields", (1...12).map { "f\($0),Field \($0),text\n" }.joined()),
      "managers": "user,manager\nreport,manager\ninside,manager\nmanager,coach\nauthor,coach\n",
      "groups": with("groups", rows { "g\($0),Group \($0),sales" } + "same,Group 1,ops\n"),
      "memberships": with(
        "memberships",
        "sales,manager,learner\nsales,author,learner\n" + (1...20).map { "g\($0),inside,learner\n" }.joined()),
      "courses": with("courses", rows { "c\($0),Course \($0),author,\(then)" }),
      "attempts": with(
        "attempts",
        rows { "y\($0),inside,c\($0),,\(FixedClock.daysAgo(8)),\(FixedClock.daysAgo(7)),60,50,," }),
      "program_sessions": with(
        "program_sessions", (1...4).map { "S\($0),P,Soon \($0),\(then),\(FixedClock.daysAgo(-5))\n" }.joined()),
      "enrolments": with("enrolments", (1...4).map { "program,S\($0),report,individual,\(then)\n" }.joined()),
      "questions": with(
        "questions",
        "long,choice,Long,\"\(choices)\",c1\n" + #"several,fill-in,Several,,"[""Ann"",""Bob""]""# + "\n"),
      "answers": with("answers", "long,inside,long,\(then),c2,0\nseveral,inside,several,\(then),Ann,100\n"),
    ]) { $1 }
  }

  /// States that no link leads to.
  static func visit(_ site: TestSite) async throws {
    let owner = try await site.browser(of: "owner")
    for path in paths {
      let page = try await owner.get(path)
      let next = page.text.firstMatch(of: #/rel="next" href="([^"]*)"/#)
      if let next { _ = try await owner.get(String(next.1).replacing("&amp;", with: "&")) }
    }
    for kind in ["good", "bad", "worse", "bare"] {
      for name in AnswerPageTests.kinds.map(\.name) { _ = try await owner.get("/users/inside/answers/\(name)-\(kind)") }
    }
    try await members(owner, site)
    try await files(owner, site)
    try await account(owner, site)
    try await reports(try await site.browser(of: "owner"), site)
    try await summary(try await site.browser(of: "owner"), site)
    let nobody = Browser(port: site.port)
    for email in ["no address", "", "nobody@x.org"] {
      let form = try await nobody.get("/signin/forgotten")
      _ = try await nobody.submit("/signin/forgotten", ["csrf": form.hidden("csrf") ?? "", "email": email])
    }
  }

  private static let paths = [
    "/compare?group=sales&group=root",
    "/users?limit=3", "/users?tab=deleted&q=a&group=sales&find_group=g", "/users?find_group=zzz", "/users/gone",
    "/users/inside?courses.page=2", "/users/%3D1%2B1", "/users/manager/team", "/users/inside/answers/long",
    "/users/inside/answers/several", "/users?find_group=Group+1",
    "/users/inside/statistics/total_time_spent?limit=1", "/users/inside/statistics/tag_work?tag=T",
    "/users/inside/statistics/average_score", "/users/download?ask=1&about=1&format=csv", "/help/statistics",
    "/courses?page=2&sort=learners", "/courses?q=zzz&sort=learners", "/groups/sales?q=zzz&sort=last_name",
    "/reports/new?edited=1&type=general-stats&from=2026-03-31&to=2026-03-01&user=inside&add_user=no@x.org&group=sales",
    "/reports/new?edited=1&sharing=1&add_share=no@x.org&share_user=coach&find_share_group=g",
    "/reports/new?edited=1&where=no_such&where=last_name:starts:a",
    "/reports/new?type=summary&by=day&from=2020-01-01&to=2026-01-01",
    "/reports/new?edited=1&schedule=on&schedule_every=0", "/custom-fields?said=created", "/audit?user=inside",
  ]

  private static func members(_ owner: Browser, _ site: TestSite) async throws {
    _ = try await MemberPages.refusedAndMade(by: owner)
    _ = try await owner.change(
      "inside", [("email", "no"), ("add_manager", "nobody@x.org"), ("group", "sales"), ("role", "no")])
    _ = try await owner.change("inside", [("add_manager", "nobody@x.org")])
    _ = try await owner.send("/lrs/credentials", [("name", "")])
    let made = try await owner.send(
      "/lrs/credentials", [("name", "Sender"), ("scope", "all"), ("lenient", "1"), ("no_derive", "1")])
    _ = try await owner.send(
      "/lrs/credentials", [("name", ""), ("scope", "all"), ("lenient", "1"), ("no_derive", "1")])
    _ = try await site.store.database.write { session in
      try session.run("INSERT INTO refused_statements (id, body, reason, refused_at) VALUES ('r', '{}', 'no', 1)")
      for number in 0..<30 {
        try session.run("INSERT INTO statement_actors (hash, kind, value) VALUES (\("h\(number)"), 'account', 'a')")
      }
    }
    for path in ["/lrs", "/lrs?said=revoked"] { _ = try await owner.get(path) }
    #expect(made.text.contains("not shown again"))
    for (kind, value) in [("account", "https://lms.example.com 42"), ("account", "nothing")] {
      _ = try await owner.send("/users/inside/identities", [("kind", kind), ("value", value)])
    }
    _ = try await owner.send(
      "/users/author/identities", [("kind", "account"), ("value", "https://lms.example.com 42")])
    for path in ["/users/inside/identities?said=added", "/users/author/identities"] { _ = try await owner.get(path) }
    _ = try await owner.send("/custom-fields", [("title", ""), ("type", "date")])
    _ = try await owner.send("/custom-fields/office", [("title", "")])
    _ = try await owner.send("/members/author/delete")
    for path in ["/members/author", "/members/gone", "/members/inside"] { _ = try await owner.get(path) }
    let limited = try await site.browser(of: "useradmin")
    for path in ["/members/inside", "/members/coach", "/members/new"] { _ = try await limited.get(path) }
    let coach = try await site.browser(of: "coach")
    for path in ["/users/manager/team", "/users/manager/statistics/direct_reports"] { _ = try await coach.get(path) }
  }

  /// A shared report whose schedule was paused after a run that did not reach someone.
  private static func reports(_ owner: Browser, _ site: TestSite) async throws {
    let saved = try await owner.send(
      "/reports",
      [
        ("name", "Weekly"), ("edited", "1"), ("user", "inside"), ("sharing", "1"), ("add_share", "coach@x.org"),
        ("schedule", "on"), ("schedule_unit", "day"), ("schedule_every", "1"), ("schedule_hour", "6"),
        ("schedule_start", "2026-03-16"), ("schedule_format", "csv"),
      ])
    let address = String(try #require(saved.location?.split(separator: "?").first))
    // A day later, sessions have ended.
    site.clock.pass(86_400)
    let later = try await site.browser(of: "owner")
    for _ in 0..<2_000 {
      if try await later.get(address).text.contains("could not be delivered") { break }
      try await Task.sleep(for: .milliseconds(10))
    }
    _ = try await site.store.database.write {
      try $0.run("UPDATE report_schedules SET pause = 'unused', due_at = NULL")
    }
    for user in ["owner", "coach"] { _ = try await site.browser(of: user).get(address) }
    let platform = try await site.browser(of: "platform")
    for path in [address + "/take-over", "/reports/schedules"] { _ = try await platform.get(path) }
  }

  /// A shared summary, before and after its custom field is deleted.
  private static func summary(_ owner: Browser, _ site: TestSite) async throws {
    let saved = try await owner.send(
      "/reports",
      [("edited", "1"), ("type", "summary"), ("by", "custom:f12"), ("sharing", "1"), ("add_share", "coach@x.org")])
    let address = String(try #require(saved.location?.split(separator: "?").first))
    let coach = try await site.browser(of: "coach")
    _ = try await coach.get(address)
    _ = try await owner.send("/custom-fields/f12/delete", [("values", "999")])
    #expect(try await coach.get(address).text.contains("class=\"problem\""))
  }

  /// Exports in every state.
  private static func files(_ owner: Browser, _ site: TestSite) async throws {
    let done = try await owner.orderFile("/users/download", ["format": "csv", "about": "1"])
    _ = try await owner.page(of: done, when: "done")
    for state in ["running", "failed", "waiting"] {
      _ = try await site.store.database.write { session in
        try session.run(
          """
          UPDATE jobs SET state = \(state), rows_expected = 10, rows_done = 5, reason = 'none',
            lease_until = \(FixedClock.now * 2), due_at = \(FixedClock.now * 2)
          """)
      }
      for path in [done, "/downloads"] { _ = try await owner.get(path) }
    }
  }

  /// A new token, with and without a password.
  private static func account(_ owner: Browser, _ site: TestSite) async throws {
    _ = try await owner.send("/account/tokens", [("name", "New")])
    let browser = try await site.browser(of: "outside")
    site.clock.pass(700)
    _ = try await browser.get("/account")
    _ = try await site.store.database.write { session in
      try session.run("DELETE FROM passwords WHERE user_key = (SELECT key FROM users WHERE id = 'outside')")
    }
    _ = try await browser.get("/account")
  }
}
