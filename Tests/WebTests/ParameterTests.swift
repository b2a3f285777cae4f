import Foundation
import Hummingbird
import Testing
import TestSupport

@testable import Web

/// What an address or a form does not know is refused, by its name: a misspelt filter that were ignored would widen the
/// answer. The addresses are those of the site's own list, so that a new one is tested by itself.
@Suite struct ParameterTests {
  private static let shared = Task { try await TestSite() }

  let site: TestSite

  init() async throws { site = try await Self.shared.value }

  /// An address of a route, with things that somebody has.
  private static func path(of route: Site.Route) -> String {
    let names = [
      "{id}": "inside", "{session}": "S", "{course}": "C", "{question}": "Q1", "{answer}": "n1", "{key}": "time_spent",
      "{kind}": "users", "{field}": "office", "{job}": "no-such", "{report}": "no-such",
    ]
    let things = [
      "/groups/{id}": "/groups/sales", "/courses/{id}": "/courses/C", "/tags/{id}": "/tags/T",
      "/program-sessions/{id}": "/program-sessions/S", "/path-sessions/{id}": "/path-sessions/HS",
    ]
    let path = things.reduce(route.path.description) { $0.replacing($1.key, with: $1.value) }
    return names.reduce(path) { $0.replacing($1.key, with: $1.value) }
  }

  private static let declaring = Site.routes.filter { $0.parameters.query != nil }

  @Test func `An unknown parameter of any address is refused, and named`() async throws {
    let (program, browser) = (try await site.program(of: "owner"), try await site.browser(of: "owner"))
    for route in Self.declaring {
      let path = Self.path(of: route)
      for (query, name) in [
        ("ward=1", "ward"), ("ward", "ward"), ("ward=", "ward"), ("%67roups=sales", "groups"), ("Q=x", "Q"),
        ("group%5B%5D=sales", "group[]"), ("q%CC%81=x", "q\u{301}"), ("=x", "An empty name"),
      ] {
        let answer = try await program.ask(route.method.rawValue, "\(path)?\(query)")
        answer.expectProblem(400, "bad_request", "\(route.method) \(path)?\(query)")
        #expect(answer.text.contains("\(name) is not a parameter of this address"), "\(path)?\(query)")
      }
      guard route.method == .get else { continue }
      let page = try await browser.ask("GET", "\(path)?ward=1", headers: ["Accept": "text/html"])
      #expect(page.status == 400 && page.text.contains("ward is not a parameter of this address"), "\(path)")
      let head = try await program.ask("HEAD", "\(path)?ward=1")
      #expect(head.status == 400, "HEAD \(path)")
    }
    #expect(Self.declaring.count > 100)
  }

  @Test func `Every parameter that a route declares is accepted there, and the single ones once`() async throws {
    let program = try await site.program(of: "owner")
    for route in Self.declaring where route.method == .get {
      let path = Self.path(of: route)
      for parameter in route.parameters.query?.all ?? [] {
        let name = parameter.name + (parameter.count == .family ? "x" : "")
        let answer = try await program.get("\(path)?\(name)=&\(name)=")
        #expect(
          !answer.text.contains("is not a parameter") && !answer.text.contains("may be given once"), "\(path) \(name)")
        let twice = try await program.get("\(path)?\(name)=1&\(name)=1")
        let isRefused = twice.status == 400 && twice.text.contains("\(name) may be given once only")
        #expect(isRefused == (parameter.count != .any), "\(path) \(name)")
      }
    }
  }

  @Test func `An unknown field of any form is refused, and named`() async throws {
    let browser = try await site.browser(of: "owner")
    let csrf = try await browser.csrf()
    let forms = Site.routes.filter { route in
      guard route.method == .post, route.parameters.form != nil else { return false }
      return !route.path.description.hasPrefix("/api/")
    }
    #expect(forms.count > 30)
    for route in forms {
      let path = Self.path(of: route)
      let answer = try await browser.submit(path, ["csrf": csrf, "wardrobe": "1"])
      #expect(answer.status == 400, "\(path): \(answer.status)")
      #expect(answer.text.contains("wardrobe is not a field of this form"), "\(path)")
    }
  }

  @Test(arguments: [
    ("/users?grup=sales", "did you mean group?"), ("/api/v1/users?Limit=5", "did you mean limit?"),
    ("/api/v1/reports/general-stats?groups=ward", "did you mean group?"),
    ("/users/inside?course.sort=name", "did you mean courses.sort?"),
    ("/reports/registrations/download?session=program:S", "it takes"), ("/help/statistics?x=1", "it takes none"),
  ])
  func `The nearest name is told, else all of them`(path: String, words: String) async throws {
    let answer = try await site.program(of: "owner").get(path)
    answer.expectProblem(400, "bad_request", "\(path)")
    #expect(answer.text.contains(words), "\(answer.text)")
  }

  @Test func `Who may not open an address is not told what it takes`() async throws {
    let nobody = Browser(port: site.port)
    #expect(try await nobody.get("/api/v1/users?ward=1").status == 401)
    #expect(try await site.program(of: "inside").get("/api/v1/users?ward=1").status == 403)
  }

  @Test func `What other protocols add is accepted`() async throws {
    let program = try await site.program(of: "owner")
    #expect(try await program.get("/scim/v2/Users?count=1&x=1").status == 200)
    #expect(
      Site.routes.filter { $0.parameters.query == nil }.allSatisfy {
        let path = $0.path.description
        return path.hasPrefix("/scim/v2/") || path == "/signin/sso/callback"
      })
  }

  @Test func `The API's document names exactly the parameters of its routes`() {
    for route in Site.routes where route.path.description.hasPrefix("/api/") {
      let name = OpenAPIDocument.name(of: route)
      let told = APIDescription.all[name]?.parameters.map(\.name) ?? []
      #expect(told.count == Set(told).count, "\(name)")
      #expect(Set(told) == Set(route.parameters.query?.all.map(\.name) ?? []), "\(name)")
    }
  }
}

/// Dates and numbers that make no sense are refused, in the same words everywhere.
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
      ("period=last_month&from=2026-03-01", "exclude each other"),
      ("period=last_month&to=2026-03-01", "exclude each other"), ("period=last_week", "period is none of"),
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
        "The first day is after the last day.", "value=\"Kept &amp; shown\"", "value=\"2026-03-31\"",
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
        == "/reports/general-stats/download?name=A&format=csv&period=last_month&group=sales&field=&column=messages&ask=1"
    )
    #expect(try await browser.get(address).status == 200)
  }
}
