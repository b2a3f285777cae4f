import Foundation
import ReferenceModel
import Testing
import TestSupport

/// The page of a user with thousands of records opens like any other.
@Suite(.serialized) struct LargeUserTests {
  private static let shared = Task { try await TestSite(texts) }
  private static let (courses, questions, tags) = (2_000, 10_000, 300)
  private static let fewTags = 10

  /// `small`: 100 attempts, 500 answers, 10 tags. `large`: 10,000 attempts, 2,005 of them on one course, 50,000 answers, 300 tags.
  private static var texts: [String: String] {
    var texts = SmallWorld.texts
    texts["users", default: ""] +=
      ["small", "large"].map { "\($0),\($0)@x.org,\($0),User,,2025-06-01T00:00:00Z,,,\n" }.joined()
    texts["courses", default: ""] += lines(courses) { "c\($0),Course \($0 * 7919 % 2_003),author,2025-06-01T00:00:00Z" }
    texts["tags", default: ""] += lines(tags) { "t\($0),Tag \($0)" }
    texts["questions", default: ""] += lines(questions) { "q\($0),other,Question \($0 * 7919 % 10_007)?,t\($0 % tags)" }
    for (user, attempts, answers) in [("small", 100, 500), ("large", 10_000, 50_000)] {
      texts["attempts", default: ""] += lines(attempts) { number in
        let course = number < 8_000 ? number % courses : 0
        // A few in every week of the chart.
        let day = FixedClock.daysAgo(number * 7 % 701)
        return "a\(number),\(user),c\(course),,\(day),\(day),60,50,\(number % 101),en"
      }
      texts["answers", default: ""] += lines(answers) { number in
        // The first questions have the first tags.
        let question = user == "small" ? number / 10 % 30 * tags + number % fewTags : number % questions
        return "b\(number),\(user),q\(question),\(FixedClock.daysAgo(number % 700)),\(number % 101)"
      }
    }
    return texts
  }

  private static func lines(_ count: Int, _ line: (Int) -> String) -> String {
    (0..<count).map { line($0) + "\n" }.joined()
  }

  let site: TestSite
  let browser: Browser

  init() async throws {
    site = try await Self.shared.value
    browser = try await site.browser(of: "owner")
  }

  /// `make bench` measures how long they take.
  @Test func `Ten thousand attempts make a page of as many statements and rows as a hundred`() async throws {
    _ = try await browser.get("/users/small")
    _ = site.database.take()
    #expect(try await browser.get("/users/small").status == 200)
    let small = site.database.take()
    #expect(try await browser.get("/users/large").status == 200)
    let large = site.database.take()
    #expect(small.statements > 10 && large.statements == small.statements)
    // The charts contain all tags; all other tables read only one page of rows.
    let more = large.rows - small.rows - (Self.tags - Self.fewTags) - (20 - Self.fewTags)
    #expect(small.rows > 2 * Self.fewTags && more == 0, "\(small.rows) rows and \(large.rows)")
  }

  @Test func `Long lists come in pages, each row once, and to the end`() async throws {
    let first = try await browser.get("/users/large/courses/c0/attempts").text
    #expect(first.contains("1–50 of 2,004") && !first.contains("rel=\"prev\""))
    let last = try await browser.get("/users/large/courses/c0/attempts?attempts.page=41&attempts.sort=score").text
    #expect(last.contains("2,001–2,004 of 2,004") && !last.contains("rel=\"next\""))
    #expect(last.contains("attempts.sort=score&amp;attempts.page=40") && last.contains("aria-sort=\"ascending\""))
    let beyond = try await browser.get("/users/large/courses/c0/attempts?attempts.page=999").text
    #expect(beyond.contains("2,001–2,004 of 2,004"))
    let page = try await browser.get("/users/large?questions.page=500&questions.sort=score").text
    #expect(page.contains("9,981–10,000 of 10,000"))
    let file = CommaSeparated.rows(of: try await browser.get("/users/large/sections/questions/download").text)
    #expect(file.count == 10_001)
  }
}
