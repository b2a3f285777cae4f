import DatabaseAccess
import ReferenceModel
import Testing
import TestSupport

/// The pages behind *View*, their files, and the lists that link to them, by role. One after another: signing in again
/// ends the sessions of the same user.
@Suite(.serialized) struct EntityPageTests {
  /// With a user who is instructor of a session and otherwise a learner.
  private static let texts = SmallWorld.texts.merging([
    "program_sessions": "id,program,name,created_at,ends_at,instructors\n"
      + "S,P,Spring,2025-06-01T00:00:00Z,2026-06-30T00:00:00Z,outside\nE,P,Empty,2025-06-01T00:00:00Z,,\n"
  ]) { $1 }
  private static let shared = Task { try await TestSite(texts) }

  private static let things = [
    "program-sessions/S", "program-sessions/E", "path-sessions/HS", "courses/C", "courses/D", "groups/root",
    "groups/sales", "groups/ops", "tags/T",
  ]
  private static let ofSales: Set<String> = [
    "program-sessions/S", "path-sessions/HS", "courses/C", "courses/D", "groups/sales", "tags/T",
  ]
  /// The pages that each viewer may open; viewers that are missing here may open none.
  private static let open: [String: Set<String>] = [
    "owner": Set(things), "platform": Set(things), "admin": ofSales, "coach": ofSales,
    "author": ["courses/C", "courses/D"], "outside": ["program-sessions/S"],
  ]

  let site: TestSite

  init() async throws { site = try await Self.shared.value }

  @Test(arguments: PageTests.everybody) func `Pages, files and lists open to those whom the rules name`(
    viewer: String
  ) async throws {
    let browser = try await site.browser(of: viewer)
    let open = Self.open[viewer] ?? []
    for thing in Self.things {
      for ending in ["", "/download"] {
        let answer = try await browser.get("/\(thing)\(ending)")
        #expect(answer.status == (open.contains(thing) ? 200 : 404), "\(thing)\(ending) for \(viewer)")
      }
      let list = try await browser.get("/" + thing.prefix { $0 != "/" })
      #expect(list.text.contains("href=\"/\(thing)\"") == open.contains(thing), "\(thing) in the list of \(viewer)")
      let opensSome = open.contains { $0.prefix { $0 != "/" } == thing.prefix { $0 != "/" } }
      // An instructor has no path here, but could.
      if !(viewer == "outside" && thing.hasPrefix("path")) {
        #expect(list.status == (opensSome ? 200 : 403), "\(thing) list for \(viewer)")
      }
    }
  }

  @Test func `What is not the viewer's to open is answered like what does not exist, byte for byte`() async throws {
    for browser in [try await site.browser(of: "coach"), try await site.program(of: "coach")] {
      for (thing, unknown) in [
        ("program-sessions/E", "program-sessions/no"), ("groups/ops", "groups/no"), ("tags/no", "tags/nothing"),
      ] {
        for ending in ["", "/download", "?sort=height"] {
          let closed = try await browser.get("/\(thing)\(ending)")
          #expect(closed.status == 404)
          #expect(closed.data == (try await browser.get("/\(unknown)\(ending)")).data, "\(thing)")
        }
      }
    }
  }

  @Test func `A session's page holds its sums, its parts and its users`() async throws {
    let page = try await site.browser(of: "coach").get("/program-sessions/S")
    for text in [
      "Spring", "30/06/2026 00:00", "Registrations", "0 h 05 min", "50 %", "80 %", "Course, one", "Exam", "Inside",
      "Sales &lt;&amp;&gt;", "1–24", "value=\"100\"", "href=\"/users/inside\"", "=SUM(A1)",
    ] { #expect(page.text.contains(text), "\(text)") }
    for text in ["text.", "column_", "statistic_", "section_", "thing_", "%{"] {
      #expect(!page.text.contains(text), "\(text)")
    }
  }

  @Test func `Nobody outside stands on a page, not even summed, and no link leads where the viewer may not go`()
    async throws
  {
    let (coach, author, instructor) = (
      try await site.browser(of: "coach"), try await site.browser(of: "author"), try await site.browser(of: "outside")
    )
    let seen = try await coach.get("/courses/C").text
    #expect(seen.contains("Inside") && !seen.contains("<bdi>Report<") && Self.figures(seen)[0] == "1")
    let own = try await author.get("/courses/C").text
    #expect(own.contains("<bdi>Report<") && Self.figures(own)[0] == "2" && !own.contains("href=\"/users/report\""))
    let taught = try await instructor.get("/program-sessions/S").text
    #expect(taught.contains("Inside") && Self.figures(taught)[0] == "2" && !taught.contains("href=\"/users/inside\""))
    #expect(try await coach.get("/groups/sales").text.contains("Platform"))
    #expect(try await !coach.get("/groups/sales").text.contains("href=\"/groups/root\""))
  }

  @Test func `The users of a thing are searched and sorted, and a senseless address is refused`() async throws {
    let browser = try await site.browser(of: "owner")
    let found = try await browser.get("/program-sessions/S?q=inside").text
    #expect(found.contains("1 user matches") && !found.contains("=SUM(A1)"))
    // A search filters only the rows.
    #expect(Self.figures(found)[0] == "2")
    #expect(try await browser.get("/program-sessions/S?q=zzz").text.contains("No users match"))
    let sorted = try await browser.get("/path-sessions/HS?sort=status&direction=desc").text
    #expect(sorted.contains("aria-sort=\"descending\""))
    for path in ["program-sessions/S", "program-sessions", "courses", "tags/T"] {
      for query in ["sort=height", "direction=up", "page=0", "page=x", "q=" + String(repeating: "a", count: 201)] {
        #expect(try await browser.get("/\(path)?\(query)").status == 400, "\(path)?\(query)")
      }
      #expect(try await browser.get("/\(path)?page=999999").status == 200)
    }
    #expect(try await browser.get("/courses?q=danger").text.contains("href=\"/courses/D\""))
    #expect(try await !browser.get("/courses?q=danger").text.contains("href=\"/courses/C\""))
    #expect(try await browser.get("/courses?q=%25").text.contains("No matches"))
  }

  @Test func `Counts of users lead to them, and a chosen group is a chip that can be removed`() async throws {
    let coach = try await site.browser(of: "coach")
    let page = try await coach.get("/program-sessions/S").text
    for link in [
      "where=progress%3Alt%3A1#users", "where=progress%3Aeq%3A100#users", "group=sales#users",
    ] { #expect(page.contains("href=\"/program-sessions/S?\(link)\""), "\(link)") }
    #expect(try await coach.get("/path-sessions/HS").text.contains("?where=status%3Ais%3Aon_time#users"))
    #expect(try await site.browser(of: "owner").get("/questions/Q1").text.contains("?where=answers%3Age%3A2#users"))
    let list = try await coach.get("/program-sessions").text
    #expect(list.contains("/program-sessions/S?where=last_activity%3Aempty#users"))
    #expect(list.contains("/program-sessions/S?where=progress%3Aeq%3A100#users"))
    let members = try await coach.get("/program-sessions/S?group=sales&where=progress:eq:100").text
    #expect(members.contains("Group is Sales &lt;&amp;&gt;") && members.contains("1 user matches"))
    #expect(members.contains("href=\"/program-sessions/S?where=progress%3Aeq%3A100#users\""))
    let below = try await coach.get("/program-sessions/S?group=no-such&subgroups=true").text
    #expect(below.contains("Group is no-such, with subgroups") && below.contains("No users match"))
    #expect(try await coach.get("/program-sessions/S?subgroups=maybe").status == 400)
  }

  @Test func `The file holds the rows of the page`() async throws {
    let coach = try await site.browser(of: "coach")
    let file = try await coach.get("/program-sessions/S/download")
    #expect(file.headers["content-disposition"]?.contains("program-sessions-Spring-2026-03-15.csv") == true)
    let rows = CommaSeparated.rows(of: file.text)
    #expect(
      rows[0].map { $0.replacing("\u{FEFF}", with: "") }
        == ["First name", "Last name", "Email", "Progress", "Score", "Time spent", "Last activity"])
    #expect(rows[1] == ["<b>Bold</b>", "'=SUM(A1)", "formula@x.org", "0", "", "0:00:00", ""])
    #expect(rows[2] == ["Inside", "Person", "inside@x.org", "100", "80", "0:05:00", "06/03/2026 12:00"])
    #expect(try await coach.get("/path-sessions/HS/download").text.contains("On time"))
    #expect(try await coach.get("/tags/T/download?format=xlsx").data.starts(with: [0x50, 0x4B]))
    #expect(try await coach.get("/tags/T/download?format=pdf").status == 400)
  }

  @Test func `Looking at a thing's users is noted in the audit log, with the thing`() async throws {
    let site = try await TestSite(Self.texts)
    let browser = try await site.browser(of: "coach")
    _ = try await browser.get("/program-sessions/S?q=in")
    _ = try await browser.get("/tags/T/download")
    var notes: Set<String> = []
    for _ in 0..<3_000 where notes.count < 2 {
      notes = Set(
        try await site.store.rows("audit_log").map { row in
          let texts = [row["viewer_key"]?.text, row["action"]?.text, row["filters"]?.text].map { $0 ?? "–" }
          return texts.joined(separator: " ") + " \(row["row_count"]?.integer ?? -1)"
        })
      try await Task.sleep(for: .milliseconds(20))
    }
    #expect(notes == ["coach program-sessions.view id=S&q=in 1", "coach tags.download id=T 1"])
  }

  @Test func `The top bar and the left column lead to what the viewer may open`() async throws {
    let author = try await site.browser(of: "author").get("/courses").text
    #expect(author.contains("href=\"/courses\" aria-current=\"page\"") && !author.contains("href=\"/groups\""))
    #expect(!author.contains("href=\"/program-sessions\""))
    let coach = try await site.browser(of: "coach").get("/groups/sales").text
    for path in ["/courses", "/path-sessions", "/groups", "/tags", "/program-sessions"] {
      #expect(coach.contains("href=\"\(path)\""), "\(path)")
    }
    let manager = try await site.browser(of: "manager").get("/users").text
    for path in ["/courses", "/program-sessions"] { #expect(!manager.contains("href=\"\(path)\""), "\(path)") }
  }

  /// The values of the tiles.
  private static func figures(_ page: String) -> [String] {
    page.matches(of: #/<dd class="value"><bdi>([^<]*)/#).map { String($0.1) }
  }
}
