import Foundation
import ReferenceModel
import Testing
import TestSupport

/// `GET /api/v1/users/{id}/statistics/{key}/records`, and its page.
@Suite struct EvidenceAPITests {
  private static let shared = Task { try await TestSite() }
  let site: TestSite

  init() async throws { site = try await Self.shared.value }

  private func records(_ key: String, _ query: String = "") async throws -> ExactJSON {
    try await site.program(of: "owner").get("/api/v1/users/inside/statistics/\(key)/records\(query)").json()
  }

  private func list(_ json: ExactJSON, _ key: String) -> [ExactJSON] {
    if case .list(let list)? = json[key] { list } else { [] }
  }

  @Test func `Of attempts on a course in a session only the most recent one counts, and the others say why`()
    async throws
  {
    let json = try await records("total_time_spent")
    #expect(json["value"]?.compareForm == "43805" && json["total"]?["sum"]?.compareForm == "43805")
    #expect(list(json, "records").compactMap { $0["id"]?.compareForm } == ["\"x3\"", "\"x2\""])
    let left = try #require(list(json, "left_out").first)
    #expect(left["id"]?.compareForm == "\"x1\"" && left["reason"]?.compareForm == "\"superseded\"")
    #expect(left["name"]?.compareForm == "\"Course, one\"" && left["value"]?.compareForm == "600")
    #expect(left["at"]?.compareForm == "\"\(FixedClock.daysAgo(19))\"")
    #expect(json["time_zone"]?.compareForm == "\"UTC\"")
  }

  @Test func `A mean has its numerator and denominator, a mean of means those of its parts`() async throws {
    let mean = try await records("average_score")
    #expect(mean["value"]?.compareForm == "80")
    #expect(mean["total"]?["numerator"]?.compareForm == "240" && mean["total"]?["denominator"]?.compareForm == "3")
    #expect(list(mean, "left_out").first?["reason"]?.compareForm == "\"not_scored\"")
    let tag = try await records("tag_average_score", "?tag=T")
    #expect(tag["value"]?.compareForm == "81.25" && tag["total"]?["denominator"] == nil)
    let parts = list(try #require(tag["total"]), "parts").map(\.compareForm)
    #expect(
      parts == [
        "{\"kind\":\"answers\",\"records\":2,\"sum\":125}",
        "{\"kind\":\"assessment_results\",\"records\":1,\"sum\":100}",
      ])
  }

  @Test func `Pages end where the list ends, and totals stand on each`() async throws {
    var ids: [String] = []
    var after = ""
    repeat {
      let page = try await records("answered_questions", "?limit=1" + after)
      ids += list(page, "records").compactMap { $0["id"]?.compareForm }
      #expect(page["total"]?["sum"]?.compareForm == "3")
      if case .text(let next)? = page["next"] { after = "&after=\(Browser.encoded(next))" } else { after = "" }
    } while !after.isEmpty
    #expect(ids == ["\"n1\"", "\"n2\"", "\"n3\""])
  }

  @Test func `A number leads from the user's page to its records`() async throws {
    let owner = try await site.browser(of: "owner")
    let page = try await owner.get("/users/inside").text
    let links = page.matches(of: #/href="(\/users\/inside\/statistics\/[^"]+)"/#).map { String($0.1) }
    let numbers = Set(links).filter { !$0.contains("week=") }
    // In addition: the groups, and four numbers of the tag.
    #expect(numbers.count == UserTotal.all.count + 5)
    for link in numbers.union(links.prefix(15)) {
      let records = try await owner.get(link.replacing("&amp;", with: "&"))
      #expect(records.status == 200, "\(link)")
    }
    let superseded = try await owner.get("/users/inside/statistics/total_time_spent").text
    #expect(superseded.contains("12 h 10 min 05 s") && superseded.contains("Superseded by a more recent attempt"))
  }

  @Test func `What is not a user's statistic, or not the viewer's to see, is not found`() async throws {
    let coach = try await site.program(of: "coach")
    for path in ["inside/statistics/no_such", "inside/statistics/managers", "outside/statistics/time_spent"] {
      try await coach.get("/api/v1/users/\(path)/records").expectProblem(404, "not_found", "\(path)")
    }
    let unknown = try await coach.get("/api/v1/users/nobody/statistics/time_spent/records")
    #expect(try await coach.get("/api/v1/users/outside/statistics/time_spent/records").data == unknown.data)
    let path = "/api/v1/users/inside/statistics/tag_work/records"
    try await coach.get(path).expectProblem(400, "bad_request")
    try await coach.get(path + "?tag=no-such").expectProblem(404, "not_found")
    for query in ["limit=0", "limit=501", "after=x", "after=e30"] {
      try await coach.get("/api/v1/users/inside/statistics/time_spent/records?\(query)").expectProblem(
        400, "bad_request")
    }
    #expect(
      try await site.program(of: "inside").get("/api/v1/users/inside/statistics/time_spent/records").status == 200)
  }

  @Test func `A learner who is a manager sees their reports, and others' only as a number`() async throws {
    let json = try await site.program(of: "manager").get("/api/v1/users/manager/statistics/direct_reports/records")
      .json()
    #expect(list(json, "records").first?["id"]?.compareForm == "\"report\"")
    #expect(json["total"]?["not_shown"]?.compareForm == "0")
  }
}
