import DatabaseAccess
import ReferenceModel
import Testing
import TestSupport

/// Names are links: a user's to their page, with the hover card; others to their page, if the viewer may open it.
@Suite struct NameTests {
  private static let shared = Task { try await TestSite() }
  let site: TestSite

  init() async throws { site = try await Self.shared.value }

  private static let pages = [
    "/users", "/users/inside", "/users/inside/programs/S", "/users/inside/paths/HS", "/users/inside/courses/C/attempts",
    "/users/inside/questions/Q1", "/users/inside/answers/n1", "/users/inside/statistics/time_spent",
    "/users/inside/statistics/total_time_spent", "/program-sessions/S", "/path-sessions/HS", "/courses/C",
    "/groups/sales", "/tags/T", "/members", "/collaborative-activities", "/audit",
  ]

  @Test(arguments: pages) func `A user's name is a link with its card`(path: String) async throws {
    let browser = try await site.browser(of: "owner")
    // Creates an entry in the audit log.
    if path == "/audit" { try await entry(of: "inside") }
    let page = try await browser.get(path).text
    let names = page.matches(of: #/(<[^<>]*>)<bdi>(?:Inside Person|Inside)<\/bdi>/#)
    #expect(!names.isEmpty)
    for name in names {
      #expect(name.1.hasPrefix("<a ") && name.1.contains("data-card=\"/people/inside/card\""), "\(name.0)")
      #expect(name.1.contains("href=\"/users/inside") || name.1.contains("href=\"/people/inside\"") || path == "/audit")
    }
  }

  private func entry(of user: String) async throws {
    _ = try await site.browser(of: "owner").get("/users/\(user)")
    for _ in 0..<500 {
      let notes = try await site.store.rows("audit_log")
      if notes.contains(where: { $0["action"]?.text == "user.view" && $0["subject_key"]?.text == user }) { return }
      try await Task.sleep(for: .milliseconds(20))
    }
  }

  @Test func `Authors, managers' reports and those who looked have their card as well`() async throws {
    let owner = try await site.browser(of: "owner")
    let author = "href=\"/people/author\" data-card=\"/people/author/card\"><bdi>Author Person</bdi></a>"
    for path in ["/courses/C", "/courses"] { #expect(try await owner.get(path).text.contains(author), "\(path)") }
    let reports = try await owner.get("/users/manager/statistics/direct_reports").text
    #expect(reports.contains("href=\"/users/report\"") && reports.contains("data-card=\"/people/report/card\""))
    try await entry(of: "inside")
    let account = try await site.browser(of: "inside").get("/account").text
    #expect(account.contains("<a href=\"/people/owner\" data-card=\"/people/owner/card\"><bdi>Owner Person</bdi>"))
    // Deleted users have no public statistics.
    #expect(try await !owner.get("/users?tab=deleted").text.contains("/people/gone"))
  }

  @Test func `Names of things lead to their pages, for those who may open them`() async throws {
    let wanted = [
      ("/users/inside", "href=\"/groups/sales\""), ("/users/inside/programs/S", "href=\"/courses/C\""),
      ("/users/inside/paths/HS", "href=\"/program-sessions/S\""), ("/program-sessions/S", "href=\"/courses/C\""),
      ("/program-sessions/S", "href=\"/groups/sales\""), ("/courses/C", "href=\"/groups/sales\""),
      ("/groups", "href=\"/groups/root\""), ("/groups/root", "href=\"/groups/sales\""),
      ("/users/inside/statistics/groups", "href=\"/groups/sales\""),
    ]
    let owner = try await site.browser(of: "owner")
    for (path, link) in wanted { #expect(try await owner.get(path).text.contains(link), "\(path): \(link)") }
    // Learners may open their own page; groups, courses and sessions they may not.
    let learner = try await site.browser(of: "inside")
    for (path, link) in wanted where path.hasPrefix("/users/") {
      let page = try await learner.get(path)
      #expect(page.status == 200 && !page.text.contains(link), "\(path): \(link)")
    }
    #expect(
      try await learner.get("/users/inside/courses/C/attempts").text.contains("href=\"/users/inside/programs/S\""))
    // A coach of Sales may not open the platform's group, and gets no link to it.
    #expect(try await !site.browser(of: "coach").get("/groups").text.contains("href=\"/groups/root\""))
  }

  @Test func `The records behind a number lead to what they are`() async throws {
    let owner = try await site.browser(of: "owner")
    for (key, link) in [
      ("time_spent", "/users/inside/courses/C/attempts"), ("average_answer_score", "/users/inside/answers/n1"),
      ("completed_courses", "/users/inside/courses/C/attempts"), ("completed_programs", "/users/inside/programs/S"),
      ("assigned_programs", "/users/inside/programs/S"), ("tag_work?tag=T", "/users/inside/answers/n2"),
    ] {
      let page = try await owner.get("/users/inside/statistics/\(key)").text
      #expect(page.contains("href=\"\(link)\""), "\(key)")
      #expect(try await owner.get(link).status == 200, "\(link)")
      let parts = key.split(separator: "?", maxSplits: 1)
      let address = "/api/v1/users/inside/statistics/\(parts[0])/records" + (parts.count > 1 ? "?\(parts[1])" : "")
      #expect(try await owner.get(address).text.contains("\"page\":\"\(link)\""), "\(key) by the API")
    }
  }

  @Test func `Every number's column opens its definition`() async throws {
    let owner = try await site.browser(of: "owner")
    for (path, keys) in [
      ("/program-sessions/S", ["program_progress", "program_score", "mean_block_score", "mean_group_progress"]),
      ("/path-sessions/HS", ["path_progress", "path_status", "path_validated_at", "users_there", "share_of_users"]),
      ("/courses/C", ["course_progress", "course_attempts", "course_last_activity"]),
      ("/groups/sales", ["time_spent", "average_score", "completed_programs", "messages"]),
      ("/tags/T", ["tag_training_score", "tag_average_score", "tag_work"]),
      ("/users/inside", ["certificate_status", "path_status", "program_score", "course_score", "question_answers"]),
      ("/users/inside/programs/S", ["program_progress", "block_progress", "block_attempts"]),
    ] {
      let page = try await owner.get(path).text
      for key in keys { #expect(page.contains("href=\"/help/statistics#\(key)\""), "\(path), \(key)") }
    }
  }
}
