import Access
import DatabaseAccess
import Foundation
import Jobs
import Reports
import Spreadsheets
import Synchronization
import Testing
import TestSupport

/// From the request to the finished file.
@Suite struct JobTests {
  @Test func `A job ends as a whole file, with its rows, its size and its name, kept for 14 days`() async throws {
    let shop = try await JobsFixture()
    let id = try await shop.order()
    #expect(try await shop.job(id).state == .waiting)
    let job = try await shop.working { try await shop.wait(id) { $0.state == .done } }
    #expect(job.rowsDone == JobsFixture.learners && job.rowsExpected == JobsFixture.learners)
    #expect(try shop.lines(of: job) == JobsFixture.learners)
    #expect(job.fileName == "users-2026-03-15.csv")
    let size = try FileManager.default.attributesOfItem(atPath: shop.folder.appending(path: job.file!).path)[.size]
    #expect((size as? NSNumber)?.intValue == job.size)
    #expect(job.expiresAt == FixedClock.now + 14 * 86_400)
    #expect(shop.files == [job.file!])
    let audit = try await shop.store.rows("audit_log")
    #expect(audit.map { $0["action"]?.text } == ["users.job"] && audit[0]["row_count"]?.integer == JobsFixture.learners)
  }

  @Test(arguments: FileFormat.allCases) func `Every kind of file is made`(format: FileFormat) async throws {
    let shop = try await JobsFixture()
    var choice = ReportFilters()
    choice.period = .thisYear
    var ids: [String] = []
    for content in [
      ExportKind.user("l7"), .generalStats(choice), .collaborativeActivities(search: nil), .registrations(search: nil),
      JobsFixture.users.content,
    ] + CustomReport.Kind.allCases.map({ ExportKind($0, Self.filters(of: $0)) }) {
      ids.append(try await shop.order(ExportRequest(content, format: format, about: true), by: "owner"))
    }
    try await shop.working({ $0.workers = 3 }) {
      for id in ids {
        let job = try await shop.wait(id, of: "owner") { !$0.state.isOpen }
        #expect(job.state == .done, "\(String(describing: job.reason))")
        #expect(job.fileName?.hasSuffix(format.rawValue) == true)
      }
    }
    // The description is in the workbook, or in a second file.
    #expect(shop.files.count == ids.count * (format == .xlsx ? 1 : 2))
  }

  private static func filters(of kind: CustomReport.Kind) -> ReportFilters {
    var filters = ReportFilters()
    if kind == .summary { filters.by = ["group"] }
    return filters
  }

  @Test func `A job has the rights of the moment in which it runs`() async throws {
    let shop = try await JobsFixture()
    let id = try await shop.order()
    try await shop.store.load(["memberships": "group,user,role,until\nroot,coach,coach,2026-03-01T00:00:00Z\n"])
    let job = try await shop.working { try await shop.wait(id) { !$0.state.isOpen } }
    #expect(job.state == .failed && job.reason == .rights)
    #expect(shop.files.isEmpty)
  }

  @Test func `A file is theirs no more once it shows somebody whom they do not see`() async throws {
    let shop = try await JobsFixture()
    let id = try await shop.order()
    let ownersID = try await shop.order(by: "owner")
    let (job, owners) = try await shop.working {
      (try await shop.wait(id) { $0.state == .done }, try await shop.wait(ownersID, of: "owner") { $0.state == .done })
    }
    func isOpen(_ job: Job, _ user: String) async throws -> Bool {
      let viewer = try await shop.viewer(user)
      return try await shop.store.database.read { try !Job.open([job], to: viewer, $0).isEmpty }
    }
    #expect(try await isOpen(job, "coach"))
    #expect(try await isOpen(owners, "owner"))
    #expect(try await !isOpen(owners, "coach"), "made by somebody who sees everybody")
    try await shop.store.load(["memberships": "group,user,role,until\nroot,l9,learner,2026-03-01T00:00:00Z\n"])
    #expect(try await !isOpen(job, "coach"))
    #expect(try await isOpen(owners, "owner"))
  }

  @Test func `Nobody finds another's job, and one person cannot queue without end`() async throws {
    let shop = try await JobsFixture()
    let id = try await shop.order()
    await #expect(throws: AccessDenied.notFound) { try await shop.job(id, of: "owner") }
    for _ in 1..<Job.openLimit { _ = try await shop.order() }
    let viewer = try await shop.viewer("coach")
    #expect(
      try await shop.store.database.write { try Job.add(JobsFixture.users, for: viewer, isMailed: false, now: 0, $0) }
        == nil)
    #expect(try await shop.order(by: "owner") != id)
  }

  @Test func `A waiting job is cancelled at once, a running one within moments, and its file never appears`()
    async throws
  {
    let gate = Atomic(false)
    let shop = try await JobsFixture { $0.onRows = { _ in while !gate.load(ordering: .relaxed) { usleep(2_000) } } }
    let (running, waiting) = (try await shop.order(), try await shop.order())
    try await shop.working {
      _ = try await shop.wait(running) { $0.state == .running }
      for id in [waiting, running] {
        let (job, now) = (try await shop.job(id), shop.clock.now)
        #expect(try await shop.store.database.write { try job.cancel(now: now, $0) })
      }
      gate.store(true, ordering: .relaxed)
      try await Task.sleep(for: .milliseconds(200))
    }
    for id in [running, waiting] { #expect(try await shop.job(id).state == .cancelled) }
    #expect(shop.files.isEmpty)
    let (job, now) = (try await shop.job(running), shop.clock.now)
    #expect(try await shop.store.database.write { try job.retry(isMailed: false, now: now, $0) })
    _ = try await shop.working { try await shop.wait(running) { $0.state == .done } }
  }

  @Test func `After 14 days the file is gone, row and all`() async throws {
    let shop = try await JobsFixture()
    let id = try await shop.order(ExportRequest(JobsFixture.users.content, format: .csv, about: true))
    _ = try await shop.working { try await shop.wait(id) { $0.state == .done } }
    shop.clock.pass(14 * 86_400 - 1)
    try await shop.working { try await Task.sleep(for: .milliseconds(100)) }
    #expect(try await shop.job(id).state == .done && shop.files.count == 2)
    shop.clock.pass(1)
    await #expect(throws: AccessDenied.notFound) { try await shop.job(id) }
    try await shop.working {
      for _ in 0..<6_000 where !shop.files.isEmpty { try await Task.sleep(for: .milliseconds(10)) }
    }
    #expect(shop.files.isEmpty)
    for table in ["jobs", "job_users", "job_keys"] { #expect(try await shop.store.rows(table).isEmpty) }
  }
}
