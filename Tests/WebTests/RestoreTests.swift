import DatabaseAccess
import Testing
import TestSupport

/// A deleted user's former groups, roles and managers are offered when they are restored, as far as the viewer may
/// assign them.
@Suite struct RestoreTests {
  private func site() async throws -> TestSite {
    let site = try await TestSite()
    try await site.store.load([
      "managers": "user,manager\ninside,coach\ninside,outside\n",
      "memberships": "group,user,role,until\nsales,inside,coach,\nops,inside,author,\n"
        + "root,inside,learner,2026-01-01T00:00:00Z\n",
    ])
    #expect(try await site.browser(of: "owner").send("/members/inside/delete").status == 303)
    return site
  }

  /// The checked boxes of the form, by the name of the field.
  private func checked(_ name: String, on page: Answer) -> Set<String> {
    let pattern = try! Regex("name=\"\(name)\" value=\"([^\"]*)\" checked", as: (Substring, Substring).self)
    return Set(page.text.matches(of: pattern).map { String($0.1) })
  }

  private func open(_ table: String, _ site: TestSite, _ text: ([String: SQLValue]) -> String) async throws
    -> Set<String>
  {
    Set(
      try await site.store.rows(table).filter { $0["user_key"] == .text("inside") && $0["until"] == .null }.map(text))
  }

  @Test func `All of it is offered to the owner, and comes back`() async throws {
    let site = try await site()
    let owner = try await site.browser(of: "owner")
    let page = try await owner.get("/members/inside")
    let places = checked("back", on: page)
    #expect(places == ["learner sales", "coach sales", "author ops"], "what ended before is not offered")
    #expect(checked("back_manager", on: page) == ["coach", "outside"])
    let fields = places.map { ("back", $0) } + [("back_manager", "coach")]
    #expect(try await owner.send("/members/inside/restore", fields).status == 303)
    let memberships = try await open("memberships", site) { "\($0["role"]?.text ?? "") \($0["group_key"]?.text ?? "")" }
    #expect(memberships == places)
    #expect(try await open("managers", site) { $0["manager_key"]?.text ?? "" } == ["coach"])
    #expect(try await site.store.differences() == [])
    #expect(try await owner.get("/members/inside").text.contains("Delete user"))
  }

  @Test func `A group administrator gives back what is of their groups`() async throws {
    let site = try await site()
    let admin = try await site.browser(of: "admin")
    let page = try await admin.get("/members/inside")
    #expect(checked("back", on: page) == ["learner sales", "coach sales"])
    #expect(checked("back_manager", on: page) == ["coach"])
    #expect(page.text.contains("you cannot assign this"))
    for extra in [("back", "author ops"), ("back", "admin root"), ("back_manager", "outside")] {
      let answer = try await admin.send("/members/inside/restore", [("back", "learner sales"), extra])
      #expect(answer.status == 422, "\(extra)")
      #expect(checked("back", on: answer) == ["learner sales"], "what was chosen stays")
    }
    #expect(try await site.store.row("users", ["id": "inside"])?["deleted_at"] != .null)
    #expect(try await admin.send("/members/inside/restore", [("back", "learner sales")]).status == 303)
  }

  @Test func `A user administrator gives back neither roles that see statistics nor managers`() async throws {
    let site = try await site()
    let useradmin = try await site.browser(of: "useradmin")
    let page = try await useradmin.get("/members/inside")
    #expect(checked("back", on: page) == ["learner sales"] && checked("back_manager", on: page) == [])
    for extra in [("back", "coach sales"), ("back_manager", "coach")] {
      let answer = try await useradmin.send("/members/inside/restore", [("back", "learner sales"), extra])
      #expect(answer.status == 422, "\(extra)")
    }
    #expect(try await useradmin.send("/members/inside/restore", [("back", "learner sales")]).status == 303)
    #expect(try await open("managers", site) { $0["manager_key"]?.text ?? "" } == [])
  }
}
