import Access
import DatabaseAccess
import Jobs
import Mail
import Reports
import Testing
import TestSupport

// The email to the owner of a schedule that paused itself.

extension ScheduleTests {
  /// A column of the emails about a pause; other emails are about files.
  private func letters(_ column: String, in shop: JobsFixture) async throws -> [SQLValue?] {
    try await shop.store.rows("letters").filter { $0["kind"] == .text("pause") }.map { $0[column] }
  }

  /// Waits until they have these states.
  private func letters(_ states: [SQLValue], in shop: JobsFixture) async throws {
    for _ in 0..<6_000 where try await letters("state", in: shop) != states {
      try await Task.sleep(for: .milliseconds(10))
    }
    #expect(try await letters("state", in: shop) == states)
  }

  @Test func `The letter of a pause is sent once, and not at all once the schedule goes on`() async throws {
    let shop = try await JobsFixture {
      $0.unusedRuns = 1
      $0.post?.notice = { notice, viewer, _ in .init(subject: "\(notice.kind) \(viewer.id)", text: "", html: "") }
    }
    let report = try await report(in: shop)
    try await shop.working {
      shop.clock.pass(3_600)
      _ = try await over(1, of: "owner", in: shop)
      shop.clock.pass(Self.day)
      try await letters([.text("sent")], in: shop)
      let now = shop.clock.now
      #expect(try await shop.store.database.write { try Self.set(report, now, $0) })
      shop.clock.pass(Self.day)
      _ = try await over(2, of: "owner", in: shop)
      shop.post.fail(MailFailure(isTemporary: true, "down"))
      shop.clock.pass(Self.day)
      for _ in 0..<6_000 {
        if try await letters("due_at", in: shop).last == .integer(shop.clock.now + 60) { break }
        try await Task.sleep(for: .milliseconds(10))
      }
      let later = shop.clock.now
      #expect(try await shop.store.database.write { try Self.set(report, later, $0) })
      shop.post.fail(nil)
      shop.clock.pass(60)
      try await letters([.text("sent"), .text("dropped")], in: shop)
    }
    #expect(shop.post.messages.filter { $0.subject == "pause owner" }.count == 1)
  }
}
