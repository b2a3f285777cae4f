import Foundation
import ReferenceModel
import Testing

/// The overview and its lists, by page, file and API.
@Suite struct OverviewPageTests {
  private static let shared = Task { try await TestSite() }

  let site: TestSite

  init() async throws { site = try await Self.shared.value }

  private static let lists = ReferencePlatform.attentionLists

  @Test func `The API gives figures with those before, what needs attention, a trend and groups`() async throws {
    let program = try await site.program(of: "owner")
    let json = try await program.get("/api/v1/overview").json()
    #expect(json["period"]?.compareForm == #"{"from":"2025-12-16","to":"2026-03-15"}"#)
    #expect(json["previous"]?.compareForm == #"{"from":"2025-09-17","to":"2025-12-15"}"#)
    #expect(json["figures"]?["completed_courses"]?.compareForm == #"{"previous":0,"value":1}"#)
    #expect(json["figures"]?["average_score"]?["previous"]?.compareForm == "null")
    #expect(json["now"]?["certificates_expiring"]?.compareForm == "1")
    guard case .list(let trend)? = json["trend"], case .list(let groups)? = json["groups"] else { throw Missing() }
    #expect(trend.count == 13 && trend[0]["start"]?.compareForm == "\"2025-12-15\"")
    #expect(groups.map { $0["group"]?["id"]?.compareForm } == ["\"ops\"", "\"sales\""])
    let year = try await program.get("/api/v1/overview?period=this_year").json()
    guard case .list(let months)? = year["trend"] else { throw Missing() }
    #expect(months.count == 12)
    let below = try await program.get("/api/v1/overview?group=sales").json()
    #expect(below["groups"]?.compareForm == "[]")
  }

  private struct Missing: Error {}

  @Test(arguments: [
    ("grup=sales", "grup"), ("where=last_name:is:Person", "“last_name” is not a column"),
    ("where=custom:no:filled", "where"),
    ("subgroups=yes", "subgroups"), ("period=last_5_days", "period"), ("to=2026-01-01", "from is missing"),
    ("from=2026-01-01&period=last_year", "period cannot be combined"), ("from=2026-02-30", "from is not a date"),
    ("from=2027-01-01", "is after to 2026-03-15"), ("user=inside", "user is not a parameter"),
    ("session=program:S", "session is not a parameter"), ("limit=1", "limit is not a parameter"),
    ("from=0001-01-01&to=0500-01-01", "from leaves no days to compare with before it"),
  ])
  func `The overview refuses what it does not know`(query: String, reason: String) async throws {
    let answer = try await site.program(of: "owner").get("/api/v1/overview?\(query)")
    answer.expectProblem(400, "bad_request", "\(query)")
    #expect(answer.text.contains(reason), "\(answer.text)")
  }

  @Test(arguments: lists) func `A list refuses what it does not know`(list: String) async throws {
    let program = try await site.program(of: "owner")
    for (query, named) in [
      ("period=last_year", "period"), ("sort=email", "sort"), ("limit=0", "limit"), ("after=nothing", "after"),
      ("where=email:filled", "where"), ("q=a", "q"),
    ] {
      let answer = try await program.get("/api/v1/overview/\(list)?\(query)")
      #expect(answer.status == 400 && answer.text.contains(named), "\(list)?\(query): \(answer.text)")
    }
  }

  @Test func `Only viewers who see users open the overview, and it is their home`() async throws {
    for viewer in ["owner", "coach", "manager", "inside", "author"] {
      let isOpen = !["inside", "author"].contains(viewer)
      let (browser, program) = (try await site.browser(of: viewer), try await site.program(of: viewer))
      #expect(try await browser.get("/").location == (isOpen ? "/overview" : "/home"), "\(viewer)")
      for path in ["/overview"] + Self.lists.flatMap({ ["/overview/\($0)", "/overview/\($0)/download"] }) {
        #expect(try await browser.get(path).status == (isOpen ? 200 : 403), "\(path) for \(viewer)")
        if path.hasSuffix("download") { continue }
        #expect(try await program.get("/api/v1\(path)").status == (isOpen ? 200 : 403), "\(path) for \(viewer)")
      }
    }
  }

  /// A platform of only an owner.
  static func bareSite() async throws -> TestSite {
    let then = "2025-06-01T00:00:00Z"
    return try await TestSite([
      "users": "id,email,first_name,last_name,created_at\nowner,owner@x.org,Owner,Person,\(then)\n",
      "groups": "id,name,parent\nroot,Platform,\n", "memberships": "group,user,role\nroot,owner,owner\n",
    ])
  }

  @Test func `A platform without users says how to connect data, to those who may`() async throws {
    let bare = try await Self.bareSite()
    let page = try await bare.browser(of: "owner").get("/overview")
    #expect(page.status == 200 && page.text.contains("tallybook import moodle") && page.text.contains("/scim/v2"))
    #expect(page.text.contains("Nothing needs attention."))
    #expect(try await !site.browser(of: "owner").get("/overview").text.contains("tallybook import moodle"))
  }

  @Test func `A learner's home shows what is due, what expires and recent results, and leads to their page`()
    async throws
  {
    let then = "2025-06-01T00:00:00Z"
    let late = [
      "path_steps": "path,position,kind,item,due_after_days\nH,1,course,C,5\nH,2,program,S,400\n",
      "path_sessions": "id,path,name,created_at\nHS,H,Path spring,\(then)\nHT,H,Other,\(then)\n",
      "enrolments": (SmallWorld.texts["enrolments"] ?? "") + "path,HT,inside,self,2026-03-01T00:00:00Z\n",
    ]
    let site = try await TestSite(SmallWorld.texts.merging(late) { $1 })
    let page = try await site.browser(of: "inside").get("/home").text
    let places = ["href=\"/users/inside\"", "Due next", "/users/inside/paths/HT", "Driving", "/courses/D/attempts"]
      .map { page.range(of: $0)?.lowerBound }
    #expect(!places.contains(nil), "\(places)")
    #expect(page.contains("badge bad") && !page.contains("Swimming"))
    #expect(try await site.browser(of: "outside").get("/home").text.contains("No step is due."))
    #expect(try await site.browser(of: "inside").get("/home?group=sales").status == 400)
  }

  @Test func `The page shows changes in words, and links each figure to what it counts`() async throws {
    let page = try await site.browser(of: "owner").get("/overview?group=sales&subgroups=true").text
    #expect(page.contains("Up 1 from 0") && page.contains("data-chart="))
    #expect(page.contains("href=\"/overview/expiring?subgroups=true&amp;group=sales\""))
    #expect(page.contains("/reports/new?type=general-stats&amp;period=last_90_days"))
    #expect(page.contains("/reports/new?type=summary&amp;period=last_90_days") && page.contains("by=week"))
    #expect(page.contains("/overview/expiring/download?"))
  }
}

/// Each figure is that of Summary, or the number of rows that it opens: random platforms, viewers and filters.
@Suite struct OverviewFigureTests {
  /// TALLYBOOK_OVERVIEW_PLATFORMS: how many (4).
  static let platforms = ProcessInfo.processInfo.environment["TALLYBOOK_OVERVIEW_PLATFORMS"].flatMap { UInt64($0) } ?? 4

  @Test(arguments: [UInt64](8_801..<8_801 + platforms))
  func `Each figure equals Summary or the length of the list that it opens`(seed: UInt64) async throws {
    let world = try await AccessWorld(seed: seed)
    var random = SplitMix64(seed: seed)
    let owner = try #require(world.reference.users.first { world.reference.roles(of: $0.id).isOwner }?.id)
    for viewer in [owner] + random.some(2...2, of: world.keepers.filter { !$0.lists.isEmpty }.map(\.viewer)) {
      let program = try await world.program(of: viewer)
      let group = Browser.encoded(random.pick(world.reference.groups).id)
      for filter in ["", "group=\(group)&subgroups=true"] {
        let answer = try await program.get("/api/v1/overview?\(filter)")
        if answer.status == 403 { continue }
        let overview = try answer.json()
        let days = overview["period"]
        guard case .text(let from)? = days?["from"], case .text(let to)? = days?["to"],
          case .object(let figures)? = overview["figures"]
        else { throw Missing() }
        let columns = figures.keys.sorted().map { "column=\($0)" }.joined(separator: "&")
        let summary = try await program.get(
          "/api/v1/reports/summary?by=week&from=\(from)&to=\(to)&\(columns)&\(filter)"
        ).json()
        for (key, figure) in figures {
          let total = summary["total"]?[key]?.compareForm
          #expect(figure["value"]?.compareForm == total, "\(key), \(filter) for \(viewer)")
        }
        try await Self.compareLists(overview["now"], filter, program)
      }
    }
  }

  private static func compareLists(_ now: ExactJSON?, _ filter: String, _ program: Browser) async throws {
    for (key, list) in [
      ("certificates_expiring", "expiring"), ("certificates_expired", "expired"), ("overdue_steps", "overdue"),
      ("sessions_ending", "ending"), ("not_started", "not-started"), ("inactive_users", "inactive"),
    ] {
      guard case .list(let rows)? = try await program.get("/api/v1/overview/\(list)?limit=500&\(filter)").json()["rows"]
      else { throw Missing() }
      #expect(now?[key]?.compareForm == String(rows.count), "\(key), \(filter)")
      let file = try await program.get("/overview/\(list)/download?\(filter)").text.replacing("\u{FEFF}", with: "")
      #expect(CommaSeparated.rows(of: file).count == rows.count + 1, "\(list), \(filter)")
      if list == "overdue" {
        #expect(now?["overdue_users"]?.compareForm == String(Set(rows.map { $0["user"]?.compareForm }).count))
      }
    }
  }

  private struct Missing: Error {}
}
