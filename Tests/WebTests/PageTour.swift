import DatabaseAccess
import Foundation
import Testing
import TestSupport

/// Visits pages in as many states as possible.
enum PageTour {
  /// Every template, and every property of its model.
  static func all() async throws {
    let bare = try await OverviewPageTests.bareSite()
    _ = try await bare.browser(of: "owner").get("/overview")
    let plain = try await TestSite()
    let pages = try await smallWorld(plain)
    try await setPassword(pages, plain)
    let crowded = try await CrowdedWorld.site()
    try await CrowdedWorld.visit(crowded)
    for user in ["owner", "coach", "manager", "inside"] { try await follow(try await crowded.browser(of: user)) }
    try await breakdown(plain)
  }

  /// Opens the link that a created member was given, and is refused a password.
  private static func setPassword(_ pages: [Answer], _ site: TestSite) async throws {
    let links = pages.compactMap { $0.text.firstMatch(of: #/<code>http[^<]*(/signin[^<]*)</#).map { String($0.1) } }
    let link = try #require(links.first)
    let browser = Browser(port: site.port)
    _ = try await browser.get(link)
    let form = try await browser.get("/signin/password")
    let fields = ["csrf": form.hidden("csrf") ?? "", "new": "short", "again": "short"]
    #expect(try await browser.submit("/signin/password", fields).status == 422)
  }

  /// An internal error.
  private static func breakdown(_ site: TestSite) async throws {
    let session = try await site.browser(of: "owner").cookie("tallybook_session") ?? ""
    _ = try await site.store.database.write { try $0.run("ALTER TABLE tokens RENAME TO lost") }
    let answer = try await Wire.ask(site.port, "GET", "/account", headers: ["Cookie: tallybook_session=\(session)"])
    #expect(answer.status == 500)
  }

  /// Follows the links from the first page, a few of each kind.
  private static func follow(_ browser: Browser) async throws {
    var queue = ["/", "/audit", "/account", "/downloads"]
    var seen = Set(queue)
    var counts: [String: Int] = [:]
    while let path = queue.popLast() {
      let page = try await browser.get(path)
      let links: [String] = page.text.matches(of: #/(?:href|data-card)="(/[^"#]*)/#).map {
        String($0.1).replacing("&amp;", with: "&")
      }
      for link in links + (page.location.map { [$0] } ?? []) where seen.insert(link).inserted {
        guard !link.contains("/download"), !link.hasPrefix("/signin"), link.count(where: { $0 == "&" }) <= 1 else {
          continue
        }
        let kind = kind(of: link)
        counts[kind, default: 0] += 1
        if counts[kind, default: 0] <= 2 { queue.append(link) }
      }
    }
  }

  /// A URL without its ids and values.
  private static func kind(of link: String) -> String {
    let parts = link.components(separatedBy: "?")
    let folders = parts[0].components(separatedBy: "/").enumerated().map { $0.offset % 2 == 0 ? "*" : $0.element }
    return folders.joined(separator: "/") + parts.dropFirst().joined().replacing(#/=[^&]*/#, with: "")
  }

  /// Pages of the small world, and the pages before sign-in.
  static func smallWorld(_ site: TestSite) async throws -> [Answer] {
    let (owner, learner, nobody) = (
      try await site.browser(of: "owner"), try await site.browser(of: "outside"), Browser(port: site.port)
    )
    var pages = [try await nobody.get("/signin"), try await nobody.signIn("nobody@x.org")]
    for path in paths { pages.append(try await owner.get(path)) }
    for path in ["/signin/forgotten", "/signin/password"] { pages.append(try await nobody.get(path)) }
    pages += try await MemberPages.refusedAndMade(by: owner)
    let job = try await owner.orderFile("/users/download")
    let report = try await owner.submit("/reports", ["csrf": try await owner.csrf(), "add_user": "inside@x.org"])
    let saved = try #require(report.location)
    for path in [job, job + "/cancel", "/downloads", saved, String(saved.prefix { $0 != "?" }) + "/delete", "/reports"]
    {
      pages.append(try await owner.get(path))
    }
    _ = try await owner.submit(job + "/cancel", ["csrf": try await owner.csrf()])
    pages.append(try await owner.get(job))
    for path in ["/users", "/home"] { pages.append(try await learner.get(path)) }
    pages.append(try await site.browser(of: "inside").get("/home"))
    pages.append(try await owner.submit("/signout", ["csrf": "forged"]))
    for _ in 0..<11 { _ = try await nobody.signIn("coach@x.org", "wrong") }
    pages.append(try await nobody.signIn("coach@x.org"))
    return pages
  }

  private static let paths = [
    "/users", "/users?tab=deleted", "/users?q=zzz", "/users?tab=deleted&q=zzz", "/users?q=a&group=sales",
    "/users?sort=no", "/users?where=first_name:is:Inside&where=last_activity:filled",
    "/users?group=sales&subgroups=true",
    "/users/inside", "/users/owner", "/users/gone", "/users/%3D1%2B1", "/users/no-such", "/help/statistics",
    "/no-such",
    "/users/inside?courses.page=0", "/users?limit=3", "/users/inside/statistics/total_time_spent",
    "/users/inside/statistics/average_score?limit=1", "/users/inside/statistics/tag_average_score?tag=T",
    "/users/inside/statistics/tag_work?tag=", "/users/manager/statistics/direct_reports",
    "/users/inside/statistics/assigned_programs", "/users/inside/statistics/groups",
    "/program-sessions", "/program-sessions?q=zzz", "/path-sessions", "/courses", "/groups", "/tags", "/questions",
    "/courses?where=learners:gt:0&group=sales&subgroups=true", "/questions/Q1", "/questions/Q2",
    "/program-sessions/S", "/program-sessions/S?q=zzz", "/path-sessions/HS", "/courses/C", "/groups/root", "/tags/T",
    "/users/inside/programs/S", "/users/inside/paths/HS",
    "/users/inside/courses/C/attempts?session=program:S", "/users/inside/courses/C/attempts?session=path:HS",
    "/users/inside/questions/Q1", "/users/inside/answers/n1", "/users/manager/team", "/users/inside/team",
    "/people/inside", "/people/owner", "/people/owner/card", "/collaborative-activities",
    "/collaborative-activities?q=zzz", "/members", "/members?sort=invited_by",
    "/members/new", "/members/inside", "/members/gone", "/members/owner", "/members/inside?said=saved",
    "/members/inside/delete", "/account/sessions",
    "/custom-fields", "/custom-fields?said=created", "/custom-fields/office", "/custom-fields/office/delete",
    "/custom-fields/no-such",
    "/downloads", "/reports", "/reports/new", "/reports/new?user=no-such&add_user=nobody@x.org",
    "/reports/new?group=sales", "/reports/new?edited=1&where=first_name:not:Inside",
    "/reports/new?edited=1&session=program%3AS", "/users?grup=sales", "/users?ward=1",
    "/overview", "/overview?where=custom:office:filled&group=sales",
    "/overview?edited=1&period=between&from=2026-01-01&to=2026-01-31",
    "/overview/expiring", "/overview/inactive?group=sales&page=2",
    "/compare?group=sales&group=ops", "/compare?kind=user&user=inside&add_user=nobody@x.org", "/compare?group=sales",
    "/users?find_group=zz", "/users?where=last_activity:filled&why=outside@x.org",
    "/reports/new?edited=1&why=inside@x.org", "/program-sessions/S?where=first_name:is:Inside",
    "/users/manager/team?where=first_name:is:Nobody",
    "/members?sort=registered_at", "/collaborative-activities?sort=publications",
    "/reports/new?type=summary",
    "/reports/new?type=summary&by=group&by=month&total=true",
    "/reports/new?edited=1&type=summary&shown_type=summary&by=course&by=month&column=messages&column=users",
    "/reports/schedules", "/sources", "/sources/records", "/sources/no-such",
    "/reports/new?edited=1&from=2026-03-31&to=2026-03-01", "/reports/tags/download?from=2026-02-30",
  ]
}
