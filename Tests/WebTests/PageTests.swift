import Testing

/// Pages by role: status, visible users, and contents.
@Suite struct PageTests {
  static let everybody = [
    "owner", "platform", "admin", "coach", "manager", "inside", "outside", "report", "author", "useradmin", "=1+1",
    "a/b?c",
  ]
  /// The users that each viewer sees on the tabs of Users; viewers that are missing here may not open it.
  static let seen: [String: (current: Set<String>, deleted: Set<String>)] = [
    "owner": (Set(everybody), ["gone"]), "platform": (Set(everybody), ["gone"]),
    "admin": (["admin", "coach", "inside", "useradmin", "=1+1"], ["gone"]),
    "coach": (["inside", "=1+1"], ["gone"]), "manager": (["report"], []),
  ]
  private static let shared = Task { try await TestSite() }

  let site: TestSite

  init() async throws { site = try await Self.shared.value }

  @Test(arguments: everybody) func `Users shows exactly the viewer's users`(viewer: String) async throws {
    let browser = try await site.browser(of: viewer)
    for tab in ["current", "deleted"] {
      let page = try await browser.get("/users?tab=\(tab)")
      guard let seen = Self.seen[viewer] else {
        #expect(page.status == 403)
        #expect(page.text.contains("You don’t have access"))
        continue
      }
      #expect(page.status == 200)
      #expect(page.text.contains("<title>Users · Tallybook</title>"))
      let wanted = tab == "current" ? seen.current : seen.deleted
      for user in Self.everybody + ["gone"] {
        let isThere = page.text.contains("href=\"/users/\(Browser.encoded(user))\" class=\"open\"")
        #expect(isThere == wanted.contains(user), "\(user) for \(viewer)")
      }
    }
  }

  @Test(arguments: everybody) func `A user's page opens for themself and those whose user it is`(viewer: String)
    async throws
  {
    let browser = try await site.browser(of: viewer)
    for user in Self.everybody + ["gone"] {
      let page = try await browser.get("/users/\(Browser.encoded(user))")
      let maySee = user == viewer || Self.seen[viewer].map { $0.current.union($0.deleted).contains(user) } ?? false
      #expect(page.status == (maySee ? 200 : 404), "\(user) for \(viewer)")
    }
  }

  @Test func `What is outside is answered like what does not exist, byte for byte`() async throws {
    for browser in [try await site.browser(of: "coach"), try await site.program(of: "coach")] {
      for ending in ["", "/download"] {
        let outside = try await browser.get("/users/outside\(ending)")
        let unknown = try await browser.get("/users/no-such\(ending)")
        #expect(outside.status == 404 && unknown.status == 404)
        #expect(outside.data == unknown.data)
        // Every request has a separate random id.
        let changing = ["date", "x-request-id"]
        #expect(
          outside.headers.filter { !changing.contains($0.key) } == unknown.headers.filter { !changing.contains($0.key) }
        )
      }
      let path = "/api/v1/users/ID/statistics"
      let outside = try await browser.get(path.replacing("ID", with: "outside"))
      #expect(outside.data == (try await browser.get(path.replacing("ID", with: "no-such"))).data)
    }
    let program = try await site.program(of: "coach")
    let filtered = try await program.get("/api/v1/users?group=ops")
    #expect(filtered.data == (try await program.get("/api/v1/users?group=no-such")).data)
  }

  @Test func `A user's page holds the numbers with their definitions`() async throws {
    let page = try await site.browser(of: "owner").get("/users/inside")
    for text in [
      "Inside Person", "inside@x.org", "Number of answered questions", "63 %", "12 h 20 min", "Posted messages",
      "Number of answers the user gave.", "Sales &lt;&amp;&gt;", "What &lt;i&gt;is&lt;/i&gt; it?", "Expiring soon",
      "Course, one", "0 h 15 min", "Path spring", "Tag &amp; tag", "15/03/2026 12:00", "UTC",
    ] { #expect(page.text.contains(text), "\(text)") }
    for text in ["<i>is</i>", "text.", "column_", "statistic_", "%{"] { #expect(!page.text.contains(text), "\(text)") }
  }

  @Test func `A section sorts and pages by the address, and refuses what it does not know`() async throws {
    let browser = try await site.browser(of: "owner")
    let sorted = try await browser.get("/users/inside?courses.sort=attempts&courses.direction=desc")
    #expect(sorted.text.contains("aria-sort=\"descending\""))
    for query in ["courses.sort=no", "courses.direction=up", "courses.page=0", "courses.page=x"] {
      #expect(try await browser.get("/users/inside?\(query)").status == 400, "\(query)")
    }
    #expect(try await browser.get("/users/inside?courses.page=99").status == 200)
  }

  @Test func `The help has every number; the sign-in page and the assets open to anybody, the rest to nobody`()
    async throws
  {
    let help = try await site.browser(of: "inside").get("/help/statistics")
    #expect(help.status == 200)
    #expect(help.text.contains("id=\"total_time_spent\""))
    let nobody = Browser(port: site.port)
    for path in ["/signin", "/tallybook.css", "/tallybook.js", "/favicon.svg"] {
      #expect(try await nobody.get(path).status == 200, "\(path)")
    }
    for path in ["/", "/users", "/users/inside", "/help/statistics", "/users/download", "/users/inside/download"] {
      #expect(try await nobody.get(path).location?.hasPrefix("/signin") == true, "\(path)")
    }
  }
}
