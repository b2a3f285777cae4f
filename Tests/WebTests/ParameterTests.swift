import Foundation
import Hummingbird
import Testing

@testable import Web

/// Unknown parameters of addresses and forms are refused, by name: ignoring a misspelt filter would widen the result.
/// The addresses come from the list of routes, so that a new one is tested automatically.
@Suite struct ParameterTests {
  private static let shared = Task { try await TestSite() }

  let site: TestSite

  init() async throws { site = try await Self.shared.value }

  /// An address of a route, with existing ids.
  private static func path(of route: Route) -> String {
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

  private static let declaring = Routes.all.filter { $0.parameters.query != nil }

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
    let forms = Routes.all.filter { route in
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
    ("/reports/registrations/download?session=program:S", "it accepts"), ("/help/statistics?x=1", "it accepts none"),
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
      Routes.all.filter { $0.parameters.query == nil }.allSatisfy {
        let path = $0.path.description
        return path.hasPrefix("/scim/v2/") || path.hasPrefix("/xapi") || path == "/signin/sso/callback"
      })
  }

  @Test func `The API's document names exactly the parameters of its routes`() {
    for route in Routes.all where route.path.description.hasPrefix("/api/") {
      let name = OpenAPIDocument.name(of: route)
      let told = APIDescription.all[name]?.parameters.map(\.name) ?? []
      #expect(told.count == Set(told).count, "\(name)")
      #expect(Set(told) == Set(route.parameters.query?.all.map(\.name) ?? []), "\(name)")
    }
  }
}
