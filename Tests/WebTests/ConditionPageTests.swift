import Foundation
import ReferenceModel
import Testing

@testable import Web

/// Conditions and subgroups on pages, in the API and in forms.
@Suite struct ConditionPageTests {
  private static let shared = Task { try await TestSite() }

  let site: TestSite

  init() async throws { site = try await Self.shared.value }

  @Test(arguments: [
    ("useradmin", "/api/v1/members", "time_spent:ge:1"),
    ("author", "/api/v1/collaborative-activities", "managers:filled"),
    ("author", "/api/v1/collaborative-activities", "time_spent:ge:1"),
  ])
  func `A condition tells nothing that the list does not show`(viewer: String, path: String, condition: String)
    async throws
  {
    let address = "\(path)?where=\(Query.encoded(condition))"
    try await site.program(of: viewer).get(address).expectProblem(400, "bad_request", "\(address)")
    #expect(try await site.program(of: "owner").get(address).status == 200)
  }

  @Test(arguments: [
    ("", "is not a column", "last_name"), ("nonsense:is:x", "is not a column", "last_name"),
    ("last_nam:is:x", "is not a column", "did you mean last_name?"),
    ("last_name:ge:x", "is not an operation of last_name", "contains"), ("last_name", "no operation", "is, not"),
    ("last_name:is:", "empty value", "last_name:empty"), ("last_name:is:a||b", "empty value", "last_name:empty"),
    ("last_name:empty:x", "takes no value", ""), ("time_spent:between:9,1", "9 is greater than 1", ""),
    ("time_spent:between:9", "is not a pair", "between:A,B"), ("time_spent:ge:-1", "is not a duration", "H:MM"),
    ("time_spent:ge:+1", "is not a duration", "H:MM"), ("time_spent:ge:1:75", "is not a duration", "H:MM"),
    ("direct_reports:eq:1.5", "is not a whole number", ""), ("direct_reports:eq:", "empty value", ""),
    ("last_activity:on:2026-02-30", "is not a date that exists", "today+30d"),
    ("last_activity:after:todayish", "is not a date that exists", "today+30d"),
    ("last_activity:before:today+d", "is not a date that exists", "today+30d"),
    ("last_activity:between:2026-03-02,2026-03-01", "is greater than", ""),
    ("custom:nothing:is:x", "the custom field does not exist", "custom:ID"),
    ("group:sales:is:x", "is not a column", ""),
  ])
  func `A condition that is wrong is refused, with the reason and what is possible`(
    condition: String, reason: String, possible: String
  ) async throws {
    let (program, browser) = (try await site.program(of: "owner"), try await site.browser(of: "owner"))
    let query = "where=\(Query.encoded(condition))"
    for path in ["/api/v1/users", "/users/download", "/api/v1/reports/users", "/reports/users/download"] {
      let answer = try await program.get("\(path)?\(query)")
      answer.expectProblem(400, "bad_request", "\(path)")
      let detail = Self.detail(of: answer)
      #expect(detail.hasPrefix("where ") && detail.contains(reason), "\(path): \(detail)")
      #expect(possible.isEmpty || detail.contains(possible), "\(path): \(detail)")
    }
    let page = try await browser.ask("GET", "/users?\(query)", headers: ["Accept": "text/html"])
    #expect(page.status == 400 && page.text.contains(reason))
    let editor = try await browser.ask(
      "GET", "/reports/new?type=users&edited=1&\(query)", headers: ["Accept": "text/html"])
    #expect(editor.status == 400 && editor.text.contains("id=\"where-problem\""))
    let later = try await program.ask("POST", "/reports/users/download?\(query)")
    later.expectProblem(400, "bad_request", "queued")
  }

  private static func detail(of answer: Answer) -> String {
    if case .text(let text)? = try? answer.json()["detail"] { text } else { "" }
  }

  @Test func `More conditions, values and characters than allowed are refused`() async throws {
    let program = try await site.program(of: "owner")
    func detail(_ path: String) async throws -> String {
      let answer = try await program.get(path)
      answer.expectProblem(400, "bad_request", "\(path.prefix(60))")
      return Self.detail(of: answer)
    }
    let one = "where=time_spent:ge:0&"
    #expect(try await program.get("/api/v1/users?" + String(repeating: one, count: 20)).status == 200)
    #expect(try await detail("/api/v1/users?" + String(repeating: one, count: 21)).contains("at most 20 times, not 21"))
    let values = (0...200).map(String.init).joined(separator: "%7C")
    #expect(try await detail("/api/v1/users?where=time_spent:eq:\(values)").contains("more than 200 values"))
    let long = String(repeating: "x", count: 4_100)
    #expect(try await detail("/api/v1/users?where=last_name:is:\(long)").contains("longer than 4000 characters"))
    let users = (0..<1_000).map { "user=u\($0)" }.joined(separator: "&")
    #expect(try await detail("/api/v1/reports/users?\(users)").contains("user may be given at most 500 times"))
    let huge = try await program.get("/api/v1/users?where=last_name:is:" + String(repeating: "x", count: 65_536))
    #expect(huge.status == 400 || huge.status == 431)
    #expect(try await detail("/api/v1/users?group=sales&subgroups=yes").contains("subgroups is not true or false"))
    #expect(try await detail("/api/v1/reports/users?from=2026-03-02&to=2026-03-01").contains("is after"))
    #expect(try await detail("/api/v1/reports/users?from=2026-03-02&period=last_month").contains("period cannot be"))
  }

  @Test func `A condition is a chip with a link that removes it, and three fields make a new one`() async throws {
    let browser = try await site.browser(of: "owner")
    let added = try await browser.get(
      "/users?tab=current&where_column=last_name&where_operation=starts&where_value=a&after=x")
    #expect(added.status == 303 || added.status == 302)
    let address = try #require(added.location)
    #expect(address == "/users?tab=current&where=last_name%3Astarts%3Aa")
    let page = try await browser.get(address)
    #expect(page.text.contains("Last name starts with a") && page.text.contains("href=\"/users?tab=current\""))
    let empty = try await browser.get("/users?where_column=title&where_operation=empty&where_value=ignored")
    #expect(empty.location == "/users?where=title%3Aempty")
  }

  @Test func `A saved report keeps its conditions and subgroups`() async throws {
    let browser = try await site.browser(of: "owner")
    let csrf = try await browser.csrf()
    let saved = try await browser.submit(
      "/reports",
      [
        "csrf": csrf, "edited": "1", "name": "Conditioned", "type": "users", "group": "sales", "subgroups": "true",
        "where": "last_name:not:Nobody", "where_column": "time_spent", "where_operation": "ge", "where_value": "0",
      ])
    let address = try #require(saved.location?.split(separator: "?").first.map(String.init))
    let page = try await browser.get(address)
    #expect(page.text.contains("Last name is not Nobody") && page.text.contains("Time spent ≥ 0"))
    #expect(page.text.contains("name=\"subgroups\" value=\"true\" checked"))
    let file = try await browser.get("\(address)/download")
    #expect(file.status == 200 && file.text.split(separator: "\r\n").count > 1)
  }
}
