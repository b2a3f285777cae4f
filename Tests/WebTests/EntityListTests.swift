import Foundation
import ReferenceModel
import Testing

/// The lists that rank, by page, file and API, and the page of a question.
@Suite(.serialized) struct EntityListTests {
  private static let shared = Task { try await TestSite(SmallWorld.texts) }
  private static let lists = ["courses", "questions", "program-sessions", "path-sessions", "groups"]

  let site: TestSite

  init() async throws { site = try await Self.shared.value }

  @Test(arguments: lists) func `The API gives a list page by page, in the order that was asked for`(
    list: String
  ) async throws {
    let program = try await site.program(of: "owner")
    for direction in ["asc", "desc"] {
      let path = "/api/v1/\(list)?sort=name&direction=\(direction)"
      let whole = Self.ids(try await program.get("\(path)&limit=500"))
      #expect(!whole.isEmpty)
      var (found, next) = ([String](), nil as String?)
      repeat {
        let answer = try await program.get("\(path)&limit=1" + (next.map { "&after=\($0)" } ?? ""))
        found += Self.ids(answer)
        next = if case .text(let cursor)? = try answer.json()["next"] { cursor } else { nil }
        #expect(found.count <= whole.count)
      } while next != nil && found.count <= whole.count
      #expect(found == whole)
    }
  }

  @Test func `A list refuses what it does not know, and names it`() async throws {
    let program = try await site.program(of: "owner")
    for list in Self.lists {
      for (query, named) in [
        ("grup=sales", "grup"), ("sort=height", "sort"), ("direction=up", "direction"), ("limit=0", "limit"),
        ("after=nothing", "after"), ("where=height:gt:1", "where"), ("where=name", "where"),
        ("subgroups=yes", "subgroups"), ("session=S", "session"), ("page=2", "page"),
      ] {
        let answer = try await program.get("/api/v1/\(list)?\(query)")
        #expect(answer.status == 400 && answer.text.contains(named), "\(list)?\(query): \(answer.text)")
      }
    }
    let cursor = try await program.get("/api/v1/courses?limit=1").json()["next"]
    guard case .text(let after)? = cursor else {
      Issue.record("no second course")
      return
    }
    #expect(try await program.get("/api/v1/courses?limit=1&sort=learners&after=\(after)").status == 400)
  }

  @Test(arguments: lists) func `Page, file and API show the same rows`(list: String) async throws {
    let (browser, program) = (try await site.browser(of: "owner"), try await site.program(of: "owner"))
    for query in ["direction=asc", "direction=desc", "group=sales&subgroups=true", "user=inside"] {
      let ids = Self.ids(try await program.get("/api/v1/\(list)?limit=500&\(query)"))
      let page = try await browser.get("/\(list)?\(query)")
      #expect(page.status == 200)
      let places = ids.compactMap { page.text.range(of: "href=\"/\(list)/\($0)\"")?.lowerBound }
      #expect(places.count == ids.count && places == places.sorted(), "\(list)?\(query)")
      let file = try await browser.get("/\(list)/download?\(query)")
      let rows = CommaSeparated.rows(of: file.text.replacing("\u{FEFF}", with: ""))
      #expect(rows.dropFirst().map { $0[0] } == ids, "\(list)?\(query)")
      for format in ["xlsx", "ndjson"] {
        #expect(try await browser.get("/\(list)/download?format=\(format)&\(query)").status == 200)
      }
    }
  }

  @Test func `Sessions that are open are selected by their status`() async throws {
    let program = try await site.program(of: "owner")
    for list in ["program-sessions", "path-sessions"] {
      let all = Self.ids(try await program.get("/api/v1/\(list)"))
      var parts: [[String]] = []
      for status in ["not_open", "open", "ended"] {
        parts.append(Self.ids(try await program.get("/api/v1/\(list)?where=status:is:\(status)")))
      }
      #expect(parts.joined().sorted() == all.sorted() && !parts[1].isEmpty, "\(list)")
    }
    #expect(try await program.get("/api/v1/program-sessions?where=status:is:late").status == 400)
    #expect(try await program.get("/api/v1/courses?where=status:is:open").status == 400)
  }

  @Test func `Conditions narrow a list, as chips that can be removed`() async throws {
    let (browser, program) = (try await site.browser(of: "owner"), try await site.program(of: "owner"))
    let all = Self.ids(try await program.get("/api/v1/courses"))
    let played = Self.ids(try await program.get("/api/v1/courses?where=learners:gt:1"))
    #expect(played == ["C"] && all.contains("D"))
    let page = try await browser.get("/courses?where=learners:gt:1")
    #expect(page.text.contains("class=\"chips\"") && !page.text.contains("href=\"/courses/D\""))
    let added = try await browser.get("/courses?where_column=attempts&where_operation=gt&where_value=2")
    #expect(added.location == "/courses?where=attempts%3Agt%3A2")
    let none = try await browser.get("/courses?where=learners:gt:100")
    #expect(none.status == 200 && !none.text.contains("<tbody>"))
  }

  @Test func `A question is shown as it was asked, with its answers, choices and tries`() async throws {
    let (browser, program) = (try await site.browser(of: "owner"), try await site.program(of: "owner"))
    let answer = try await program.get("/api/v1/questions/Q1")
    let question = try answer.json()
    #expect(question["question"]?["id"]?.compareForm == "\"Q1\"")
    #expect(
      question["by_try"]?.compareForm
        == #"[{"answers":1,"mean_score":100,"try":1},{"answers":1,"mean_score":25,"try":2}]"#)
    guard case .list(let users)? = question["users"] else {
      Issue.record("no users")
      return
    }
    #expect(users.map { $0["id"]?.compareForm } == ["\"inside\""])
    #expect(users[0]["answers"]?.compareForm == "2")
    #expect(try await browser.get("/questions/Q1").text.contains("id=\"by_try\""))
    for viewer in ["manager", "outside"] {
      #expect(try await site.program(of: viewer).get("/api/v1/questions/Q1").status == 404)
    }
    #expect(try await program.get("/api/v1/questions/no-such").status == 404)
    for query in ["limit=0", "after=nothing", "sort=name"] {
      #expect(try await program.get("/api/v1/questions/Q1?\(query)").status == 400, "\(query)")
    }
  }

  @Test func `The users of a question come page by page, each once and in order`() async throws {
    let world = try await AccessWorld(seed: 6_201)
    let owner = try #require(world.reference.users.first { world.reference.roles(of: $0.id).isOwner }?.id)
    let program = try await world.program(of: owner)
    var most = 0
    for id in world.reference.questions.keys.sorted() {
      let path = "/api/v1/questions/\(Browser.encoded(id))"
      let whole = Self.ids(try await program.get("\(path)?limit=500"), "users")
      var (found, next) = ([String](), nil as String?)
      repeat {
        let answer = try await program.get("\(path)?limit=2" + (next.map { "&after=\($0)" } ?? ""))
        found += Self.ids(answer, "users")
        next = if case .text(let cursor)? = try answer.json()["next"] { cursor } else { nil }
      } while next != nil && found.count <= whole.count
      #expect(found == whole)
      most = max(most, whole.count)
    }
    #expect(most > 4, "too few users to show anything")
  }

  private static func ids(_ answer: Answer, _ key: String = "rows") -> [String] {
    guard case .list(let rows)? = try? answer.json()[key] else { return [] }
    return rows.compactMap { if case .text(let id)? = $0["id"] { id } else { nil } }
  }
}
