import Foundation
import ReferenceModel
import Testing

/// The command palette's search.
@Suite struct PaletteTests {
  private static let shared = Task { try await TestSite() }

  let site: TestSite

  init() async throws { site = try await Self.shared.value }

  /// The URLs that a viewer is given.
  private func found(_ text: String, by viewer: String) async throws -> Set<String> {
    let answer = try await site.browser(of: viewer).get("/palette?q=\(Browser.encoded(text))")
    #expect(answer.status == 200, "\(answer.text)")
    return Set(answer.text.matches(of: #/"href":"([^"]*)"/#).map { String($0.1) })
  }

  @Test func `Each viewer finds the pages that they may open, and no others`() async throws {
    for viewer in ["owner", "platform", "coach", "manager", "inside", "author", "useradmin"] {
      let browser = try await site.browser(of: viewer)
      for path in try await found("", by: viewer) {
        #expect(try await browser.get(path).status == 200, "\(path) for \(viewer)")
      }
    }
    #expect(
      try await found("", by: "owner").isSuperset(of: ["/overview", "/courses", "/members/new", "/audit", "/sources"]))
    #expect(
      try await found("", by: "inside").isDisjoint(with: ["/overview", "/users", "/audit", "/sources", "/members"]))
  }

  @Test func `People, groups, courses, sessions and reports are found by any words of their names`() async throws {
    #expect(try await found("person ins", by: "owner").contains("/users/inside"))
    #expect(try await found("inside@x.org", by: "owner").contains("/users/inside"))
    #expect(try await found("sal", by: "owner").contains("/groups/sales"))
    #expect(try await found("course one", by: "owner") == ["/courses/C"])
    #expect(try await found("SPRING", by: "owner") == ["/program-sessions/S", "/path-sessions/HS"])
    #expect(try await found("cust fie", by: "owner") == ["/custom-fields"])
    let owner = try await site.browser(of: "owner")
    let saved = try await owner.send("/reports", [("name", "Monthly überblick"), ("edited", "1")])
    let report = try #require(saved.location?.split(separator: "?").first)
    #expect(try await found("uberblick", by: "owner") == [String(report)])
    #expect(try await found("uberblick", by: "platform").isEmpty)
    #expect(try await found("nothing like that", by: "owner").isEmpty)
  }

  @Test func `Nobody finds users or groups that they do not see`() async throws {
    for viewer in ["coach", "inside"] { #expect(try await found("outside", by: viewer).isEmpty, "\(viewer)") }
    #expect(try await found("ops", by: "coach").isEmpty)
    #expect(try await found("inside", by: "coach").contains("/users/inside"))
    #expect(try await Browser(port: site.port).get("/palette?q=a").status == 303)
    let answer = try await site.browser(of: "owner").get("/palette?q=\(String(repeating: "a", count: 201))")
    #expect(answer.status == 400)
  }
}
