import Foundation
import ReferenceModel
import Testing
import TestSupport

/// `GET /api/v1/…` (`pages.md`).
@Suite struct UsersAPITests {
  private static let shared = Task { try await TestSite() }

  let site: TestSite

  init() async throws { site = try await Self.shared.value }

  @Test func `Users come page by page, each once, with their numbers`() async throws {
    let program = try await site.program(of: "owner")
    var ids: [String] = []
    var next: String? = ""
    while let cursor = next {
      let after = cursor.isEmpty ? "" : "&after=\(Browser.encoded(cursor))"
      let page = try await program.get("/api/v1/users?limit=5&sort=time_spent&direction=desc\(after)").json()
      guard case .list(let users)? = page["users"] else { throw Missing() }
      #expect(users.count <= 5)
      ids += users.compactMap { if case .text(let id)? = $0["id"] { id } else { nil } }
      if case .text(let text)? = page["next"] { next = text } else { next = nil }
    }
    #expect(ids.prefix(2) == ["inside", "report"])
    #expect(Set(ids) == Set(PageTests.everybody) && ids.count == PageTests.everybody.count)
    let found = try await program.get("/api/v1/users?q=INSIDE&group=sales").text
    #expect(
      found == """
        {"users":[{"id":"inside","first_name":"Inside","last_name":"Person","email":"inside@x.org",\
        "time_spent":44405,"last_activity":"\(FixedClock.daysAgo(7))","direct_reports":0}],"next":null}
        """)
  }

  private struct Missing: Error {}

  @Test func `The statistics of a user are those of the reference`() async throws {
    let sample = try await TestSite(folder: Fixtures.sample + "/records")
    let program = try await sample.program(of: "u0")
    let text = try String(contentsOfFile: Fixtures.sample + "/expected/statistics.json", encoding: .utf8)
    guard case .object(let expected) = try ExactJSON(parsing: text) else { throw Missing() }
    for (user, statistics) in expected {
      let answer = try await program.get("/api/v1/users/\(Browser.encoded(user))/statistics")
      #expect(try answer.json().differences(from: statistics, at: user) == [])
    }
    #expect(try await program.get("/api/v1/users/u0/statistics").headers["content-type"] == "application/json")
  }

  @Test(arguments: [
    "sort=no_such", "sort=LAST_NAME", "direction=up", "tab=all", "limit=0", "limit=501", "limit=x", "limit=1e3",
    "limit=99999999999999999999", "after=x", "after=%00", "after=eyJzIjoibGFzdF9uYW1lIn0", "q=%ff", "q=%00", "q=%",
    "q=%zz", "=%",
  ])
  func `What makes no sense is a problem that says so`(query: String) async throws {
    let token = try await site.token(of: "owner")
    let headers = ["Authorization: Bearer \(token)"]
    let answer = try await Wire.ask(site.port, "GET", "/api/v1/users?" + query, headers: headers)
    answer.expectSecurity(query)
    answer.expectProblem(400, "bad_request", "\(query)")
  }

  @Test func `A cursor of another order is refused, and a forged one harms nothing`() async throws {
    let program = try await site.program(of: "owner")
    let page = try await program.get("/api/v1/users?limit=2").json()
    guard case .text(let cursor)? = page["next"] else { throw Missing() }
    let after = Browser.encoded(cursor)
    for query in ["sort=email&", "direction=desc&", "sort=time_spent&"] {
      try await program.get("/api/v1/users?\(query)after=\(after)").expectProblem(400, "bad_request", "\(query)")
    }
    #expect(try await program.get("/api/v1/users?after=\(after)&limit=500").status == 200)
    #expect(try await program.get("/api/v1/users?after=\(after.dropLast(4))").status == 400)
  }

  @Test func `Health answers to anybody, the catalogue to whoever is signed in`() async throws {
    let nobody = Browser(port: site.port)
    #expect(try await nobody.get("/api/v1/health").text == "{\"status\":\"ok\"}")
    try await nobody.get("/api/v1/statistics").expectProblem(401, "not_signed_in")
    let catalogue = try await site.program(of: "inside").get("/api/v1/statistics")
    #expect(catalogue.text.contains("\"key\":\"total_time_spent\""))
    #expect(try await nobody.ask("HEAD", "/api/v1/health").status == 200)
  }
}
