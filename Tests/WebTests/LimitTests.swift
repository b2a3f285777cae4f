import Access
import Accounts
import DatabaseAccess
import Foundation
import Jobs
import Reports
import Testing
import TestSupport

@testable import Web

/// Everything that a user can create has a limit, with an explanation.
@Suite struct LimitTests {
  private func viewer(_ id: String, _ session: any SQLSession) throws -> Viewer {
    try #require(try Viewer(id: id, session))
  }

  /// The limit that a change exceeds.
  private func limit(
    _ site: TestSite, _ change: @escaping @Sendable (any SQLSession) throws -> Void
  ) async throws -> LimitReached.Kind? {
    do { try await site.store.database.write(change) } catch let limit as LimitReached { return limit.kind }
    return nil
  }

  @Test func `A user has fifty tokens that work`() async throws {
    let site = try await TestSite()
    for _ in 0..<Token.limit { _ = try await site.token(of: "coach") }
    let now = site.clock.now
    let create: @Sendable (any SQLSession) throws -> Void = { session in
      let viewer = try self.viewer("coach", session)
      _ = try Token.create(for: viewer, name: "", isReadOnly: true, expiresAt: now + 60, now: now, session)
    }
    #expect(try await limit(site, create) == .tokens)
    _ = try await site.token(of: "owner")
    let first = try await site.store.database.read { try Token.all($0)[0].key }
    _ = try await site.store.database.write { try Token.revoke(first, now: now, $0) }
    #expect(try await limit(site, create) == nil)
    #expect(try await limit(site, create) == .tokens)
  }

  @Test func `Links to one user are limited, and so are those that one user sends`() async throws {
    let letters = Letters()
    let site = try await TestSite.withWorkers(post: letters)
    let owner = try await site.browser(of: "owner")
    for _ in 0..<5 { #expect(try await owner.send("/members/inside/link").status == 303) }
    let refused = try await owner.send("/members/inside/link")
    #expect(refused.status == 429 && refused.text.contains("5 emails"))
    #expect(Int(refused.headers["retry-after"] ?? "") ?? 0 > 0)
    #expect(try await owner.send("/members/outside/link").status == 303)
    site.clock.pass(15 * 60 + 1)
    #expect(try await owner.send("/members/inside/link").status == 303)
    let now = site.clock.now
    try await site.store.database.write { session in
      let (sender, user) = (try viewer("owner", session).key, try viewer("coach", session).key)
      for _ in 0..<100 {
        try session.run(
          """
          INSERT INTO letters (kind, user_key, sender_key, made_at, state, due_at, failures)
          VALUES ('invitation', \(user), \(sender), \(now - 1_000), 'sent', 0, 0)
          """)
      }
    }
    let second = try await owner.send("/members/outside/link")
    #expect(second.status == 429 && second.text.contains("100 emails"))
    site.clock.pass(3_601)
    #expect(try await owner.send("/members/outside/link").status == 303)
  }

  @Test func `A user is signed in with a hundred browsers, and has ten links`() async throws {
    let site = try await TestSite()
    let now = site.clock.now
    let (sessions, links) = try await site.store.database.write { session in
      let user = try viewer("coach", session).key
      let client = Client(address: "127.0.0.1", agent: "")
      let sessions = try (0...WebSession.limit).map {
        try WebSession.open(user: user, from: client, now: now + $0, session)
      }
      let links = try (0...PasswordLink.limit).map { try PasswordLink.make(.reset, for: user, now: now + $0, session) }
      return (sessions, links)
    }
    let open = try await site.store.database.read { session in
      (
        try sessions.map { try WebSession(secret: $0, now: now + 200, session) != nil },
        try links.map { try PasswordLink(secret: $0, now: now + 200, session) != nil }
      )
    }
    #expect(open.0 == [false] + Array(repeating: true, count: WebSession.limit))
    #expect(open.1 == [false] + Array(repeating: true, count: PasswordLink.limit))
  }

  @Test func `Files that a user asks for, and that are kept for them, are limited`() async throws {
    let site = try await TestSite()
    let now = site.clock.now
    let add: @Sendable (any SQLSession) throws -> Void = { session in
      _ = try Job.add(
        ExportRequest(.user("inside"), format: .csv), for: try self.viewer("owner", session), isMailed: false, now: now,
        session)
    }
    try await site.store.database.write { session in
      let user = try viewer("owner", session).key
      for number in 0..<210 {
        try session.run(
          """
          INSERT INTO jobs (id, user_key, request, state, created_at, due_at, failures, losses, rows_done, size, expires_at)
          VALUES (\("job\(number)"), \(user), '', 'done', \(now - 7_200), \(now), 0, 0, 0,
            \(number == 100 ? 4 << 30 : 1), \(now + 1_000))
          """)
      }
    }
    #expect(try await limit(site, add) == nil)
    let kept = try await site.store.database.read {
      try $0.number("SELECT count(*) FROM jobs WHERE expires_at > \(now)")
    }
    #expect(kept == 109)
    _ = try await site.store.database.write { try $0.run("UPDATE jobs SET created_at = \(now - 60)") }
    #expect(try await limit(site, add) == .files)
    #expect(try await site.browser(of: "owner").send("/users/download").status == 429)
  }

  @Test func `Custom fields are limited, and so are those whom a report is shared with`() async throws {
    let site = try await TestSite()
    let more = try await limit(site) { session in
      for number in 0..<CustomFieldRecord.limit {
        try session.run("INSERT INTO custom_fields (id, title, type) VALUES (\("f\(number)"), \("F\(number)"), 'text')")
      }
      _ = try CustomFieldRecord.add("One more", isDate: false, session)
    }
    #expect(more == .fields)
    let shares = try await limit(site) { session in
      let owner = try self.viewer("owner", session)
      let id = try CustomReport.add(
        name: "R", .generalStats, ReportFilters(), of: owner, now: 0, session)
      let report = try CustomReport.one(try #require(id), of: owner, session)
      let many = ReportSharing(users: (0...ReportSharing.limit).map { "u\($0)" })
      _ = try many.save(for: report, of: owner, session)
    }
    #expect(shares == .shares)
  }

  @Test(arguments: [
    "q=" + String(repeating: "a", count: 60_000), String(repeating: "q=%C3%A9&", count: 7_000),
    String(repeating: "é", count: 30_000), String(repeating: "%", count: 3_000), "q=short",
  ])
  func `The audit log keeps 2 KB of what was asked, cut with a mark`(filters: String) async throws {
    let site = try await TestSite()
    try await site.store.database.write { session in
      try Audit.note("user.view", by: nil, filters: filters, at: 0, session)
    }
    let kept = try await site.store.database.read { session in
      try session.first("SELECT filters FROM audit_log") { $0.text(at: 0) } ?? ""
    }
    if filters.utf8.count <= 2_048 { return #expect(kept == filters) }
    #expect(kept.utf8.count <= 2_048 && kept.utf8.count > 2_000 && kept.hasSuffix("…"))
    let text = String(kept.dropLast())
    #expect(filters.hasPrefix(text))
    if filters.hasPrefix("q=%C3") { #expect(text.removingPercentEncoding != nil) }
  }

  @Test func `A view with a long address leaves a short note, without what asks for nothing`() async throws {
    let site = try await TestSite()
    let owner = try await site.browser(of: "owner")
    let long = String(repeating: "a", count: 50_000)
    for path in ["/users/inside?tab=", "/audit/download?user=", "/users/download?q="] {
      _ = try await owner.get(path + long)
    }
    #expect(try await owner.get("/users/download?q=&format=csv").status == 200)
    var notes: [String] = []
    for _ in 0..<500 where !notes.contains("format=csv") {
      try await Task.sleep(for: .milliseconds(10))
      notes = try await site.store.database.read { session in
        try session.all("SELECT filters FROM audit_log") { $0.text(at: 0) }
      }
    }
    #expect(notes.contains("format=csv"))
    for note in notes { #expect(note.utf8.count <= 2_048) }
  }
}
