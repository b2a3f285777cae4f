import Foundation
import ReferenceModel
import Testing

@testable import Web

/// A platform may have thousands of groups: pages and forms contain the chosen ones, and search for others on the
/// server. One test at a time: they count the rows that one site reads.
@Suite(.serialized) struct PickerTests {
  private static let many = 17_000

  /// The small world with many more groups: wards of departments, of which every department has one of each name.
  private static func world(_ count: Int) -> [String: String] {
    var texts = SmallWorld.texts
    var groups = "dep,Departments,root\n"
    for number in 1...count {
      let parent = number % 500 == 1 ? "dep" : "w\((number - 1) / 500 * 500 + 1)"
      groups += "w\(number),Ward \(number % 500 == 1 ? "of department \(number / 500)" : "\(number % 500)"),\(parent)\n"
    }
    texts["groups"]? += groups
    texts["memberships"]? += "w2,inside,learner\nw2,coach,coach\n" + (count < 502 ? "" : "w502,outside,learner\n")
    return texts
  }

  private static let large = Task { try await TestSite(world(many)) }

  let site: TestSite

  init() async throws { site = try await Self.large.value }

  private func choices(_ viewer: String, _ path: String) async throws -> (titles: [String], ids: [String], more: Bool) {
    let answer = try await site.program(of: viewer).get(path)
    #expect(answer.status == 200, "\(path)")
    let object = try #require(try JSONSerialization.jsonObject(with: answer.data) as? [String: Any])
    let all = try #require(object["choices"] as? [[String: Any]])
    return (
      all.compactMap { $0["title"] as? String }, all.compactMap { $0["id"] as? String },
      object["has_more"] as? Bool ?? false
    )
  }

  @Test func `Pages and forms stay small at 17,000 groups`() async throws {
    let browser = try await site.browser(of: "owner")
    for (path, limit) in [
      ("/users", 100_000), ("/users?group=w2", 100_000), ("/reports/new", 200_000),
      ("/reports/new?edited=1&group=w2&share_group=w3&sharing=1&find_group=ward&find_session=s", 200_000),
      ("/members/new", 100_000), ("/members/inside", 100_000), ("/members", 100_000), ("/groups", 100_000),
      ("/groups/dep", 100_000), ("/users/inside", 200_000),
    ] {
      let page = try await browser.get(path)
      #expect(page.status == 200 && page.data.count <= limit, "\(path): \(page.data.count) bytes")
    }
  }

  @Test func `A preview shows the first columns of groups, and says how many more its file has`() async throws {
    let page = try await site.browser(of: "owner").get("/reports/new").text
    // 17,004 groups, of which 100 are shown.
    #expect(page.contains("The file has 16,904 more group columns."))
    #expect(page.contains("<bdi>Ward 0 (Ward of department 0)</bdi>") && !page.contains("<bdi>Ward 499"))
    let few = try await TestSite(Self.world(3))
    let small = try await few.browser(of: "owner").get("/reports/new").text
    #expect(few.port > 0 && !small.contains("more group columns") && small.contains("<bdi>Ward 2</bdi>"))
  }

  @Test func `No page asks the store once for each group`() async throws {
    let small = try await TestSite(Self.world(3))
    for path in ["/users", "/reports/new", "/members/inside", "/members/new", "/choices/groups?q=w", "/groups"] {
      var counts: [Int] = []
      for site in [small, site] {
        let browser = try await site.browser(of: "owner")
        _ = try await browser.get(path)
        _ = site.database.take()
        _ = try await browser.get(path)
        counts.append(site.database.take().rows)
      }
      // The rows of a page, of choices and of the viewer; not those of 17,000 groups. The list of groups also reads
      // once which groups are below those that it shows, of which two are above all others.
      #expect(counts[1] - counts[0] < 300 + (path == "/groups" ? 2 * Self.many : 0), "\(path): \(counts)")
    }
  }

  @Test func `A search gives the first twenty, folded, and tells equal names apart as files do`() async throws {
    let (titles, _, more) = try await choices("owner", "/choices/groups?q=W%C3%81RD%2017")
    #expect(titles.count == 20 && more)
    #expect(titles.first == "Ward 117 (Ward of department 0)")
    let one = try await choices("owner", "/choices/groups?q=sales")
    #expect(one.titles == ["Sales <&>"] && one.ids == ["sales"] && !one.more)
    #expect(try await choices("owner", "/choices/groups?q=no%20such").titles.isEmpty)
    #expect(try await choices("owner", "/choices/groups").titles.count == 20)
    // Among the groups that a coach sees, no other has the name.
    let own = try await choices("coach", "/choices/groups?q=ward")
    #expect(own.titles == ["Ward 2"] && own.ids == ["w2"])
    #expect(
      try await site.program(of: "owner").get("/choices/groups?q=" + String(repeating: "x", count: 201)).status == 400)
  }

  @Test func `The filter of Users works without a script`() async throws {
    let browser = try await site.browser(of: "owner")
    let found = try await browser.get("/users?find_group=department%200")
    #expect(found.text.contains("<input type=\"checkbox\" name=\"group\" value=\"w1\">"))
    let narrowed = try await browser.get("/users?group=w2&q=")
    #expect(
      narrowed.text.contains("name=\"group\" value=\"w2\" checked")
        && narrowed.text.contains("Ward 2 (Ward of department 0)"))
    #expect(narrowed.text.contains("\"/users/inside\"") && !narrowed.text.contains("\"/users/outside\""))
    let both = try await browser.get("/users?group=w2&group=w502")
    #expect(both.text.contains("\"/users/inside\"") && both.text.contains("\"/users/outside\""))
  }

  @Test func `The form of a member finds groups without a script, and keeps what was typed`() async throws {
    let browser = try await site.browser(of: "owner")
    let csrf = try await browser.csrf()
    let typed = "csrf=\(csrf)&first_name=Typed&last_name=Name&email=typed@x.org&way=password&group=w502&role=coach"
    let form = "application/x-www-form-urlencoded"
    let found = try await browser.post("/members/new", typed + "&find_group=ward+17&find=1", type: form)
    #expect(found.status == 200)
    for text in [
      "value=\"Typed\"", "name=\"group\" value=\"w502\"", "<option value=\"coach\" selected>",
      "name=\"group\" value=\"w117\"", "Ward 117 (Ward of department 0)", "More than 20 matches.",
    ] { #expect(found.text.contains(text), "\(text)") }
    let made = try await browser.post(
      "/members/new", typed + "&new_password=correct+horse+battery&group=w117&role=&group=w18&role=learner", type: form)
    #expect(made.status == 303)
    let page = try await browser.get(try #require(made.location))
    #expect(page.text.contains("coach w502") && page.text.contains("learner w18") && !page.text.contains("w117"))
  }

  @Test func `What was chosen stays chosen in the editor, also what nobody may choose any more`() async throws {
    let browser = try await site.browser(of: "coach")
    let page = try await browser.get("/reports/new?edited=1&group=w2&group=w9&session=path%3Ano&find_group=w")
    #expect(page.text.contains("name=\"group\" value=\"w2\" checked> <span><bdi>Ward 2</bdi>"))
    #expect(page.text.contains("name=\"group\" value=\"w9\" checked> <span><bdi>No longer available</bdi>"))
    #expect(page.text.contains("name=\"session\" value=\"path:no\" checked> <span><bdi>No longer available</bdi>"))
  }

  @Test(arguments: [UInt64](1...3)) func `A search offers what the viewer may choose, and nothing else`(
    seed: UInt64
  ) async throws {
    let world = try await AccessWorld(seed: seed)
    let reference = world.reference
    let all = Set(reference.groups.map(\.id))
    for keeper in world.keepers {
      let (roles, program) = (reference.roles(of: keeper.viewer), try await world.program(of: keeper.viewer))
      let seen = [ReferencePlatform.Tab.current, .deleted].flatMap { reference.scope(of: keeper.viewer, tab: $0) }
      let enrolled = seen.flatMap { reference.enrolments[$0.id] ?? [] }.map { enrolment in
        switch enrolment.session {
        case .program(let id): "program:\(id)"
        case .path(let id): "path:\(id)"
        }
      }
      let expected: [(path: String, isOpen: Bool, ids: Set<String>, names: [String])] = [
        (
          "groups", roles.opensUsers, roles.seesEverybody ? all : roles.administered.union(roles.coached),
          reference.groups.map(\.name)
        ),
        (
          "member-groups", roles.opensMembers,
          roles.seesEverybody ? all : roles.administered.union(roles.userAdministered), reference.groups.map(\.name)
        ),
        (
          "sessions", roles.opensUsers,
          roles.seesEverybody
            ? Set(
              reference.programSessions.keys.map { "program:\($0)" } + reference.pathSessions.keys.map { "path:\($0)" })
            : Set(enrolled),
          reference.programSessions.values.map(\.name) + reference.pathSessions.values.map(\.name)
        ),
      ]
      for (path, isOpen, ids, names) in expected {
        guard isOpen else {
          #expect(try await program.get("/choices/\(path)").status == 403, "seed \(seed) \(keeper.viewer) \(path)")
          continue
        }
        var found: Set<String> = []
        for name in Set(names) {
          let answer = try await program.get("/choices/\(path)?q=\(Browser.encoded(name))")
          let object = try JSONSerialization.jsonObject(with: answer.data) as? [String: Any]
          found.formUnion((object?["choices"] as? [[String: Any]] ?? []).compactMap { $0["id"] as? String })
        }
        #expect(found == ids, "seed \(seed), \(keeper.viewer), \(path)")
      }
    }
  }
}
