import Access
import Calendar
import DatabaseAccess
import Foundation
import Jobs
import Mail
import Reports
import Spreadsheets
import Testing
import TestSupport

/// Scheduled reports.
@Suite struct ScheduleTests {
  /// A report that runs each day at 13:00, an hour from now.
  func report(
    of user: String = "owner", _ sharing: ReportSharing = ReportSharing(), in shop: JobsFixture
  ) async throws -> CustomReport {
    let (owner, now) = (try await shop.viewer(user), shop.clock.now)
    return try await shop.store.database.write { session in
      let added = try CustomReport.add(
        name: "Daily", .generalStats, ReportFilters(), of: owner, now: now, session)
      let report = try CustomReport.one(try #require(added), of: owner, session)
      _ = try sharing.save(for: report, of: owner, session)
      #expect(try Self.set(report, now, session))
      return report
    }
  }

  static func set(
    _ report: CustomReport, _ now: Int, isPaused: Bool = false, _ session: any SQLSession
  ) throws -> Bool {
    let rule = Recurrence(.day, hour: 13, start: FixedClock.now / 86_400)
    return try ReportSchedule.save(
      rule, .csv, isPaused: isPaused, for: report, now: now, LocalTime(.gmt), session)
  }

  private func schedule(_ report: CustomReport, in shop: JobsFixture) async throws -> ReportSchedule {
    try await shop.store.database.read { try #require(try ReportSchedule.of(report, $0)) }
  }

  private func jobs(of user: String, in shop: JobsFixture) async throws -> [Job] {
    let (viewer, now) = (try await shop.viewer(user), shop.clock.now)
    return try await shop.store.database.read { try Job.all(of: viewer, now: now, $0) }
  }

  /// Waits until the user has this many finished jobs.
  func over(_ count: Int, of user: String, in shop: JobsFixture) async throws -> [Job] {
    for _ in 0..<6_000 {
      let jobs = try await jobs(of: user, in: shop)
      if jobs.count >= count, jobs.allSatisfy({ !$0.state.isOpen }) { return jobs }
      try await Task.sleep(for: .milliseconds(10))
    }
    Issue.record("\(user) has \(try await jobs(of: user, in: shop).map(\.state))")
    return try await jobs(of: user, in: shop)
  }

  static let day = 86_400

  @Test func `A run makes a file for each who gets it, of their own users, and tells them`() async throws {
    let shop = try await JobsFixture()
    let report = try await report(ReportSharing(users: ["l7"], groups: ["root"]), in: shop)
    try await shop.working {
      try await Task.sleep(for: .milliseconds(60))
      #expect(try await jobs(of: "owner", in: shop).isEmpty, "not before it is due")
      shop.clock.pass(3_600)
      let (own, coachs) = (try await over(1, of: "owner", in: shop), try await over(1, of: "coach", in: shop))
      #expect(own.map(\.rowsDone) == [JobsFixture.learners + 2] && coachs.map(\.rowsDone) == [JobsFixture.learners])
      #expect(own[0].fileName == "Daily.csv" && own[0].occasion?.owner == nil)
      #expect(coachs[0].occasion?.owner == "owner Person" && coachs[0].occasion?.lateSince == nil)
      for _ in 0..<6_000 where shop.post.messages.count < 2 { try await Task.sleep(for: .milliseconds(10)) }
    }
    #expect(Set(shop.post.messages.map(\.subject)) == ["done owner", "done coach"])
    #expect(try await shop.store.rows("jobs").count == 2, "whoever may not open reports gets none")
    #expect(try await schedule(report, in: shop).dueAt == FixedClock.now + 3_600 + Self.day)
    #expect(try await shop.store.rows("audit_log").contains { $0["action"]?.text == "report.run" })
  }

  @Test func `What was missed while the server was down runs once, and says so`() async throws {
    let shop = try await JobsFixture()
    let report = try await report(in: shop)
    shop.clock.pass(3 * Self.day)
    try await shop.working {
      let jobs = try await over(1, of: "owner", in: shop)
      #expect(jobs[0].occasion?.lateSince == FixedClock.now + 3_600 && jobs[0].occasion?.count == 3)
      try await Task.sleep(for: .milliseconds(100))
    }
    #expect(try await jobs(of: "owner", in: shop).count == 1)
    #expect(try await schedule(report, in: shop).dueAt == shop.clock.now + 3_600)
  }

  @Test func `Of several servers at one store, one runs it`() async throws {
    let shop = try await JobsFixture()
    let report = try await report(in: shop)
    let others = [Workers(shop.store.database), Workers(shop.store.database)]
    for other in others { other.start(shop.settings) }
    try await shop.working {
      for run in 1...4 {
        shop.clock.pass(run == 1 ? 3_600 : Self.day)
        _ = try await over(run, of: "owner", in: shop)
        try await Task.sleep(for: .milliseconds(60))
        #expect(try await shop.store.rows("report_runs").count == run)
        #expect(try await shop.store.rows("jobs").count == run)
        let (job, now) = (try await jobs(of: "owner", in: shop)[0], shop.clock.now)
        try await shop.store.database.write { try job.noteFetch(now: now, $0) }
      }
    }
    for other in others { await other.stop() }
    shop.clock.pass(Self.day)
    let now = shop.clock.now
    let taken = try await withThrowingTaskGroup(of: Bool.self) { group in
      for _ in 0..<8 {
        group.addTask {
          try await shop.store.database.write {
            try ReportRun.claim(now: now, LocalTime(.gmt), unusedLimit: 3, $0) != nil
          }
        }
      }
      return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
    }
    #expect(taken == 1)
    #expect(try await schedule(report, in: shop).dueAt == now + Self.day)
  }

  @Test func `After three runs that nobody downloads it pauses, having warned; then it counts anew`() async throws {
    let shop = try await JobsFixture()
    let report = try await report(in: shop)
    try await shop.working {
      shop.clock.pass(3_600)
      // The first is downloaded, so that the next three count.
      let first = try await over(1, of: "owner", in: shop)[0]
      let now = shop.clock.now
      try await shop.store.database.write { try first.noteFetch(now: now, $0) }
      for (count, warns) in [(2, false), (3, false), (4, true)] {
        shop.clock.pass(Self.day)
        #expect(try await over(count, of: "owner", in: shop)[0].occasion?.isLastUnused == warns, "\(count)")
      }
      shop.clock.pass(Self.day)
      for _ in 0..<6_000 where try await schedule(report, in: shop).pause == nil {
        try await Task.sleep(for: .milliseconds(10))
      }
      #expect(try await schedule(report, in: shop).pause == .unused)
      #expect(try await schedule(report, in: shop).dueAt == nil)
      #expect(try await jobs(of: "owner", in: shop).count == 4)
      let later = shop.clock.now
      #expect(try await shop.store.database.write { try !Self.set(report, later, isPaused: true, $0) })
      #expect(try await schedule(report, in: shop).pause == .unused)
      #expect(try await shop.store.database.write { try Self.set(report, later, $0) })
      #expect(try await schedule(report, in: shop).dueAt == later + Self.day)
      shop.clock.pass(Self.day)
      #expect(try await over(5, of: "owner", in: shop)[0].occasion?.isLastUnused == false)
    }
  }

  @Test func `Runs whose files could not be made do not count, and the setting can be off`() async throws {
    let shop = try await JobsFixture { $0.onRows = { _ in throw SpreadsheetError.tooManyColumns(20_000) } }
    let report = try await report(in: shop)
    shop.clock.pass(3_600 - Self.day)
    try await shop.working {
      for run in 1...5 {
        shop.clock.pass(Self.day)
        _ = try await over(run, of: "owner", in: shop)
      }
    }
    try await shop.working({
      $0.onRows = { _ in }; $0.unusedRuns = 0
    }) {
      for run in 6...10 {
        shop.clock.pass(Self.day)
        let jobs = try await over(run, of: "owner", in: shop)
        #expect(jobs[0].occasion?.isLastUnused == false)
      }
    }
    #expect(try await schedule(report, in: shop).pause == nil)
  }

  @Test func `A report whose owner is deleted does not run, and goes on with the next run once they are back`()
    async throws
  {
    let shop = try await JobsFixture()
    let report = try await report(of: "coach", ReportSharing(users: ["l7"]), in: shop)
    func put(_ deletedAt: String) async throws {
      try await shop.store.load([
        "users": "id,email,first_name,last_name,created_at,deleted_at\n"
          + "coach,coach@x.org,coach,Person,2025-06-01T00:00:00Z,\(deletedAt)\n"
      ])
    }
    try await put("2026-03-15T00:00:00Z")
    shop.clock.pass(2 * Self.day)
    try await shop.working {
      for _ in 0..<6_000 where try await schedule(report, in: shop).pause != .stopped {
        try await Task.sleep(for: .milliseconds(10))
      }
    }
    #expect(try await schedule(report, in: shop).pause == .stopped)
    for table in ["jobs", "report_runs"] { #expect(try await shop.store.rows(table).isEmpty) }
    try await put("")
    try await shop.working {
      for _ in 0..<6_000 where try await schedule(report, in: shop).dueAt == nil {
        try await Task.sleep(for: .milliseconds(10))
      }
      #expect(try await schedule(report, in: shop).dueAt == shop.clock.now + 3_600)
      shop.clock.pass(3_600)
      #expect(try await over(1, of: "coach", in: shop)[0].occasion?.count == 1)
    }
  }

  @Test func `Whoever still waits for the last run's file gets no second one`() async throws {
    let shop = try await JobsFixture()
    _ = try await report(in: shop)
    shop.clock.pass(3_600)
    try await shop.working({ $0.onRows = { _ in throw SpreadsheetError.noRoom(path: "") } }) {
      for _ in 0..<6_000 where try await jobs(of: "owner", in: shop).first?.failures != 1 {
        try await Task.sleep(for: .milliseconds(10))
      }
    }
    let now = shop.clock.now
    _ = try await shop.store.database.write { session in
      try session.run("UPDATE jobs SET due_at = \(now + 10 * Self.day)")
    }
    shop.clock.pass(Self.day)
    try await shop.working {
      for _ in 0..<6_000 where try await shop.store.rows("report_runs").count < 2 {
        try await Task.sleep(for: .milliseconds(10))
      }
    }
    #expect(try await jobs(of: "owner", in: shop).count == 1)
  }

  @Test func `A report that is deleted takes its schedule along; files stay`() async throws {
    let shop = try await JobsFixture()
    let report = try await report(in: shop)
    shop.clock.pass(3_600)
    try await shop.working { _ = try await over(1, of: "owner", in: shop) }
    let owner = try await shop.viewer("owner")
    try await shop.store.database.write { try CustomReport.delete(report.id, of: owner, $0) }
    for table in ["report_schedules", "report_runs", "custom_reports"] {
      #expect(try await shop.store.rows(table).isEmpty)
    }
    #expect(try await jobs(of: "owner", in: shop).count == 1)
  }
}
