import Foundation
import ReferenceModel
import Testing
import TestSupport
import Web

/// The charts of a user's page, as far as the server provides them; the browser tests check what the script draws.
@Suite struct ChartTests {
  @Test func `One tag is a bar, not a radar, and says all three scores`() async throws {
    let site = try await TestSite()
    let page = try await site.browser(of: "owner").get("/users/inside").text
    let charts = page.matches(of: #/data-chart="([^"]*)"/#).map { $0.1.replacing("&quot;", with: "\"") }
    #expect(charts.count == 3)
    let scores = try #require(charts.dropFirst().first)
    #expect(scores.contains("\"shape\":\"bars\"") && scores.contains("\"value\":81.25"))
    #expect(scores.contains("[\"Training score: 63 %\",\"Assessment score: 100 %\",\"Average score: 81 %\"]"))
    #expect(charts.last?.contains("[\"Work by tag: 3\",\"Average score: 81 %\"]") == true)
  }

  @Test func `Training time per week counts each attempt in the week of its last activity`() async throws {
    let site = try await TestSite()
    let owner = try await site.browser(of: "owner")
    let page = try await owner.get("/users/inside").text
    let weeks = page.matches(of: #/weekly_training_time\?week=([0-9-]+)"><bdi>([^<]*)<\/bdi>/#)
      .map { "\($0.1) \($0.2)" }
    // Now is Sunday 2026-03-15; the attempts ended 7, 9 and 19 days before.
    #expect(weeks.count == 26)
    #expect(
      weeks.prefix(4) == [
        "2026-03-09 0 h 00 min", "2026-03-02 12 h 10 min", "2026-02-23 0 h 10 min", "2026-02-16 0 h 00 min",
      ])
    let records = try await site.program(of: "owner").get(
      "/api/v1/users/inside/statistics/weekly_training_time/records?week=2026-03-05"
    ).json()
    #expect(records["value"]?.compareForm == "43805" && records["week"]?.compareForm == "\"2026-03-02\"")
    #expect(records.compareForm.contains("\"reason\":\"outside_window\""))
    try await site.program(of: "owner").get(
      "/api/v1/users/inside/statistics/weekly_training_time/records?week=2026-13-01"
    ).expectProblem(400, "bad_request")
  }

  @Test func `Without Chart.js pages name no script that is not there`() async throws {
    let site = try await TestSite()
    let owner = try await site.browser(of: "owner")
    #expect(try await owner.get("/users/inside").text.contains("/libraries/") == false)
    #expect(try await owner.get("/libraries/chart.js").status == 404)
    #expect(ChartLibrary(file: URL(filePath: "/no/such/file")) == nil)
  }
}
