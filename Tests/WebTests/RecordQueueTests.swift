import DatabaseAccess
import Foundation
import Synchronization
import Testing
import TestSupport

/// Single records by API that arrive together are written together (docs/decisions/0052).
@Suite struct RecordQueueTests {
  private let store: TestStore
  private let database: CommitDatabase
  private let site: TestSite
  private let token: String

  init() async throws {
    store = try await TestStore()
    database = CommitDatabase(store.database)
    site = try await TestSite(of: database, with: SmallWorld.texts)
    token = try await site.token(of: "owner")
  }

  private static func attempt(_ id: String, of user: String = "inside") -> String {
    """
    {"id":"\(id)","user":"\(user)","course":"C","started_at":"2025-06-01T00:00:00Z",\
    "last_activity_at":"2025-06-01T00:00:00Z","time_spent":7,"progress":100}
    """
  }

  private func ids() async throws -> Set<String> {
    Set(
      try await store.database.read { session in
        try session.all("SELECT id FROM attempts") { $0.text(at: 0) }.filter { $0.hasPrefix("n") }
      })
  }

  /// Sends attempts at the same time while another transaction has the writer.
  /// - Returns: the answers, in order.
  private func together(_ bodies: [String]) async throws -> [Answer] {
    let port = site.port
    _ = site.database.take()
    let hold = Latch()
    let writer = Task { [store] in try await store.database.write { _ in hold.wait() } }
    while hold.waiting == 0 { try await Task.sleep(for: .milliseconds(5)) }
    let answers = Task {
      try await withThrowingTaskGroup(of: (Int, Answer).self) { group in
        for (index, body) in bodies.enumerated() {
          group.addTask {
            let headers = [
              "Authorization: Bearer \(token)", "Content-Type: application/json", "Content-Length: \(body.utf8.count)",
            ]
            return (
              index,
              try await Wire.ask(port, "POST", "/api/v1/records/attempts", headers: headers, body: Array(body.utf8))
            )
          }
        }
        return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
      }
    }
    // Each request reads its token and its viewer before it waits.
    var statements = 0
    while statements < 2 * bodies.count {
      try await Task.sleep(for: .milliseconds(10))
      statements += site.database.take().statements
    }
    try await Task.sleep(for: .seconds(2))
    hold.end()
    try await writer.value
    let found = try await answers.value
    return bodies.indices.compactMap { found[$0] }
  }

  @Test func `Those that wait are written in few transactions, and each gets its own answer`() async throws {
    let bodies = (0..<30).map { Self.attempt("n\($0)", of: $0 % 10 == 3 ? "nobody\($0)" : "inside") }
    database.beforeCommit(nil)
    let answers = try await together(bodies)
    #expect(database.writes <= 10)
    for (index, answer) in answers.enumerated() {
      if index % 10 == 3 {
        answer.expectProblem(422, "bad_records")
        #expect(answer.text.contains("\"nobody\(index)\"") && answer.text.contains("\"error_count\":1"))
      } else {
        #expect(answer.text == "{\"new\":1,\"changed\":0,\"same\":0}")
      }
    }
    #expect(try await ids() == Set((0..<30).filter { $0 % 10 != 3 }.map { "n\($0)" }))
    #expect(try await store.differences() == [])
  }

  @Test func `No answer comes before the commit, and none says yes if that fails`() async throws {
    let program = Browser(port: site.port, token: token)
    let (hold, answered) = (Latch(), Latch())
    answered.end()
    database.beforeCommit { _ in hold.wait() }
    let answer = Task {
      defer { answered.wait() }
      return try await program.post("/api/v1/records/attempts", Self.attempt("n1"), type: "application/json")
    }
    while hold.waiting == 0 { try await Task.sleep(for: .milliseconds(5)) }
    try await Task.sleep(for: .milliseconds(300))
    #expect(answered.waiting == 0)
    #expect(try await ids() == [])
    hold.end()
    #expect(try await answer.value.status == 200)
    #expect(try await ids() == ["n1"])
    database.beforeCommit { _ in throw StorageError.busy("The disk is away.") }
    for answer in try await together((2...6).map { Self.attempt("n\($0)") }) { #expect(answer.status == 503) }
    #expect(try await ids() == ["n1"])
  }

  @Test func `If the store refuses a group because of one batch, the others are written`() async throws {
    database.beforeCommit { session in
      if try session.number("SELECT count(*) FROM attempts WHERE id = 'n3'") > 0 { throw StorageError.constraint("n3") }
    }
    let answers = try await together((1...6).map { Self.attempt("n\($0)") })
    #expect(answers.map { $0.status == 200 } == [true, true, false, true, true, true])
    #expect(try await ids() == ["n1", "n2", "n4", "n5", "n6"])
    #expect(try await store.differences() == [])
  }
}
