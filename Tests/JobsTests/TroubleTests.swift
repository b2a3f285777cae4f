import DatabaseAccess
import Foundation
import Jobs
import Mail
import Reports
import Spreadsheets
import Synchronization
import Testing
import TestSupport

/// After a failure, jobs end in a defined state, and finally succeed.
@Suite struct TroubleTests {
  struct Broken: Error {}

  private final class Gate: Sendable {
    let isOpen = Atomic(false)
  }

  @Test func `A worker that throws is tried again, later each time, and given up after five tries`() async throws {
    let shop = try await JobsFixture { $0.onRows = { _ in throw Broken() } }
    let id = try await shop.order(isMailed: true)
    try await shop.working {
      for (failures, pause) in [(1, 30), (2, 120), (3, 480), (4, 1_800)] {
        let job = try await shop.wait(id) { $0.failures == failures }
        #expect(job.state == .waiting && job.reason == .internalError)
        #expect(job.dueAt == shop.clock.now + pause)
        shop.clock.pass(pause)
      }
      let job = try await shop.wait(id) { !$0.state.isOpen }
      #expect(job.state == .failed && job.reason == .internalError)
      for _ in 0..<6_000 where shop.post.messages.isEmpty { try await Task.sleep(for: .milliseconds(10)) }
    }
    #expect(shop.post.messages.map(\.subject) == ["failed coach"])
    #expect(shop.files.isEmpty)
  }

  @Test func `A full disk is waited for, and the file is whole in the end`() async throws {
    let free = Atomic(1_000)
    let shop = try await JobsFixture()
    let id = try await shop.order()
    let folder = FileFolder(shop.folder) { _ in free.load(ordering: .relaxed) }
    try await shop.working({ $0.folder = folder }) {
      let job = try await shop.wait(id) { $0.failures == 1 }
      #expect(job.state == .waiting && job.reason == .disk)
      #expect(shop.files.isEmpty)
      free.store(1 << 40, ordering: .relaxed)
      shop.clock.pass(30)
      #expect(try shop.lines(of: try await shop.wait(id) { $0.state == .done }) == JobsFixture.learners)
    }
  }

  @Test func `Room that others take in the middle is missed before the disk is full`() async throws {
    let free = Atomic(1 << 40)
    let shop = try await JobsFixture { $0.onRows = { _ in free.store(1_000_000, ordering: .relaxed) } }
    let id = try await shop.order()
    let folder = FileFolder(shop.folder) { _ in free.load(ordering: .relaxed) }
    try await shop.working({ $0.folder = folder }) {
      let job = try await shop.wait(id) { $0.failures == 1 }
      #expect(job.state == .waiting && job.reason == .disk && shop.files.isEmpty)
    }
  }

  @Test func `A disk that fills up in the middle of a workbook is a full disk too`() async throws {
    let shop = try await JobsFixture { $0.onRows = { _ in throw SpreadsheetError.noRoom(path: "") } }
    let id = try await shop.order(ExportRequest(JobsFixture.users.content, format: .xlsx))
    let job = try await shop.working { try await shop.wait(id) { $0.failures == 1 } }
    #expect(job.state == .waiting && job.reason == .disk && shop.files.isEmpty)
  }

  @Test func `A disk that reports a fault, or lets nothing be written, is no full disk`() async throws {
    for error in [
      SpreadsheetError.cannotWrite(path: "", reason: "Permission denied"), StorageError.inputOutput("disk I/O error"),
      StorageError.system(EROFS, "x"), JobFailure(system: EACCES),
    ] as [any Error] {
      let shop = try await JobsFixture { $0.onRows = { _ in throw error } }
      let id = try await shop.order(ExportRequest(JobsFixture.users.content, format: .xlsx))
      let job = try await shop.working { try await shop.wait(id) { $0.failures == 1 } }
      #expect(job.state == .waiting && job.reason == .unwritable && shop.files.isEmpty, "\(error)")
    }
    for error in [StorageError.system(EDQUOT, "x"), .system(ENOSPC, "x")] {
      if case .full = error {} else { Issue.record("\(error)") }
    }
  }

  @Test func `A file that no workbook can hold fails at once`() async throws {
    let shop = try await JobsFixture { $0.onRows = { _ in throw SpreadsheetError.tooManyColumns(20_000) } }
    let id = try await shop.order()
    let job = try await shop.working { try await shop.wait(id) { !$0.state.isOpen } }
    #expect(job.state == .failed && job.reason == .workbook && job.failures == 1)
  }

  /// A worker that stops sending heartbeats although it still runs: the worst case of a lost lease.
  @Test func `A job whose worker fell silent is taken up by another, and done once`() async throws {
    let shop = try await JobsFixture()
    let id = try await shop.order()
    let gate = Atomic(false)
    let isStuck = Atomic(false)
    let first = Workers(shop.store.database)
    var stuck = shop.settings
    // Its clock stands still, so its heartbeats renew nothing.
    stuck.machineNow = { FixedClock.now }
    stuck.onRows = { _ in
      isStuck.store(true, ordering: .relaxed)
      while !gate.load(ordering: .relaxed) { usleep(2_000) }
    }
    first.start(stuck)
    for _ in 0..<6_000 where !isStuck.load(ordering: .relaxed) { try await Task.sleep(for: .milliseconds(10)) }
    #expect(try await shop.job(id).state == .running)
    shop.clock.pass(16)
    let job = try await shop.working { try await shop.wait(id) { $0.state == .done } }
    gate.store(true, ordering: .relaxed)
    try await Task.sleep(for: .milliseconds(200))
    await first.stop()
    let file = try #require(job.file)
    #expect(shop.files == [file])
    #expect(try await shop.job(id).file == job.file)
    #expect(try shop.lines(of: job) == JobsFixture.learners)
    #expect(try await shop.store.rows("audit_log").count == 1)
  }

  @Test func `A job beneath which the server ends over and over is given up`() async throws {
    let shop = try await JobsFixture()
    let id = try await shop.order()
    _ = try await shop.store.database.write { session in
      try session.run("UPDATE jobs SET state = 'running', lease = 'x', lease_until = 0, losses = 60")
    }
    let job = try await shop.working { try await shop.wait(id) { !$0.state.isOpen } }
    #expect(job.state == .failed && job.reason == .lost)
  }

  @Test func `A server that stops hands back what it cannot finish`() async throws {
    let gate = Gate()
    let shop = try await JobsFixture {
      $0.onRows = { _ in while !gate.isOpen.load(ordering: .relaxed) { usleep(2_000) } }
    }
    let id = try await shop.order()
    try await shop.working {
      _ = try await shop.wait(id) { $0.state == .running }
      // The first worker hangs, and is released once another could take over.
      Task.detached {
        _ = try? await shop.wait(id) { $0.state == .waiting }
        gate.isOpen.store(true, ordering: .relaxed)
      }
    }
    let job = try await shop.job(id)
    #expect(job.state == .waiting && job.failures == 0)
    // The released worker cleans up when it notices.
    for _ in 0..<1_000 where !shop.files.isEmpty { try await Task.sleep(for: .milliseconds(10)) }
    #expect(shop.files.isEmpty)
    shop.clock.pass(1)
    _ = try await shop.working({ $0.onRows = { _ in } }) { try await shop.wait(id) { $0.state == .done } }
  }

  @Test func `Many workers on one queue make every file once`() async throws {
    let shop = try await JobsFixture()
    let others = Workers(shop.store.database)
    var settings = shop.settings
    settings.workers = 2
    var ids: [String] = []
    for user in ["coach", "owner"] { for _ in 0..<8 { ids.append(try await shop.order(by: user)) } }
    others.start(settings)
    try await shop.working({ $0.workers = 2 }) {
      for (index, id) in ids.enumerated() {
        _ = try await shop.wait(id, of: index < 8 ? "coach" : "owner") { $0.state == .done }
      }
    }
    await others.stop()
    #expect(shop.files.count == ids.count)
    #expect(try await shop.store.rows("audit_log").count == ids.count)
  }
}
