import Access
import DatabaseAccess
import Foundation
import Jobs
import Mail
import Reports
import Spreadsheets
import Support
import Synchronization
import TestSupport
import Testing

/// A store with a coach, an owner and some learners, a folder for files, a clock that can be advanced, and workers.
final class JobsFixture: Sendable {
  let store: TestStore
  let folder: URL
  let clock = Clock()
  let post = TestMailbox()
  private let tune: @Sendable (inout JobSettings) -> Void

  final class Clock: Sendable {
    private let seconds = Mutex(FixedClock.now)
    var now: Int { seconds.withLock { $0 } }
    func pass(_ duration: Int) { seconds.withLock { $0 += duration } }
  }

  static let learners = 1_200

  init(tune: @escaping @Sendable (inout JobSettings) -> Void = { _ in }) async throws {
    self.tune = tune
    let then = "2025-06-01T00:00:00Z"
    let people = ["owner", "coach"] + (1...Self.learners).map { "l\($0)" }
    store = try await TestStore([
      "users": "id,email,first_name,last_name,created_at\n"
        + people.map { "\($0),\($0)@x.org,\($0),Person,\(then)\n" }.joined(),
      "groups": "id,name\nroot,Platform\n",
      "memberships": "group,user,role\nroot,owner,owner\nroot,coach,coach\n"
        + people.dropFirst(2).map { "root,\($0),learner\n" }.joined(),
    ])
    folder = FileManager.default.temporaryDirectory.appending(path: "tallybook-\(UUID().uuidString)")
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  var settings: JobSettings {
    var settings = JobSettings(
      folder: FileFolder(folder),
      files: FileSettings(style: SpreadsheetStyle(zone: .gmt), repliesCountAsPublications: true), workers: 1,
      post: post.settings, now: { FixedClock.now }, machineNow: { [clock] in clock.now })
    settings.pause = .milliseconds(10)
    settings.grace = .milliseconds(100)
    tune(&settings)
    return settings
  }

  /// Workers that are stopped at the end.
  func working<T>(_ change: (inout JobSettings) -> Void = { _ in }, _ body: () async throws -> T) async throws -> T {
    var settings = settings
    change(&settings)
    let workers = Workers(store.database)
    workers.start(settings)
    let result: Result<T, any Error>
    do { result = .success(try await body()) } catch { result = .failure(error) }
    await workers.stop()
    return try result.get()
  }

  func viewer(_ id: String) async throws -> Viewer {
    try await store.database.read { try #require(try Viewer(id: id, $0)) }
  }

  static let users = ExportRequest(
    .users(.init(tab: "current", search: nil, groups: [], fields: nil)), format: .csv)

  func order(_ order: ExportRequest = users, by id: String = "coach", isMailed: Bool = false) async throws -> String {
    let viewer = try await viewer(id)
    let now = clock.now
    return try await store.database.write {
      try #require(try Job.add(order, for: viewer, isMailed: isMailed, now: now, $0))
    }
  }

  func job(_ id: String, of user: String = "coach") async throws -> Job {
    let viewer = try await viewer(user)
    let now = clock.now
    return try await store.database.read { try Job.one(id, of: viewer, now: now, $0) }
  }

  /// Waits until the job is as wanted.
  func wait(_ id: String, of user: String = "coach", until wanted: (Job) -> Bool) async throws -> Job {
    for _ in 0..<12_000 {
      let job = try await job(id, of: user)
      if wanted(job) { return job }
      try await Task.sleep(for: .milliseconds(10))
    }
    Issue.record("the job stays \(try await job(id, of: user).state)")
    return try await job(id, of: user)
  }

  /// The contents of the folder.
  var files: [String] { ((try? Folder.names(in: folder.path)) ?? []).sorted() }

  func lines(of job: Job) throws -> Int {
    let text = try String(contentsOf: folder.appending(path: try #require(job.file)), encoding: .utf8)
    return text.components(separatedBy: "\r\n").count - 2
  }
}

/// A mailer that stores its messages, and fails on request.
final class TestMailbox: Mailer, Sendable {
  private let state = Mutex<(messages: [MailMessage], failure: MailFailure?, tries: Int)>(([], nil, 0))

  var messages: [MailMessage] { state.withLock { $0.messages } }
  var tries: Int { state.withLock { $0.tries } }
  func fail(_ failure: MailFailure?) { state.withLock { $0.failure = failure } }

  private let wait = Mutex<@Sendable () async -> Void>({})

  /// Delays each message.
  func delay(_ wait: @escaping @Sendable () async -> Void) { self.wait.withLock { $0 = wait } }

  func send(_ message: MailMessage) async throws {
    state.withLock { $0.tries += 1 }
    await wait.withLock { $0 }()
    try state.withLock { state in
      if let failure = state.failure { throw failure }
      state.messages.append(message)
    }
  }

  var settings: JobSettings.Post {
    var post = JobSettings.Post(mailer: self, sender: MailAddress("stats@x.org")!) { job, viewer, key in
      .init(subject: "\(job.state) \(viewer.id)", text: key, html: "")
    }
    post.notice = { notice, viewer, secret in
      .init(subject: "\(notice.kind) \(viewer.id)", text: secret, html: "")
    }
    return post
  }
}
