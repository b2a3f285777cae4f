import Foundation
import Testing
import TestSupport

/// Invalid dates and numbers are refused, with the same messages everywhere.
@Suite struct SenselessInputTests {
  private static let shared = Task { try await TestSite() }

  let site: TestSite

  init() async throws { site = try await Self.shared.value }

  private static let kinds = ["general-stats", "registrations", "course-attempts", "answered-questions", "tags"]

  @Test func `Dates the wrong way round, or none that exist, are refused by files, rows and the editor`() async throws {
    let program = try await site.program(of: "owner")
    for (query, words) in [
      ("from=2026-03-31&to=2026-03-01", "from 2026-03-31 is after to 2026-03-01"),
      ("to=2026-03-01&from=2026-03-02", "from 2026-03-02 is after to 2026-03-01"),
      ("from=2026-02-30", "from is not a date that exists"), ("to=2026-13-01", "to is not a date that exists"),
      ("from=yesterday", "from is not a date that exists"), ("from=2026-3-1", "from is not a date that exists"),
      ("period=last_month&from=2026-03-01", "cannot be combined with from or to"),
      ("period=last_month&to=2026-03-01", "cannot be combined with from or to"),
      ("period=last_week", "period is not one of"),
    ] {
      for kind in Self.kinds {
        for path in ["/reports/\(kind)/download?", "/api/v1/reports/\(kind)?", "/reports/new?type=\(kind)&"] {
          let answer = try await program.get(path + query)
          answer.expectProblem(400, "bad_request", "\(path)\(query)")
          #expect(answer.text.contains(words), "\(path)\(query): \(answer.text)")
        }
        let later = try await program.ask("POST", "/reports/\(kind)/download?\(query)")
        later.expectProblem(400, "bad_request", "\(kind) \(query)")
      }
    }
    #expect(try await program.get("/api/v1/reports/general-stats?from=2026-03-01&to=2026-03-01").status == 200)
    #expect(try await site.store.rows("jobs").isEmpty)
  }

  @Test(arguments: [
    "limit=0", "limit=501", "limit=-1", "limit=1.5", "limit=%2B5", "limit=0x10", "limit=ten",
    "limit=99999999999999999999",
    "after=x", "after=AAAA", "after=%00", "sort=colour", "sort=id", "direction=up", "direction=ASC", "tab=all",
  ])
  func `A number, cursor, column or direction that makes no sense is refused by every list`(query: String) async throws
  {
    let program = try await site.program(of: "owner")
    var lists = ["/users", "/api/v1/users"]
    if !query.hasPrefix("tab") {
      lists += [
        "/members", "/api/v1/members", "/collaborative-activities", "/api/v1/collaborative-activities",
      ]
    }
    for path in lists {
      try await program.get("\(path)?\(query)").expectProblem(400, "bad_request", "\(path)?\(query)")
    }
  }

  @Test(arguments: ["page=0", "page=-1", "page=1e3", "sort=colour", "direction=sideways"])
  func `Lists and pages of things refuse them likewise`(query: String) async throws {
    let program = try await site.program(of: "owner")
    for path in [
      "/groups", "/courses", "/tags", "/program-sessions", "/path-sessions", "/groups/sales", "/courses/C",
      "/users/manager/team",
    ] { try await program.get("\(path)?\(query)").expectProblem(400, "bad_request", "\(path)?\(query)") }
    for section in ["courses", "tags", "certificates"] {
      try await program.get("/users/inside?\(section).\(query)").expectProblem(
        400, "bad_request", "\(section).\(query)")
    }
  }

  @Test func `A parameter that means nothing for a statistic is refused`() async throws {
    let program = try await site.program(of: "owner")
    let path = "/api/v1/users/inside/statistics"
    try await program.get("\(path)/time_spent/records?tag=T").expectProblem(400, "bad_request")
    try await program.get("\(path)/time_spent/records?week=2026-03-09").expectProblem(400, "bad_request")
    #expect(try await program.get("\(path)/weekly_training_time/records?week=2026-03-09").status == 200)
  }

  @Test func `The editor shows what is wrong at the field, and keeps what was typed`() async throws {
    let browser = try await site.browser(of: "owner")
    let typed = [
      "csrf": try await browser.csrf(), "edited": "1", "type": "general-stats", "name": "Kept & shown",
      "period": "between",
      "from": "2026-03-31", "to": "2026-03-01", "schedule": "on", "schedule_every": "0",
      "schedule_start": "2026-05-02", "schedule_end": "2026-05-01", "sharing": "1", "share_user": "coach",
    ]
    for path in ["/reports", "/reports/new/download"] {
      let answer = try await browser.ask(
        "POST", path,
        headers: ["Accept": "text/html", "Content-Type": "application/x-www-form-urlencoded"],
        body: Data(typed.map { "\($0)=\(Browser.encoded($1))" }.joined(separator: "&").utf8))
      #expect(answer.status == 400, "\(path)")
      for text in [
        "The start date is after the end date.", "value=\"Kept &amp; shown\"", "value=\"2026-03-31\"",
        "value=\"2026-03-01\"", "value=\"2026-05-02\"", "value=\"2026-05-01\"", "name=\"schedule_every\" value=\"0\"",
        "name=\"share_user\" value=\"coach\" checked", "<option value=\"between\" selected>",
      ] { #expect(answer.text.contains(text), "\(path): \(text)") }
    }
    #expect(try await site.store.rows("custom_reports").isEmpty)
  }

  @Test func `An address that nobody has keeps a report from being about everybody`() async throws {
    let browser = try await site.browser(of: "owner")
    let fields = ["csrf": try await browser.csrf(), "edited": "1", "type": "general-stats", "add_user": "nobody@x.org"]
    for path in ["/reports", "/reports/new/download"] {
      let answer = try await browser.submit(path, fields)
      #expect(answer.status == 400 && answer.text.contains("nobody@x.org"), "\(path)")
    }
    let now = try await browser.get("/reports/new/download?edited=1&type=general-stats&add_user=nobody@x.org&ask=1")
    #expect(now.status == 400)
  }

  @Test func `The editor's file is at an address that names what was chosen and nothing else`() async throws {
    let browser = try await site.browser(of: "owner")
    let answer = try await browser.get(
      "/reports/new/download?edited=1&shown_type=general-stats&type=general-stats&name=A&group=sales&field=&column=messages"
        + "&column=score&place.messages=2&period=last_month&from=2026-03-31&to=&add_user=&sharing=1&schedule=off&format=csv&ask=1"
    )
    #expect(answer.status == 400, "score is no column")
    let found = try await browser.get(
      "/reports/new/download?edited=1&shown_type=general-stats&type=general-stats&name=A&group=sales&field=&column=messages"
        + "&place.messages=2&period=last_month&from=2026-03-31&to=&add_user=&sharing=1&schedule=off&format=csv&ask=1")
    let address = try #require(found.location)
    #expect(
      address
        == "/reports/general-stats/download?name=A&format=csv&period=last_month&subgroups=false&group=sales&field="
        + "&column=messages&ask=1"
    )
    #expect(try await browser.get(address).status == 200)
  }
}
