import DatabaseAccess
import ReferenceModel
import TestSupport
import Testing

@testable import Web

/// "Why is this person not here?" by API, in a report's editor, in a report and on lists of users.
@Suite struct PresencePageTests {
  private static let shared = Task { try await TestSite() }

  let site: TestSite

  init() async throws { site = try await Self.shared.value }

  @Test(arguments: [
    ("users/why?user=inside", "{\"reason\":\"present\""), ("users/why?user=no-such", "\"not_visible\""),
    ("users/why?user=gone", "\"deleted\""), ("users/why?user=inside&user=owner", "\"not_chosen\""),
    ("users/why?user=inside&user=owner&user=inside", "\"present\""),
    ("users/why?user=owner&group=sales", "\"not_in_groups\""),
    ("users/why?user=owner&session=program:S", "\"no_enrolment\""),
    ("users/why?user=inside&where=first_name:is:x", "\"condition\":\"first_name:is:x\",\"values\":[\"Inside\"]"),
    ("users/why?user=inside&where=title:filled", "\"values\":[]"),
    ("tags/why?user=inside&to=1999-12-31", "\"no_rows\""),
    ("summary/why?user=inside&by=group", "\"present\""),
    ("summary/why?user=inside&by=course&to=1999-12-31", "\"no_rows\""),
  ])
  func `The API names the reason`(path: String, answer: String) async throws {
    let found = try await site.program(of: "owner").get("/api/v1/reports/\(path)")
    #expect(found.status == 200 && found.text.contains(answer), "\(found.text)")
  }

  @Test(arguments: [
    ("users/why", "user is missing"), ("users/why?user=inside&users=x", "did you mean user"),
    ("users/why?user=inside&where=nonsense:is:x", "is not a column"),
    ("tags/why?user=inside&session=program:S", "session"),
    ("summary/why?user=inside", "by is missing"), ("users/why?user=inside&from=2026-02-30", "is not a date"),
  ])
  func `What makes no sense is refused with the parameter`(path: String, reason: String) async throws {
    let found = try await site.program(of: "owner").get("/api/v1/reports/\(path)")
    found.expectProblem(400, "bad_request", "\(path)")
    #expect(found.text.contains(reason), "\(found.text)")
  }

  @Test(arguments: [
    ("/users?why=inside@x.org", "This user is included, in row "), ("/users?why=gone@x.org", "This user is deleted"),
    ("/users?tab=deleted&why=inside@x.org", "This user is not deleted"),
    ("/users?tab=deleted&why=gone@x.org", "This user is included"),
    ("/users?q=zzz&why=inside@x.org", "The search does not match"),
    ("/users?group=sales&why=owner@x.org", "not a member of the chosen groups"),
    ("/users?where=first_name:is:Xy&why=inside@x.org", "“First name is Xy” is not met: the value is Inside."),
    ("/members?why=inside@x.org", "This user is included"), ("/members?why=none@x.org", "There is no such user"),
    ("/collaborative-activities?where=comments:ge:999&why=inside@x.org", "“Comments ≥ 999” is not met: the value is"),
    ("/reports/new?type=users&edited=1&why=inside@x.org", "This user is included"),
    ("/reports/new?type=summary&by=group&why=inside@x.org", "This user is included"),
    ("/reports/new?type=users&edited=1&user=owner&why=inside@x.org", "limited to other users"),
  ])
  func `A page answers below its table`(path: String, words: String) async throws {
    let page = try await site.browser(of: "owner").get(path)
    #expect(page.status == 200)
    let answer = page.text.firstMatch(of: #/id="why-answer".*/#).map { String($0.0) } ?? ""
    #expect(answer.contains(words), "\(path): \(answer)")
  }

  @Test func `A saved report answers too, to its owner and to those it is shared with`() async throws {
    let browser = try await site.browser(of: "owner")
    let saved = try await browser.submit(
      "/reports",
      [
        "csrf": try await browser.csrf(), "edited": "1", "name": "Asked", "type": "users", "where": "first_name:is:Xy",
        "sharing": "1", "share_user": "coach",
      ])
    let address = try #require(saved.location?.split(separator: "?").first.map(String.init))
    let page = try await browser.get("\(address)?why=inside@x.org")
    let words = "“First name is Xy” is not met: the value is Inside."
    #expect(page.text.contains(words))
    let coach = try await site.browser(of: "coach")
    let hidden = "“First name is …” is not met: the value is Inside."
    #expect(try await coach.get("\(address)?why=inside@x.org").text.contains(hidden))
    #expect(try await coach.get("\(address)?why=outside@x.org").text.contains("There is no such user"))
  }

  @Test func `The audit log says about whom the question is, and of compared users each`() async throws {
    let site = try await TestSite()
    let (browser, program) = (try await site.browser(of: "owner"), try await site.program(of: "owner"))
    for path in ["/users?why=inside@x.org", "/users?why=none@x.org", "/compare?user=coach&user=owner"] {
      #expect(try await browser.get(path).status == 200, "\(path)")
    }
    for path in ["reports/users/why?user=inside", "reports/users/why?user=no-such", "compare?user=inside&user=coach"] {
      #expect(try await program.get("/api/v1/\(path)").status == 200, "\(path)")
    }
    let expected = [
      "compare.view coach", "compare.view coach", "compare.view inside", "report.why inside", "report.why inside",
      "report.why –", "report.why –",
    ]
    var notes: [String] = []
    for _ in 0..<3_000 where notes.count < expected.count {
      notes = try await site.store.rows("audit_log").compactMap { row in
        guard let action = row["action"]?.text, ["report.why", "compare.view"].contains(action) else { return nil }
        return "\(action) \(row["subject_key"]?.text ?? "–")"
      }
      try await Task.sleep(for: .milliseconds(20))
    }
    #expect(notes.sorted() == expected.sorted())
  }
}
