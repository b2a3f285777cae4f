import Foundation
import Jobs
import Mail
import Synchronization
import Testing
import TestSupport
import Web

/// Sites whose workers make files and send emails.
extension TestSite {
  /// - Parameter post: nil: no emails are sent.
  static func withWorkers(
    _ texts: [String: String] = SmallWorld.texts, post: Letters? = nil, languages: URL? = nil, workers: Int = 1,
    log: LineLogHandler? = nil, tune: @escaping @Sendable (inout JobSettings) -> Void = { _ in },
    change: (inout SiteSettings) -> Void = { _ in }
  ) async throws -> TestSite {
    try await TestSite(texts, languages: languages, log: log) { settings in
      settings.workers = workers
      settings.filesFolder = FileManager.default.temporaryDirectory.appending(path: "tallybook-\(UUID().uuidString)")
      settings.address = "https://stats.example.com"
      settings.mail = post.map { .init(mailer: $0, sender: MailAddress("stats@example.com")!) }
      settings.tuneJobs = { jobs in
        jobs.pause = .milliseconds(10)
        jobs.grace = .milliseconds(100)
        tune(&jobs)
      }
      change(&settings)
    }
  }
}

/// Stored emails.
final class Letters: Mailer, Sendable {
  private let messages = Mutex<[MailMessage]>([])

  func send(_ message: MailMessage) async throws { messages.withLock { $0.append(message) } }

  /// The latest email to an address, once there are this many.
  func latest(to address: String, count: Int = 1) async throws -> MailMessage {
    for _ in 0..<1_000 {
      let found = messages.withLock { $0.filter { $0.to.address == address } }
      if found.count >= count { return found[found.count - 1] }
      try await Task.sleep(for: .milliseconds(10))
    }
    return try #require(nil, "no letter came")
  }

  /// The recipients so far.
  var recipients: [String] { messages.withLock { $0.map(\.to.address) } }

  func first() async throws -> MailMessage {
    for _ in 0..<1_000 {
      if let message = messages.withLock({ $0.first }) { return message }
      try await Task.sleep(for: .milliseconds(10))
    }
    return try #require(nil, "no letter came")
  }
}

extension Browser {
  /// The form secret of this session, from the sign-out form.
  func csrf() async throws -> String { try #require(try await get("/help/statistics").hidden("csrf")) }

  /// Requests a file by email, like the button on a page; returns the address of its page.
  func orderFile(_ path: String, _ fields: [String: String] = [:]) async throws -> String {
    let answer = try await submit(path, fields.merging(["csrf": try await csrf()]) { $1 })
    #expect(answer.status == 303, "\(path): \(answer.status)")
    return try #require(answer.location)
  }

  /// The page of a job, once the job has this state.
  func page(of job: String, when state: String) async throws -> Answer {
    for _ in 0..<1_000 {
      let answer = try await get(job, headers: ["Accept": "application/json"])
      if answer.text.contains("\"state\":\"\(state)\"") { return try await get(job) }
      try await Task.sleep(for: .milliseconds(10))
    }
    return try #require(nil, "\(job) is never \(state)")
  }
}
