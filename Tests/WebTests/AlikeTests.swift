import Foundation
import Hummingbird
import Testing

@testable import Web

/// A user outside the scope and an unknown user get the same response, to the byte, at every address with a user,
/// session, course, group or tag. The addresses come from the list of routes, so that a new one is tested
/// automatically.
@Suite struct AlikeTests {
  private static let shared = Task { try await TestSite() }

  let site: TestSite

  init() async throws { site = try await Self.shared.value }

  /// Viewers, each with users outside their scope; the unknown id is as long as theirs.
  static let viewers = [
    ("admin", ["outside", "owner", "report"]), ("coach", ["outside", "platform", "manager"]),
    ("manager", ["inside", "outside", "gone"]),
    ("inside", ["outside", "owner", "gone"]), ("author", ["outside", "coach", "gone"]),
    ("useradmin", ["outside", "owner", "report"]),
  ]

  @Test(arguments: viewers) func `A user outside is answered as one who does not exist`(
    viewer: String, outside: [String]
  ) async throws {
    let asking = try await Asking(site, viewer)
    for user in outside {
      for (method, path) in Self.userPaths {
        let status = try await asking.expectAlike(method, path, user, Self.unknown(like: user))
        #expect([403, 404].contains(status), "\(method) \(path) of \(user) for \(viewer): \(status)")
      }
      for path in Self.filters {
        for address in [user, user + "@x.org"] {
          _ = try await asking.expectAlike("GET", path, address, Self.unknown(like: address))
        }
      }
    }
  }

  @Test func `A thing of others is answered as one that does not exist`() async throws {
    let things = [
      ("groups", "ops"), ("courses", "D"), ("program-sessions", "S"), ("path-sessions", "HS"), ("tags", "T"),
    ]
    for viewer in ["manager", "useradmin", "inside"] {
      let asking = try await Asking(site, viewer)
      for (kind, id) in things {
        for path in ["/\(kind)/:id", "/\(kind)/:id/download", "/\(kind)/:id?sort=email&page=2"] {
          #expect(try await asking.expectAlike("GET", path, id, Self.unknown(like: id)) == 404, "\(path) for \(viewer)")
        }
      }
    }
    let coach = try await Asking(site, "coach")
    #expect(try await coach.expectAlike("GET", "/groups/:id", "ops", "xyz") == 404)
  }

  private static func unknown(like id: String) -> String { String(id.map { $0.isLetter ? "q" : $0 }) }

  /// Every route with a user's id; its other parameters have existing values.
  private static let userPaths: [(String, String)] = Routes.all.compactMap { route in
    // Its description has braces instead of the colons of our list.
    let path = "\(route.path)".replacing("{", with: ":").replacing("}", with: "")
    guard path.hasPrefix("/users/:id") || path.hasPrefix("/api/v1/users/:id") || path.hasPrefix("/scim/v2/Users/:id")
    else { return nil }
    // Public statistics are open to every signed-in user.
    if path.hasSuffix("/public") { return nil }
    let names = [
      ":session": "S", ":course": "C", ":question": "Q1", ":answer": "n1", ":section": "courses", ":key": "time_spent",
    ]
    return (route.method.rawValue, names.reduce(path) { $0.replacing($1.key, with: $1.value) })
  }

  private static let filters = [
    "/reports/new?type=general-stats&user=:id", "/reports/new?type=general-stats&add_user=:id",
    "/reports/general-stats/download?user=:id", "/api/v1/reports/general-stats?user=:id", "/users?q=:id",
    "/api/v1/users?q=:id", "/api/v1/users?q=:id&tab=deleted", "/users/download?q=:id", "/members?q=:id",
    "/api/v1/members?q=:id", "/collaborative-activities?q=:id", "/api/v1/collaborative-activities?q=:id",
    "/audit?user=:id", "/audit/download?user=:id", "/users?why=:id", "/users?tab=deleted&why=:id", "/members?why=:id",
    "/collaborative-activities?why=:id", "/reports/new?type=general-stats&why=:id",
    "/api/v1/reports/general-stats/why?user=:id", "/api/v1/reports/tags/why?user=:id&where=last_name:is:x",
    "/compare?user=:id", "/api/v1/compare?user=:id&user=x", "/compare?kind=user&add_user=:id",
    "/api/v1/reports/registrations/why?user=:id", "/api/v1/reports/summary/why?user=:id&by=group",
  ]

  @Test func `The addresses of users are all there`() {
    #expect(Self.userPaths.count >= 15)
    #expect(Self.userPaths.contains { $0.1 == "/users/:id/team/download" })
  }

  /// A viewer with a browser and a token.
  struct Asking {
    let viewer: String
    let browser: Browser
    let program: Browser

    init(_ site: TestSite, _ viewer: String) async throws {
      self.viewer = viewer
      browser = try await site.browser(of: viewer)
      program = try await site.program(of: viewer)
    }

    /// - Returns: the status of both responses.
    func expectAlike(_ method: String, _ path: String, _ one: String, _ other: String) async throws -> Int {
      var status = 0
      for asking in [browser, program] {
        let first = try await asking.ask(method, path.replacing(":id", with: Browser.encoded(one)))
        let second = try await asking.ask(method, path.replacing(":id", with: Browser.encoded(other)))
        status = first.status
        #expect(first.status == second.status, "\(method) \(path) for \(viewer): \(one) against \(other)")
        #expect(headers(first) == headers(second), "\(method) \(path) for \(viewer): \(one) against \(other)")
        // A refusal does not repeat the request; a search may.
        let echoed = status >= 400 ? second.text : again(second.text, other, one)
        #expect(first.text == echoed, "\(method) \(path) for \(viewer): \(one) against \(other)")
      }
      return status
    }

    /// Two equal requests differ in these too.
    private static let changing = ["date", "x-request-id"]

    private func headers(_ answer: Answer) -> [String: String] {
      answer.headers.filter { !Self.changing.contains($0.key) }
    }

    private func again(_ text: String, _ asked: String, _ wanted: String) -> String {
      text.replacing(Browser.encoded(asked), with: Browser.encoded(wanted)).replacing(asked, with: wanted)
    }
  }
}
