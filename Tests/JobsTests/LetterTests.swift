import DatabaseAccess
import Jobs
import Mail
import Synchronization
import Testing
import TestSupport

/// Emails about files.
@Suite struct LetterTests {
  private func settled(_ shop: JobsFixture, _ id: String, _ mailing: Job.Mailing) async throws {
    _ = try await shop.wait(id) { $0.mailing == mailing }
  }

  @Test func `A letter says that the file is there; its key opens that job alone`() async throws {
    let shop = try await JobsFixture()
    let (id, other) = (try await shop.order(isMailed: true), try await shop.order())
    try await shop.working { try await settled(shop, id, .sent) }
    let message = try #require(shop.post.messages.first)
    #expect(shop.post.messages.count == 1 && message.subject == "done coach" && message.to.address == "coach@x.org")
    let (job, another) = (try await shop.job(id), try await shop.job(other))
    let opened = try await shop.store.database.read { session in
      [
        try job.isOpened(by: message.text, session), try another.isOpened(by: message.text, session),
        try job.isOpened(by: "guess", session),
      ]
    }
    #expect(opened == [true, false, false])
    #expect(try await shop.store.dump()["job_keys"]?.contains { $0.contains(message.text) } == false)
  }

  @Test func `A mail server that is down is tried again, and the file is there meanwhile`() async throws {
    let shop = try await JobsFixture()
    shop.post.fail(MailFailure(isTemporary: true, "down"))
    let id = try await shop.order(isMailed: true)
    try await shop.working {
      _ = try await shop.wait(id) { $0.state == .done }
      for _ in 0..<6_000 where shop.post.tries == 0 { try await Task.sleep(for: .milliseconds(10)) }
      try await Task.sleep(for: .milliseconds(100))
      #expect(shop.post.tries == 1, "not before a minute has passed")
      #expect(try await shop.job(id).mailing == .waiting)
      shop.post.fail(nil)
      shop.clock.pass(60)
      try await settled(shop, id, .sent)
    }
    #expect(shop.post.messages.count == 1 && shop.post.tries == 2)
  }

  @Test func `An address that is refused is not tried again`() async throws {
    let shop = try await JobsFixture()
    shop.post.fail(MailFailure(isTemporary: false, "550"))
    let id = try await shop.order(isMailed: true)
    try await shop.working { try await settled(shop, id, .failed) }
    #expect(shop.post.tries == 1)
    #expect(try await shop.job(id).state == .done)
  }

  @Test func `A mail server that is slow keeps no file waiting`() async throws {
    let shop = try await JobsFixture()
    let isReleased = Atomic(false)
    shop.post.delay { while !isReleased.load(ordering: .relaxed) { try? await Task.sleep(for: .milliseconds(5)) } }
    let first = try await shop.order(isMailed: true)
    try await shop.working {
      for _ in 0..<6_000 where shop.post.tries == 0 { try await Task.sleep(for: .milliseconds(10)) }
      let second = try await shop.order(isMailed: true)
      #expect(try await shop.wait(second) { $0.state == .done }.mailing == .waiting)
      #expect(try await shop.job(first).mailing == .waiting && shop.post.messages.isEmpty)
      isReleased.store(true, ordering: .relaxed)
      for id in [first, second] { try await settled(shop, id, .sent) }
    }
    #expect(shop.post.messages.count == 2)
  }

  /// Else the scheduler would come no further than the report whose owner has left.
  @Test func `Notifications of what the server itself does are not limited`() async throws {
    let shop = try await JobsFixture()
    let now = shop.clock.now
    for kind in [EmailNotification.Kind.stopped, .pause] {
      try await shop.store.database.write { session in
        let key = try session.number("SELECT min(key) FROM users")
        for _ in 0..<70 { try EmailNotification.add(kind, to: key, now: now, session) }
      }
    }
    #expect(try await shop.store.rows("letters").count == 140)
  }

  @Test func `Of several servers at one store, one sends each letter`() async throws {
    let shop = try await JobsFixture()
    let now = shop.clock.now
    try await shop.store.database.write { session in
      let keys = try session.all("SELECT key FROM users ORDER BY key LIMIT 40") { $0.integer(at: 0) }
      for key in keys { try EmailNotification.add(.password, to: key, now: now, session) }
    }
    shop.post.delay { try? await Task.sleep(for: .milliseconds(2)) }
    let others = (1...3).map { _ in Workers(shop.store.database) }
    // Without workers no files are made, but emails are still sent.
    var settings = shop.settings
    settings.workers = 0
    for other in others { other.start(settings) }
    let id = try await shop.order(isMailed: true)
    for _ in 0..<6_000 where try await shop.store.rows("letters").filter({ $0["state"] == .text("waiting") }).count > 1
    {
      try await Task.sleep(for: .milliseconds(10))
    }
    #expect(try await shop.job(id).state == .waiting, "nobody here makes files")
    try await shop.working { try await settled(shop, id, .sent) }
    for other in others { await other.stop() }
    #expect(shop.post.messages.count == 41 && Set(shop.post.messages.map(\.id)).count == 41)
    #expect(Set(shop.post.messages.map(\.to.address)).count == 40)
  }
}
