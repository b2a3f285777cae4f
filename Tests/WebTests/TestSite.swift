import Access
import DatabaseAccess
import Foundation
import Hummingbird
import Logging
import ReferenceModel
import SingleSignOn
import Spreadsheets
import Synchronization
import Testing
import TestSupport
import Web

/// A real server on a free port, with a separate store; time stands still except for `clock`.
final class TestSite: Sendable {
  let store: TestStore
  /// The store as the site reads it.
  let database: CountingDatabase
  let port: Int
  /// The machine's clock, by which sessions, tokens and failures expire.
  let clock = Clock()
  private let server: Task<Void, any Error>
  private let passwords = Mutex<[String: Task<Void, any Error>]>([:])

  final class Clock: Sendable {
    private let seconds = Mutex(FixedClock.now)
    var now: Int { seconds.withLock { $0 } }
    func pass(_ duration: Int) { seconds.withLock { $0 += duration } }
  }

  /// - Parameters:
  ///   - languages: a folder of languages that extend or replace the built-in ones.
  ///   - log: receives the site's log; nil: only errors, on standard error.
  init(
    _ texts: [String: String] = SmallWorld.texts, languages: URL? = nil, isSecure: Bool = false,
    singleSignOn: SingleSignOnSettings? = nil, log: LineLogHandler? = nil,
    change: (inout SiteSettings) -> Void = { _ in }
  ) async throws {
    store = try await TestStore(texts)
    database = CountingDatabase(store.database)
    (server, port) = try await Self.serve(database, clock, languages, isSecure, log) { settings in
      settings.singleSignOn = singleSignOn
      change(&settings)
    }
  }

  /// With an imported records folder.
  init(folder: String, languages: URL? = nil, on engine: TestStore.Engine? = nil) async throws {
    store = if let engine { try await TestStore(engine) } else { try await TestStore() }
    try await store.load(folder: URL(fileURLWithPath: folder))
    database = CountingDatabase(store.database)
    (server, port) = try await Self.serve(database, clock, languages, false) { _ in }
  }

  /// With a given database, and an imported records folder.
  init(folder: String, of database: any SQLDatabase) async throws {
    store = try TestStore(of: database)
    try await store.load(folder: URL(fileURLWithPath: folder))
    self.database = CountingDatabase(database)
    (server, port) = try await Self.serve(self.database, clock, nil, false)
  }

  /// With a given database.
  init(
    of database: any SQLDatabase, with texts: [String: String], log: LineLogHandler? = nil,
    change: (inout SiteSettings) -> Void = { _ in }
  ) async throws {
    store = try TestStore(of: database)
    try await store.load(texts)
    self.database = CountingDatabase(database)
    (server, port) = try await Self.serve(self.database, clock, nil, false, log, change)
  }

  /// With the database of an existing store.
  init(
    serving database: any SQLDatabase, over store: TestStore, change: (inout SiteSettings) -> Void
  ) async throws {
    self.store = store
    self.database = CountingDatabase(database)
    (server, port) = try await Self.serve(self.database, clock, nil, false, nil, change)
  }

  deinit { server.cancel() }

  private static func serve(
    _ database: any SQLDatabase, _ clock: Clock, _ languages: URL?, _ isSecure: Bool, _ log: LineLogHandler? = nil,
    _ change: (inout SiteSettings) -> Void = { _ in }
  ) async throws -> (Task<Void, any Error>, Int) {
    var settings = SiteSettings(
      style: SpreadsheetStyle(zone: .gmt), timeZoneName: "UTC", now: { FixedClock.now }, machineNow: { clock.now },
      isSecure: isSecure, languages: languages)
    change(&settings)
    let (ports, continuation) = AsyncStream.makeStream(of: Int.self)
    // Hummingbird keeps the request's id in the logger's metadata, so the handler must not drop it.
    var logger = Logger(label: "tests") { label -> any LogHandler in
      if let log { log } else { StreamLogHandler.standardError(label: label) }
    }
    logger.logLevel = log?.logLevel ?? .error
    let server = Task { [logger, settings] in
      defer { continuation.finish() }
      try await Server.serve(
        database, settings, host: "127.0.0.1", port: 0, logger: logger, stopsOnSignal: false
      ) { port in continuation.yield(port) }
    }
    for await port in ports { return (server, port) }
    try await server.value
    throw CancellationError()
  }
}

extension TestSite {
  static let password = "correct horse battery"
  private static let hash = Task { await Password.hash(password) }

  /// Sets the user's password to that of all tests.
  func setPassword(of user: String) async throws {
    let hash = await Self.hash.value
    let now = clock.now
    try await store.database.write { session in
      let key = try session.number("SELECT key FROM users WHERE id = \(user)")
      try SignIn.setPassword(hash: hash, user: key, now: now, session)
    }
  }

  /// The same, for a user whose tokens must keep working.
  private func addPassword(of user: String) async throws {
    let hash = await Self.hash.value
    let now = clock.now
    try await store.database.write { session in
      let key = try session.number("SELECT key FROM users WHERE id = \(user)")
      try session.run(
        """
        INSERT INTO passwords (user_key, hash, set_at) VALUES (\(key), \(hash), \(now))
        ON CONFLICT (user_key) DO UPDATE SET hash = excluded.hash
        """)
    }
  }

  /// A token that belongs to a user.
  func token(of user: String, isReadOnly: Bool = false, expiresAt: Int? = nil) async throws -> String {
    let now = clock.now
    return try await store.database.write { session in
      let viewer = try #require(try Viewer(id: user, session))
      return try Token.create(
        for: viewer, name: "test", isReadOnly: isReadOnly, expiresAt: expiresAt, now: now, session)
    }
  }

  /// Like `setPassword`, once: a new password would end the sessions of concurrent tests.
  private func setPasswordOnce(of user: String) async throws {
    let setting = passwords.withLock { passwords in
      let setting = passwords[user] ?? Task { try await self.addPassword(of: user) }
      passwords[user] = setting
      return setting
    }
    try await setting.value
  }

  /// A browser in which a user is signed in.
  func browser(of user: String) async throws -> Browser {
    try await setPasswordOnce(of: user)
    let email = try await store.database.read { session in
      try session.first("SELECT email FROM users WHERE id = \(user)") { $0.text(at: 0) }
    }
    let browser = Browser(port: port)
    let answer = try await browser.signIn(try #require(email))
    try #require(answer.status == 303 || answer.status == 302, "\(user) cannot sign in: \(answer.status)")
    return browser
  }

  /// A client with a token of a user.
  func program(of user: String, isReadOnly: Bool = false) async throws -> Browser {
    Browser(port: port, token: try await token(of: user, isReadOnly: isReadOnly))
  }
}
