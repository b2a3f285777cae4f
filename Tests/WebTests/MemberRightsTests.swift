import DatabaseAccess
import Testing
import TestSupport

/// The permission to change members (access.md; docs/decisions/0012).
@Suite struct MemberRightsTests {
  private static let new = [("first_name", "New"), ("last_name", "Person")]

  private func memberships(of user: String, _ site: TestSite) async throws -> Set<String> {
    Set(
      try await site.store.rows("memberships").filter { $0["user_key"] == .text(user) && $0["until"] == .null }
        .map { "\($0["role"]?.text ?? "") \($0["group_key"]?.text ?? "")" })
  }

  @Test(arguments: PageTests.everybody) func `Records open to whom Current members opens, of their users alone`(
    viewer: String
  ) async throws {
    let site = try await TestSite()
    let browser = try await site.browser(of: viewer)
    let opens = ["owner", "platform", "admin", "useradmin"].contains(viewer)
    #expect(try await browser.get("/members/new").status == (opens ? 200 : 403))
    let everybody = ["owner", "platform"].contains(viewer)
    for (user, isInSales) in [("inside", true), ("gone", true), ("outside", false), ("owner", false), ("no-such", nil)]
    {
      let status = !opens ? 403 : isInSales ?? false || everybody && isInSales != nil ? 200 : 404
      #expect(try await browser.get("/members/\(user)").status == status, "\(user) for \(viewer)")
      for deed in ["", "/delete", "/restore", "/link"] where status != 200 {
        let fields = deed.isEmpty ? Self.new : []
        #expect(try await browser.send("/members/\(user)\(deed)", fields).status == status, "\(user)\(deed)")
      }
    }
    if opens, !everybody {
      let (outside, unknown) = (try await browser.get("/members/outside"), try await browser.get("/members/no-such"))
      #expect(outside.text.replacing("outside", with: "") == unknown.text.replacing("no-such", with: ""))
    }
  }

  @Test(arguments: [
    ("owner", "sales", "admin", true), ("owner", "root", "admin", true), ("owner", "root", "owner", false),
    ("platform", "root", "admin", true), ("platform", "root", "owner", false), ("admin", "sales", "admin", true),
    ("admin", "sales", "coach", true), ("admin", "root", "learner", false), ("admin", "ops", "learner", false),
    ("useradmin", "sales", "learner", true), ("useradmin", "sales", "user_admin", true),
    ("useradmin", "sales", "coach", false), ("useradmin", "sales", "author", false),
    ("useradmin", "sales", "admin", false), ("useradmin", "root", "learner", false),
    ("useradmin", "no-such", "learner", false), ("owner", "sales", "emperor", false),
  ]) func `Nobody gives a role that goes beyond theirs`(
    viewer: String, group: String, role: String, isGiven: Bool
  ) async throws {
    let site = try await TestSite()
    let browser = try await site.browser(of: viewer)
    let made = try await browser.create(
      Self.new + [("email", "new@x.org"), ("way", "password"), ("new_password", TestSite.password)]
        + [("group", group), ("role", role)])
    #expect(made.status == (isGiven ? 303 : 422))
    #expect(try await (site.store.row("users", ["email": "new@x.org"]) != nil) == isGiven)
    let changed = try await browser.change("inside", [("group", group), ("role", role)])
    #expect(changed.status == (isGiven ? 303 : 422))
    #expect(
      try await memberships(of: "inside", site) == Set(["learner sales"] + (isGiven ? ["\(role) \(group)"] : [])))
  }

  @Test func `Nobody changes an account that holds more or sees more than they do`() async throws {
    let site = try await TestSite()
    // The members of the group Sales: its coach and its administrator; a manager of a user outside; an author whose
    // course a user outside played; and the owner.
    try await site.store.load([
      "memberships": "group,user,role\nsales,manager,learner\nsales,author,learner\nsales,owner,learner\n"
    ])
    for (viewer, theirs) in [
      ("useradmin", ["inside", "useradmin"]), ("admin", ["inside", "useradmin", "coach", "admin"]),
      ("platform", ["inside", "useradmin", "coach", "admin", "manager", "author", "platform"]),
    ] {
      let browser = try await site.browser(of: viewer)
      for user in ["inside", "useradmin", "coach", "admin", "manager", "author", "owner"] {
        let isTheirs = theirs.contains(user)
        let answer = try await browser.change(user, [("title", "By \(viewer)")])
        #expect(answer.status == 303, "\(viewer) for \(user): \(answer.status)")
        let title = try await site.store.row("users", ["id": user])?["title"]
        #expect((title == .text("By \(viewer)")) == isTheirs, "\(viewer) for \(user)")
        if !isTheirs {
          #expect(try await browser.send("/members/\(user)/delete").status == 403, "\(viewer) for \(user)")
          #expect(try await browser.send("/members/\(user)/link").status == 403, "\(viewer) for \(user)")
        }
      }
      #expect(try await browser.send("/members/\(viewer)/delete").status != 303, "nobody deletes themself")
    }
  }

  @Test func `The owner is neither deleted, by anybody, nor given an end`() async throws {
    let site = try await TestSite()
    let owner = try await site.browser(of: "owner")
    #expect(try await owner.send("/members/owner/delete").status == 403)
    #expect(try await owner.change("owner", [("auto_delete_on", "2027-01-01")]).status == 422)
    #expect(try await owner.change("owner", [("keep", "")]).status == 303)
    #expect(try await memberships(of: "owner", site) == ["owner root"])
  }

  @Test func `A manager is named by who sees the user's statistics, among their users`() async throws {
    let site = try await TestSite()
    for (viewer, email, status) in [
      ("useradmin", "useradmin@x.org", 422), ("admin", "outside@x.org", 422), ("admin", "inside@x.org", 422),
      ("admin", "coach@x.org", 303), ("owner", "outside@x.org manager@x.org", 303),
    ] {
      let answer = try await site.browser(of: viewer).change("inside", [("add_manager", email)])
      #expect(answer.status == status, "\(viewer) names \(email)")
    }
    let managers = try await site.store.rows("managers").filter { $0["user_key"] == .text("inside") }
    #expect(Set(managers.compactMap { $0["manager_key"]?.text }) == ["coach", "outside", "manager"])
    let owner = try await site.browser(of: "owner")
    #expect(try await owner.change("inside", [("keep_manager", "coach"), ("keep", "learner sales")]).status == 303)
    let open = try await site.store.rows("managers").filter {
      $0["user_key"] == .text("inside") && $0["until"] == .null
    }
    #expect(open.compactMap { $0["manager_key"]?.text } == ["coach"])
  }

  @Test func `Without the form's secret, and by a token, nothing is changed`() async throws {
    let site = try await TestSite()
    let (browser, program) = (try await site.browser(of: "owner"), try await site.program(of: "owner"))
    let before = try await site.store.dump()["users"]
    for path in ["new", "inside", "inside/delete", "gone/restore", "inside/link"] {
      let fields = path.contains("/") ? [:] : ["first_name": "X"]
      #expect(try await browser.submit("/members/\(path)", fields.merging(["csrf": "forged"]) { $1 }).status == 403)
      #expect(try await program.submit("/members/\(path)", fields.merging(["csrf": ""]) { $1 }).status == 403)
    }
    #expect(try await site.store.dump()["users"] == before)
  }
}
