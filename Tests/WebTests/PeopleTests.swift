import ReferenceModel
import Testing
import TestSupport

/// Teams, public statistics, collaborative activities and members: permissions and contents.
@Suite struct PeopleTests {
  private static let shared = Task { try await TestSite() }

  let site: TestSite

  init() async throws { site = try await Self.shared.value }

  @Test(arguments: PageTests.everybody) func `Each page opens to whom access.md says`(viewer: String) async throws {
    let browser = try await site.browser(of: viewer)
    let activities = ["owner", "platform", "admin", "author"].contains(viewer) ? 200 : 403
    let members = ["owner", "platform", "admin", "useradmin"].contains(viewer) ? 200 : 403
    for (path, status) in [("/collaborative-activities", activities), ("/members", members)] {
      #expect(try await browser.get(path).status == status, "\(path)")
      #expect(try await browser.get("/api/v1" + path).status == status, "\(path)")
      let home = try await browser.get("/people/inside")
      // Create → User links to the form, which is next to Current members.
      let way = path == "/members" ? "/members/new" : path
      #expect(home.text.contains("href=\"\(way)\"") == (status == 200), "\(way) in the navigation of \(viewer)")
    }
    for user in PageTests.everybody {
      #expect(try await browser.get("/people/\(Browser.encoded(user))").status == 200)
      #expect(try await browser.get("/people/\(Browser.encoded(user))/card").status == 200)
    }
  }

  @Test func `A team opens to its manager and to those whose user the manager is`() async throws {
    // The teams that each viewer may open; the response for users outside is that for unknown ones.
    for (viewer, opened, closed) in [
      ("owner", ["manager", "inside", "gone"], ["no-such"]),
      ("admin", ["coach", "inside", "gone"], ["manager", "no-such"]),
      ("coach", ["inside"], ["coach", "manager", "no-such"]), ("manager", ["manager"], ["owner", "no-such"]),
    ] {
      let browser = try await site.browser(of: viewer)
      let program = try await site.program(of: viewer)
      for (users, status) in [(opened, 200), (closed, 404)] {
        for user in users {
          #expect(try await browser.get("/users/\(user)/team").status == status, "\(user) for \(viewer)")
          #expect(try await browser.get("/users/\(user)/team/download").status == status, "\(user) for \(viewer)")
          #expect(try await program.get("/api/v1/users/\(user)/team").status == status, "\(user) for \(viewer)")
        }
      }
    }
    // A manager sees their reports, but not their reports' teams; a learner has none.
    #expect(try await site.browser(of: "manager").get("/users/report/team").status == 403)
    #expect(try await site.browser(of: "inside").get("/users/inside/team").status == 403)
  }

  @Test func `Whoever sees users begins with the overview, and a learner with their own home`() async throws {
    for (viewer, start) in [
      ("manager", "/overview"), ("coach", "/overview"), ("owner", "/overview"), ("inside", "/home"),
    ] { #expect(try await site.browser(of: viewer).get("/").location == start, "\(viewer)") }
    let team = try await site.browser(of: "manager").get("/users/manager/team")
    #expect(team.text.contains("<title>My team · Tallybook</title>"))
    #expect(team.text.contains("<a href=\"/users/manager/team\" aria-current=\"page\">My team</a>"))
    #expect(!team.text.contains("<a href=\"/users\" aria-current"))
    #expect(team.text.contains("href=\"/users/report\"") && team.text.contains("data-card=\"/people/report/card\""))
  }

  @Test func `The number of direct reports is a link for those who may follow it, and 0 is none`() async throws {
    let link = "<a href=\"/users/manager/team\">"
    let page = try await site.browser(of: "owner").get("/users")
    #expect(page.text.contains(link))
    #expect(!page.text.contains("href=\"/users/inside/team\""))
    #expect(!(try await site.browser(of: "manager").get("/users")).text.contains("/users/report/team"))
  }

  @Test func `A team says how many it leaves out, and does not sum them up`() async throws {
    let texts = SmallWorld.texts.merging([
      "managers": "user,manager\nreport,manager\ninside,manager\n",
      "memberships": SmallWorld.texts["memberships"]! + "sales,manager,learner\n",
    ]) { $1 }
    let site = try await TestSite(texts)
    let found = try await site.program(of: "coach").get("/api/v1/users/manager/team").text
    #expect(
      found == """
        {"manager":{"id":"manager","first_name":"Manager","last_name":"Person"},"reports":[{"id":"inside",\
        "first_name":"Inside","last_name":"Person","email":"inside@x.org","time_spent":44405,\
        "last_activity":"\(FixedClock.daysAgo(7))","average_score":80,"completed_programs":1,"assigned_programs":1,\
        "sessions_ending":[],"overdue_steps":0}],"total":{"reports":1,"sum":{"time_spent":44405,\
        "completed_programs":1,"assigned_programs":1,"sessions_ending":0,"overdue_steps":0},"mean":{\
        "time_spent":44405,"average_score":80,"completed_programs":1,"assigned_programs":1,"sessions_ending":0,\
        "overdue_steps":0}},"left_out":1}
        """)
    let page = try await site.browser(of: "coach").get("/users/manager/team").text
    #expect(page.contains("1 direct report is not among your users,"))
    #expect(!page.contains("Report Person") && page.contains("Team of Manager Person"))
  }

  @Test func `Sessions that end within a week are marked, and overdue steps counted`() async throws {
    let then = "2025-06-01T00:00:00Z"
    let texts = SmallWorld.texts.merging([
      "program_sessions": "id,program,name,created_at,ends_at\nS,P,Spring,\(then),\(FixedClock.daysAgo(-7))\n"
        + "T,P,Summer,\(then),\(FixedClock.daysAgo(-30))\nU,P,Late,\(then),\(FixedClock.daysAgo(-31))\n"
        + "V,P,Over,\(then),\(FixedClock.daysAgo(0))\n",
      "path_steps": "path,position,kind,item,due_after_days\nH,1,course,C,10\nH,2,course,D,10\nH,3,program,S,\n",
      "enrolments": "kind,session,user,origin,enrolled_at\npath,HS,report,self,\(then)\n"
        + "STUV".map { "program,\($0),report,individual,\(then)\n" }.joined(),
    ]) { $1 }
    let site = try await TestSite(texts)
    let page = try await site.browser(of: "manager").get("/users/manager/team").text
    #expect(page.matches(of: #/<span class="badge bad">Within a week</span>/#).count == 1)
    for (name, isThere) in [("Spring", true), ("Summer", true), ("Late", false), ("Over", false)] {
      #expect(page.contains("<bdi>\(name)</bdi>") == isThere, "\(name)")
    }
    let team = try await site.program(of: "manager").get("/api/v1/users/manager/team").json()
    #expect(team["total"]?["sum"]?["overdue_steps"]?.compareForm == "2")
    #expect(team["total"]?["sum"]?["sessions_ending"]?.compareForm == "2")
  }

  @Test func `Public statistics of deleted users are answered as those of nobody, byte for byte`() async throws {
    for browser in [try await site.browser(of: "owner"), try await site.program(of: "inside")] {
      for path in ["/people/ID", "/people/ID/card", "/api/v1/users/ID/public"] {
        let deleted = try await browser.get(path.replacing("ID", with: "gone"))
        #expect(deleted.status == 404)
        #expect(deleted.data == (try await browser.get(path.replacing("ID", with: "no-such"))).data, "\(path)")
      }
    }
    #expect(try await Browser(port: site.port).get("/people/inside/card").location?.hasPrefix("/signin") == true)
  }

  @Test func `The card shows what hovering shows, the page the whole card`() async throws {
    let browser = try await site.browser(of: "outside")
    let learner = try await browser.get("/people/inside/card").text
    #expect(learner.contains("Comments received") && learner.contains("Reactions received"))
    #expect(!learner.contains("Completed courses") && !learner.contains("<html"))
    let author = try await browser.get("/people/owner/card").text
    #expect(author.contains("Course views") && !author.contains("Comments received"))
    let page = try await browser.get("/people/inside").text
    for text in ["Completed courses", "Comments received", "Reactions received", "Total training time", "12 h 20 min"] {
      #expect(page.contains(text), "\(text)")
    }
    #expect(!page.contains("href=\"/users/inside\""), "the profile is not theirs to open")
    #expect(try await site.browser(of: "coach").get("/people/inside").text.contains("href=\"/users/inside\""))
    let answer = try await site.program(of: "outside").get("/api/v1/users/inside/public").text
    #expect(
      answer == """
        {"card":"learner","recent_completions":1,"comments_received":0,"reactions_received":0,\
        "recent_training_time":44405}
        """)
  }

  @Test func `Lists by API have the names that pages.md gives`() async throws {
    let program = try await site.program(of: "owner")
    #expect(
      try await program.get("/api/v1/collaborative-activities?q=inside").text == """
        {"users":[{"id":"inside","first_name":"Inside","last_name":"Person","email":"inside@x.org",\
        "publications":1,"comments":0,"reactions":0}],"next":null}
        """)
    #expect(
      try await program.get("/api/v1/members?q=inside").text == """
        {"members":[{"id":"inside","first_name":"Inside","last_name":"Person","email":"inside@x.org",\
        "registered_at":"2025-06-01T00:00:00Z","invited_by":null,"auto_delete_on":null}],"next":null}
        """)
    for path in ["/api/v1/members", "/members", "/collaborative-activities", "/api/v1/collaborative-activities"] {
      for query in ["sort=time_spent", "direction=up", "after=x", "limit=0"] {
        #expect(try await program.get("\(path)?\(query)").status == 400, "\(path)?\(query)")
      }
    }
    for query in ["sort=name", "direction=up", "page=0"] {
      #expect(try await site.browser(of: "manager").get("/users/manager/team?\(query)").status == 400, "\(query)")
    }
  }
}
