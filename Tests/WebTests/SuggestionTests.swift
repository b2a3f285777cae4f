import Foundation
import ReferenceModel
import Testing

@testable import Web

/// Suggestions for the value of a condition.
@Suite struct SuggestionTests {
  private static let shared = Task { try await TestSite() }

  let site: TestSite

  init() async throws { site = try await Self.shared.value }

  private func values(_ viewer: String, _ query: String) async throws -> [String] {
    let answer = try await site.program(of: viewer).get("/choices/values?\(query)")
    #expect(answer.status == 200, "\(query): \(answer.text)")
    guard case .list(let choices)? = try answer.json()["choices"] else { return [] }
    return choices.compactMap { if case .text(let id)? = $0["id"] { id } else { nil } }
  }

  @Test func `Values are those of the users that the viewer sees, found without case and accents`() async throws {
    #expect(try await values("owner", "list=users&column=first_name&q=SIDE") == ["Inside", "Outside"])
    #expect(try await values("coach", "list=users&column=first_name&q=side") == ["Inside"])
    #expect(try await values("owner", "list=users&column=last_name&q=uni") == ["Ünï/çode\"x"])
    #expect(try await values("owner", "list=users&column=managers") == ["manager@x.org"])
    #expect(try await values("coach", "list=users&column=managers").isEmpty)
    #expect(try await values("owner", "report=users&column=custom:office&q=a") == ["Rue \"A\""])
    #expect(try await values("owner", "report=course-attempts&column=name&q=course") == ["Course, one"])
    #expect(try await values("manager", "report=course-attempts&column=name") == ["Course, one"])
    #expect(try await values("author", "list=collaborative-activities&column=first_name") == ["Inside", "Report"])
  }

  @Test func `Statuses and dates are a fixed choice, and numbers have none`() async throws {
    let statuses = try await values("owner", "report=certificates&column=status")
    #expect(statuses == ["valid", "expiring_soon", "expired"])
    let dates = try await values("owner", "list=users&column=last_activity")
    #expect(dates.first == "today" && dates.contains("today-30d"))
    #expect(try await values("owner", "list=users&column=last_activity&q=%2B7") == ["today+7d"])
    #expect(try await values("owner", "list=users&column=time_spent").isEmpty)
  }

  @Test(arguments: [
    ("owner", "list=users", "column is missing"), ("owner", "column=email", "or report must be given"),
    ("owner", "list=users&report=users&column=email", "only one of them"),
    ("owner", "list=no&column=email", "list is not one of users, members, collaborative-activities"),
    ("owner", "list=users&column=no", "column is not one of"), ("owner", "list=users&column=email&tab=x", "tab is not"),
    ("useradmin", "list=members&column=time_spent", "column is not one of"),
  ])
  func `What makes no sense is refused`(viewer: String, query: String, reason: String) async throws {
    let answer = try await site.program(of: viewer).get("/choices/values?\(query)")
    answer.expectProblem(400, "bad_request", "\(query)")
    #expect(answer.text.contains(reason), "\(answer.text)")
  }

  @Test(arguments: [
    ("inside", "list=users&column=email", 403), ("useradmin", "list=users&column=email", 403),
    ("coach", "list=members&column=email", 403), ("coach", "report=registrations&column=email", 403),
  ])
  func `A list that a viewer may not open has no suggestions`(viewer: String, query: String, status: Int) async throws {
    #expect(try await site.program(of: viewer).get("/choices/values?\(query)").status == status)
  }

  /// The columns of texts, by list.
  private static let columns = [
    ("courses", ["name", "author"]), ("questions", ["name", "course", "tags"]),
    ("program-sessions", ["name", "program"]),
    ("path-sessions", ["name", "path"]),
  ]

  @Test(arguments: [UInt64](6_301...6_302)) func `A list of entities suggests what its rows show, and nothing else`(
    seed: UInt64
  ) async throws {
    let world = try await AccessWorld(seed: seed)
    var random = SplitMix64(seed: seed)
    var suggested = 0
    for keeper in random.some(5...5, of: world.keepers.filter { $0.everyone.count > 2 }) {
      let program = try await world.program(of: keeper.viewer)
      for (list, columns) in Self.columns {
        let rows = try await program.get("/api/v1/\(list)?limit=500")
        for column in columns {
          let answer = try await program.get("/choices/values?list=\(list)&column=\(column)")
          #expect(answer.status == rows.status, "\(list), \(column) for \(keeper.viewer)")
          let shown = try Self.texts(rows, "rows", column).filter { !$0.contains(UInt8(ascii: "|")) }
          let found = try Self.texts(answer, "choices", "id")
          #expect(found.isSubset(of: shown) && (found.count == 20 || found == shown), "\(list), \(column)")
          suggested += found.count
        }
      }
    }
    #expect(suggested > 50, "too little to show")
  }

  /// The texts in a column of a JSON list, as UTF-8; empty ones are left out, as are all if the request was refused.
  private static func texts(_ answer: Answer, _ list: String, _ key: String) throws -> Set<[UInt8]> {
    guard answer.status == 200, case .list(let rows)? = try answer.json()[list] else { return [] }
    let values = rows.flatMap { row -> [ExactJSON] in
      if case .list(let names)? = row[key] { names } else { [row[key] ?? .null] }
    }
    return Set(values.compactMap { if case .text(let text) = $0, !text.isEmpty { Array(text.utf8) } else { nil } })
  }

  @Test func `The field of a condition knows where its suggestions are`() async throws {
    let browser = try await site.browser(of: "owner")
    for (path, source) in [
      ("/users", "list=users"), ("/members", "list=members"),
      ("/collaborative-activities", "list=collaborative-activities"), ("/reports/new?type=tags", "report=tags"),
      ("/compare", "report=summary"), ("/courses", "list=courses"), ("/questions", "list=questions"),
      ("/program-sessions", "list=program-sessions"), ("/groups", "report=summary"), ("/tags", "list=tags"),
    ] {
      let page = try await browser.get(path).text
      #expect(page.contains("data-values=\"/choices/values?\(source)\"") && page.contains("/pickers.js"), "\(path)")
    }
  }
}
