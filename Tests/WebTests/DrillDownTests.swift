import DatabaseAccess
import Foundation
import ReferenceModel
import Testing
import TestSupport

/// The drill-downs behind the rows of a user's page, through requests.
@Suite struct DrillDownTests {
  private static let shared = Task { try await TestSite() }
  static let addresses = [
    "/users/ID/programs/S", "/users/ID/paths/HS", "/users/ID/courses/C/attempts",
    "/users/ID/courses/C/attempts?session=program:S", "/users/ID/questions/Q1", "/users/ID/answers/n1",
    "/users/ID/sections/courses/download", "/api/v1/users/ID/programs/S", "/api/v1/users/ID/courses/C/attempts",
    "/api/v1/users/ID/questions/Q1",
  ]

  let site: TestSite

  init() async throws { site = try await Self.shared.value }

  @Test(arguments: addresses) func `It opens for whoever sees the user's page, and is not found for others`(
    address: String
  ) async throws {
    let path = address.replacing("ID", with: "inside")
    for viewer in ["owner", "platform", "admin", "coach", "inside"] {
      #expect(try await site.program(of: viewer).get(path).status == 200, "\(viewer)")
    }
    let unknown = try await site.program(of: "outside").get(address.replacing("ID", with: "no-such"))
    for viewer in ["outside", "manager", "author", "useradmin"] {
      let answer = try await site.program(of: viewer).get(path)
      #expect(answer.status == 404 && answer.data == unknown.data, "\(viewer)")
    }
    let nobody = try await Browser(port: site.port).get(path)
    #expect(nobody.status == 401 || nobody.location?.hasPrefix("/signin") == true)
  }

  @Test(arguments: [
    "/users/inside/programs/no-such", "/users/outside/programs/S", "/users/inside/paths/no-such",
    "/users/outside/paths/HS", "/users/inside/courses/no-such/attempts", "/users/outside/courses/C/attempts",
    "/users/inside/courses/C/attempts?session=program:no-such", "/users/inside/courses/C/attempts?session=path:S",
    "/users/inside/questions/no-such", "/users/outside/questions/Q1", "/users/inside/answers/no-such",
    "/users/outside/answers/n1", "/users/inside/sections/no-such/download", "/users/no-such/programs/S",
  ])
  func `What does not exist, or is nothing of the user's, is not found`(path: String) async throws {
    #expect(try await site.browser(of: "owner").get(path).status == 404)
    if !path.contains("/paths/"), !path.contains("/answers/"), !path.contains("/sections/") {
      try await site.program(of: "owner").get("/api/v1" + path).expectProblem(404, "not_found")
    }
  }

  @Test(arguments: [
    "/users/inside/courses/C/attempts?session=S", "/users/inside/courses/C/attempts?session=course:S",
    "/users/inside/courses/C/attempts?attempts.sort=progress", "/users/inside/courses/C/attempts?attempts.page=0",
    "/users/inside/programs/S?blocks.sort=kind", "/users/inside/questions/Q1?answers.direction=up",
    "/users/inside/sections/courses/download?format=pdf", "/users/inside/sections/courses/download?courses.sort=x",
    "/users/inside/answers/%ff", "/users/inside/programs/%00",
  ])
  func `What makes no sense is refused`(path: String) async throws {
    #expect(try await Wire.status(site, "owner", path) == 400, "\(path)")
  }

  @Test func `The page of a user leads to all of it, and back`() async throws {
    let browser = try await site.browser(of: "coach")
    let page = try await browser.get("/users/inside").text
    for address in [
      "/users/inside/programs/S", "/users/inside/paths/HS", "/users/inside/courses/C/attempts",
      "/users/inside/questions/Q1", "/users/inside/sections/tags/download?format=xlsx", "/program-sessions/S",
      "/path-sessions/HS", "/courses/C", "/tags/T",
    ] { #expect(page.contains("href=\"\(address)\""), "\(address)") }
    let own = try await site.browser(of: "inside").get("/users/inside").text
    #expect(own.contains("/users/inside/programs/S") && !own.contains("/program-sessions/S"))
    for address in Self.addresses.prefix(6) {
      let text = try await browser.get(address.replacing("ID", with: "inside")).text
      #expect(text.contains("href=\"/users/inside#") && text.contains("Inside Person"), "\(address)")
      for words in ["text.", "column_", "drill_", "%{"] { #expect(!text.contains(words), "\(words) at \(address)") }
    }
  }

  @Test func `Blocks open their attempts in the session, answers the question`() async throws {
    let browser = try await site.browser(of: "owner")
    let blocks = try await browser.get("/users/inside/programs/S").text
    for words in [
      "Spring", "Course, one", "Exam", "Assessment", "href=\"/users/inside/courses/C/attempts?session=program%3AS\"",
      "30/06/2026 00:00",
    ] { #expect(blocks.contains(words), "\(words)") }
    let steps = try await browser.get("/users/inside/paths/HS").text
    #expect(steps.contains("href=\"/users/inside/programs/S\"") && steps.contains("Path spring"))
    let attempts = try await browser.get("/users/inside/courses/C/attempts?session=program:S").text
    for words in ["06/03/2026 12:00", "0 h 05 min", "60 %", "Spring", "All attempts on this course"] {
      #expect(attempts.contains(words), "\(words)")
    }
    let none = try await browser.get("/users/inside/courses/C/attempts?session=path:HS").text
    #expect(none.contains("No attempts."))
    let answers = try await browser.get("/users/inside/questions/Q1").text
    #expect(answers.contains("href=\"/users/inside/answers/n1\"") && answers.contains("What &lt;i&gt;is&lt;/i&gt; it?"))
  }

  @Test func `The API gives it with stable keys`() async throws {
    let program = try await site.program(of: "owner")
    let blocks = try await program.get("/api/v1/users/inside/programs/S")
    #expect(blocks.headers["content-type"] == "application/json")
    #expect(
      blocks.text == """
        {"session":"S","name":"Spring","progress":100,"score":80,"time_spent":300,"ends_at":"2026-06-30T00:00:00Z",\
        "last_activity":"\(FixedClock.daysAgo(9))","blocks":[\
        {"position":1,"kind":"course","item":"C","name":"Course, one","mandatory":true,"progress":100,"score":60,\
        "time_spent":300,"attempts":2,"last_activity":"\(FixedClock.daysAgo(9))"},\
        {"position":2,"kind":"assessment","item":"A","name":"Exam","mandatory":true,"progress":100,"score":100,\
        "time_spent":null,"attempts":null,"last_activity":"2025-06-01T00:00:00Z"}]}
        """)
    let attempts = try await program.get("/api/v1/users/report/courses/C/attempts").text
    #expect(
      attempts == """
        {"course":"C","name":"Course, one","attempts":[{"id":"x1","score":null,"started_at":"\(FixedClock.daysAgo(8))",\
        "last_activity_at":"\(FixedClock.daysAgo(7))","time_spent":61,"progress":50,"language":null,\
        "program_session":null,"path_session":null}]}
        """)
    let answers = try await program.get("/api/v1/users/inside/questions/Q2").text
    #expect(
      answers == """
        {"question":"Q2","statement":"And now?","answers":[{"id":"n3","score":null,\
        "answered_at":"2025-06-01T00:00:00Z","response":null}]}
        """)
  }

  @Test func `A section is a file, in the order of the page, with the page's words`() async throws {
    let browser = try await site.browser(of: "owner")
    let file = try await browser.get("/users/inside/sections/courses/download?courses.sort=name&courses.direction=asc")
    #expect(file.headers["content-disposition"]?.contains("\"courses-Person-2026-03-15.csv\"") == true)
    let rows = CommaSeparated.rows(of: file.text)
    #expect(
      rows[0].map { $0.replacing("\u{FEFF}", with: "") } == [
        "Name", "Progress", "Score", "Attempts", "Time spent", "Last activity",
      ])
    #expect(rows[1...].map { $0[0] } == ["'=Danger", "Course, one"])
    #expect(rows[2] == ["Course, one", "100", "60", "2", "0:15:00", "06/03/2026 12:00"])
    let certificates = CommaSeparated.rows(
      of: try await browser.get("/users/inside/sections/certificates/download").text)
    #expect(certificates[1...].map { $0[3] }.sorted() == ["Expiring soon", "Valid"])
    let workbook = try await browser.get("/users/inside/sections/paths/download?format=xlsx")
    #expect(workbook.data.starts(with: Data("PK".utf8)))
    let empty = CommaSeparated.rows(of: try await browser.get("/users/outside/sections/tags/download").text)
    #expect(empty.count == 1)
  }

  @Test func `Looking behind another's rows is noted in the audit log`() async throws {
    let site = try await TestSite()
    let browser = try await site.browser(of: "coach")
    let actions = [
      "user.program.view": "/programs/S", "user.path.view": "/paths/HS", "user.attempts.view": "/courses/C/attempts",
      "user.answers.view": "/questions/Q1", "user.answer.view": "/answers/n1",
      "user.section.download": "/sections/courses/download",
    ]
    for path in actions.values { _ = try await browser.get("/users/inside" + path) }
    var noted: Set<String> = []
    for _ in 0..<3_000 where noted.count < actions.count {
      noted = Set(
        try await site.store.rows("audit_log").compactMap { row in
          row["subject_key"]?.text == "inside" ? row["action"]?.text : nil
        })
      try await Task.sleep(for: .milliseconds(20))
    }
    #expect(noted == Set(actions.keys))
  }
}

extension Wire {
  /// The status for a request with a token; the path is sent as it is.
  static func status(_ site: TestSite, _ user: String, _ path: String) async throws -> Int {
    let token = try await site.token(of: user)
    return try await ask(site.port, "GET", path, headers: ["Authorization: Bearer \(token)"]).status
  }
}
