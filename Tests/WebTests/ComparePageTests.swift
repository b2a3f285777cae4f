import ReferenceModel
import Testing

@testable import Web

/// Groups, users or sessions side by side: page and API.
@Suite struct ComparePageTests {
  private static let shared = Task { try await TestSite() }

  let site: TestSite

  init() async throws { site = try await Self.shared.value }

  @Test func `The API gives figures, those before, differences to the first, and trends`() async throws {
    let program = try await site.program(of: "owner")
    let json = try await program.get("/api/v1/compare?group=sales&group=ops").json()
    guard case .list(let items)? = json["items"] else { throw Missing() }
    #expect(items.count == 2)
    let figures = try items.map { try #require($0["figures"]) }
    #expect(figures[0]["completed_courses"]?["value"]?.compareForm == "1")
    #expect(figures[1]["completed_courses"]?["difference"]?.compareForm == "-1")
    #expect(figures[1]["average_score"]?["value"]?.compareForm == "null")
    #expect(figures[1]["average_score"]?["difference"]?.compareForm == "null")
    #expect(figures[0]["users"]?["difference"]?.compareForm == "0")
    #expect(json["unit"]?.compareForm == "\"week\"" && json["period"]?["to"]?.compareForm == "\"2026-03-15\"")
    guard case .list(let trend)? = items[0]["trend"] else { throw Missing() }
    #expect(trend.count == 13 && trend[0]["start"] != nil && trend[0]["time_spent"] != nil)
    let year = try await program.get("/api/v1/compare?user=inside&user=owner&period=this_year").json()
    #expect(year["unit"]?.compareForm == "\"month\"" && year["previous"]?["to"]?.compareForm == "\"2025-12-31\"")
    let sessions = try await program.get("/api/v1/compare?session=program:S&session=path:HS")
    #expect(sessions.status == 200)
  }

  private struct Missing: Error {}

  @Test(arguments: [
    ("group=sales", "group must be given 2 to 4 times"), ("", "group must be given 2 to 4 times"),
    ("group=sales&group=ops&group=root&group=a&group=b", "at most 4 times"),
    ("group=sales&group=sales", "names the same one twice"), ("group=sales&user=inside", "user cannot be combined"),
    ("user=inside&user=owner&from=2026-01-01&period=last_year", "period cannot be combined"),
    ("user=inside&user=owner&to=2026-01-01", "from is missing"),
    ("user=inside&user=owner&from=2026-02-30", "from is not a date"),
    ("user=inside&user=owner&from=2027-01-01", "is after to 2026-03-15"),
    ("user=inside&user=owner&from=5500-01-01&to=9999-12-31", "has more than 10000 months"),
    ("user=inside&user=owner&from=0001-01-01&to=0500-01-01", "from leaves no days to compare with before it"),
    ("user=inside&user=owner&where=nonsense:is:x", "is not a column"),
    ("user=inside&user=owner&subgroups=true", "subgroups is not a parameter"),
    ("user=inside&user=owner&kind=user", "kind is not a parameter"),
  ])
  func `What cannot be compared is refused with the parameter`(query: String, reason: String) async throws {
    let answer = try await site.program(of: "owner").get("/api/v1/compare?\(query)")
    answer.expectProblem(400, "bad_request", "\(query)")
    #expect(answer.text.contains(reason), "\(answer.text)")
  }

  @Test(arguments: [
    ("coach", "user=inside&user=outside", 404), ("coach", "user=inside&user=no-such", 404),
    ("coach", "group=sales&group=ops", 404), ("coach", "group=sales&group=no-such", 404),
    ("coach", "session=program:S&session=path:no-such", 404), ("manager", "session=program:S&session=path:HS", 404),
    ("outside", "user=inside&user=outside", 403), ("coach", "session=program:S&session=path:HS", 200),
  ])
  func `What the viewer may not choose is not found`(viewer: String, query: String, status: Int) async throws {
    #expect(try await site.program(of: viewer).get("/api/v1/compare?\(query)").status == status)
  }

  @Test func `The page starts empty, asks for a second one, and shows figures, charts and tables`() async throws {
    let browser = try await site.browser(of: "owner")
    #expect(try await browser.get("/compare").text.contains("Choose two to four to compare."))
    #expect(try await browser.get("/compare?group=sales").text.contains("Choose one more to compare."))
    let added = try await browser.get("/compare?edited=1&kind=user&user=inside&add_user=owner@x.org&from=&to=")
    #expect(added.location == "/compare?kind=user&user=inside&user=owner")
    #expect(try await browser.get("/compare?kind=user&add_user=nobody@x.org").text.contains("No user you can see"))
    let page = try await browser.get("/compare?group=sales&group=ops&where=last_name:filled").text
    #expect(page.matches(of: #/data-chart=/#).count == 6 && page.contains("before: "))
    #expect(page.contains("group=sales&amp;subgroups=true") || page.contains("subgroups=true&amp;"))
    #expect(page.contains("Last name has a value"))
    let dates = try await browser.get("/compare?edited=1&period=between&from=2026-01-01&to=2026-01-31&kind=group").text
    #expect(dates.contains("value=\"between\" selected") && dates.contains("value=\"2026-01-31\""))
    let conflict = try await browser.ask(
      "GET", "/compare?period=last_year&from=2026-01-01", headers: ["Accept": "text/html"])
    #expect(conflict.status == 400)
  }

  @Test func `Groups, their pages, sessions and users lead to the comparison`() async throws {
    let browser = try await site.browser(of: "owner")
    for (path, link) in [
      ("/groups", "href=\"/compare\""), ("/groups/sales", "/compare?group=sales"),
      ("/program-sessions/S", "/compare?session=program%3AS"), ("/users/inside", "/compare?user=inside"),
    ] {
      #expect(try await browser.get(path).text.contains(link), "\(path)")
    }
    #expect(try await !site.browser(of: "inside").get("/users/inside").text.contains("/compare"))
  }
}
