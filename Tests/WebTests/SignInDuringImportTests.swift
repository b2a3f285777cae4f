import Access
import DatabaseAccess
import Foundation
import SQLiteDatabase
import Store
import Testing
import TestSupport
import Web

/// While an import holds the writer of a store, users can sign in and out, and no revoked session comes back.
@Suite(.timeLimit(.minutes(10))) struct SignInDuringImportTests {
  private let folder = FileManager.default.temporaryDirectory.appending(path: "tallybook-\(UUID().uuidString)")
  private var files: URL { folder.appending(path: "files") }

  private func site(_ store: (any SQLDatabase)? = nil) async throws -> TestSite {
    let database: any SQLDatabase = if let store { store } else { try await engine("store.sqlite") }
    return try await TestSite(of: database, with: store == nil ? SmallWorld.texts : ["tags": "id,name\nT,Tag\n"]) {
      $0.filesFolder = files
      $0.writerPatience = .milliseconds(50)
    }
  }

  private func engine(_ name: String) async throws -> SQLiteEngine {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let engine = try SQLiteEngine(path: folder.appending(path: name).path)
    try await Schema.migrate(engine)
    return engine
  }

  /// An import that lasts until `hold` ends, and its last action.
  private func importing(
    _ site: TestSite, _ hold: Latch, then change: @escaping @Sendable (any SQLSession) throws -> Void = { _ in }
  ) async throws -> Task<Void, any Error> {
    let task = Task {
      try await site.store.database.write { session in
        hold.wait()
        try change(session)
      }
    }
    while hold.waiting == 0 { try await Task.sleep(for: .milliseconds(5)) }
    return task
  }

  private func isSignedIn(_ browser: Browser) async throws -> Bool { try await browser.get("/account").status == 200 }

  private func rows(_ site: TestSite, of user: String) async throws -> Int {
    try await site.store.database.read { session in
      try session.number(
        "SELECT count(*) FROM web_sessions AS s JOIN users AS u ON u.key = s.user_key WHERE u.id = \(user)")
    }
  }

  /// Waits until there are this many rows; pending entries are written soon.
  private func becomes(_ count: Int, _ site: TestSite, of user: String) async throws -> Bool {
    for _ in 0..<1_000 {
      if try await rows(site, of: user) == count { return true }
      try await Task.sleep(for: .milliseconds(10))
    }
    return false
  }

  @Test func `Signing in and out does not wait for an import`() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let site = try await site()
    for user in ["coach", "owner"] { try await site.setPassword(of: user) }
    let former = try await site.browser(of: "inside")
    let hold = Latch()
    defer { hold.end() }
    let task = try await importing(site, hold)
    let (coach, owner) = (Browser(port: site.port), Browser(port: site.port))
    #expect(try await coach.signIn("coach@x.org").status == 303)
    #expect(try await owner.signIn("owner@x.org").status == 303)
    for browser in [coach, owner] { #expect(try await isSignedIn(browser)) }
    // A session whose row is written, and one whose row is pending.
    let cookies = (former.cookie("tallybook_session"), coach.cookie("tallybook_session"))
    for browser in [former, coach] { #expect(try await browser.send("/signout").status == 303) }
    former.setCookie("tallybook_session", cookies.0)
    coach.setCookie("tallybook_session", cookies.1)
    for browser in [former, coach] { #expect(try await !isSignedIn(browser)) }
    #expect(hold.waiting == 1)
    hold.end()
    try await task.value
    #expect(try await becomes(1, site, of: "owner"))
    for user in ["inside", "coach"] { #expect(try await becomes(0, site, of: user)) }
    #expect(try await isSignedIn(owner))
    for browser in [former, coach] { #expect(try await !isSignedIn(browser)) }
  }

  @Test func `A session that was ended does not come back with the next server`() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let site = try await site()
    let (ended, other) = (try await site.browser(of: "coach"), try await site.browser(of: "owner"))
    let cookies = (ended.cookie("tallybook_session"), other.cookie("tallybook_session"))
    let hold = Latch()
    defer { hold.end() }
    let task = try await importing(site, hold)
    #expect(try await ended.send("/signout").status == 303)
    // The state of the store if the first server ends now.
    let copy = folder.appending(path: "copy.sqlite").path
    try await SQLiteEngine.copy(folder.appending(path: "store.sqlite").path, to: copy)
    let next = try await self.site(try await engine("copy.sqlite"))
    let (first, second) = (Browser(port: next.port), Browser(port: next.port))
    first.setCookie("tallybook_session", cookies.0)
    second.setCookie("tallybook_session", cookies.1)
    #expect(try await !isSignedIn(first))
    #expect(try await isSignedIn(second))
    #expect(try await becomes(0, next, of: "coach"))
    hold.end()
    try await task.value
  }

  @Test(arguments: ["password", "everywhere", "deleted"])
  func `A session that began before all of the user's were ended is not written`(how: String) async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let site = try await site()
    try await site.setPassword(of: "coach")
    let hold = Latch()
    defer { hold.end() }
    let now = site.clock.now
    let task = try await importing(site, hold) { session in
      let user = try session.number("SELECT key FROM users WHERE id = 'coach'")
      switch how {
      case "password": try SignIn.setPassword(hash: "other", user: user, now: now, session)
      case "everywhere": try WebSession.closeAll(of: user, session)
      default: try session.run("UPDATE users SET deleted_at = \(now) WHERE key = \(user)")
      }
    }
    let coach = Browser(port: site.port)
    #expect(try await coach.signIn("coach@x.org").status == 303)
    #expect(try await isSignedIn(coach))
    hold.end()
    try await task.value
    for _ in 0..<20 {
      #expect(try await !isSignedIn(coach))
      #expect(try await rows(site, of: "coach") == 0)
      try await Task.sleep(for: .milliseconds(10))
    }
  }

  @Test func `Wrong passwords count though they cannot be written, and the right one is refused after many`()
    async throws
  {
    defer { try? FileManager.default.removeItem(at: folder) }
    let site = try await site()
    try await site.setPassword(of: "coach")
    for _ in 0..<4 { #expect(try await Browser(port: site.port).signIn("coach@x.org", "wrong").status == 401) }
    let hold = Latch()
    defer { hold.end() }
    let task = try await importing(site, hold)
    let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<20 {
        group.addTask { try await Browser(port: site.port).signIn("coach@x.org", "wrong").status }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(statuses.filter { $0 == 401 }.count == 6 && statuses.filter { $0 == 429 }.count == 14)
    #expect(try await Browser(port: site.port).signIn("coach@x.org").status == 429)
    hold.end()
    try await task.value
    #expect(try await Browser(port: site.port).signIn("coach@x.org").status == 429)
    site.clock.pass(15 * 60 + 1)
    #expect(try await Browser(port: site.port).signIn("coach@x.org").status == 303)
  }
}
