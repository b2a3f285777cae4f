import DatabaseAccess
import Foundation
import SQLiteDatabase
import Store
import Synchronization
import Testing
import TestSupport
import Web

/// Connections to the store: pages, files and the readiness check have separate ones.
@Suite(.timeLimit(.minutes(10))) struct ReaderTests {
  private let folder = FileManager.default.temporaryDirectory.appending(path: "tallybook-\(UUID().uuidString)")
  private var file: URL { folder.appending(path: "store.sqlite") }

  private func store(readers: Int = 2, patience: Duration = .milliseconds(300)) async throws -> SQLiteEngine {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let engine = try SQLiteEngine(path: file.path, readers: readers, patience: patience)
    try await Schema.migrate(engine)
    return engine
  }

  private func hold(_ count: Int, _ purpose: ReadPurpose, _ store: SQLiteEngine) async throws -> Latch {
    let hold = Latch()
    for _ in 0..<count { Task { try await store.read(purpose) { _ in hold.wait() } } }
    while hold.waiting < count { try await Task.sleep(for: .milliseconds(10)) }
    return hold
  }

  @Test func `While all connections for pages are in use, a page is a 503 and the store is ready`() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let store = try await store()
    let site = try await TestSite(of: store, with: SmallWorld.texts)
    let program = try await site.program(of: "owner")
    let hold = try await hold(2, .page, store)
    defer { hold.end() }
    let refused = try await program.get("/api/v1/users")
    refused.expectProblem(503, "busy")
    #expect(refused.headers["retry-after"] == "5")
    #expect(try await program.get("/signin").status == 503)
    #expect(try await Browser(port: site.port).get("/api/v1/ready").status == 200)
    hold.end()
    #expect(try await program.get("/api/v1/users").status == 200)
  }

  @Test func `While all connections for files are in use, a file is a 503 and pages go on`() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let store = try await store()
    let site = try await TestSite(of: store, with: SmallWorld.texts)
    let program = try await site.program(of: "owner")
    let hold = try await hold(8, .stream, store)
    defer { hold.end() }
    for path in ["/users/download", "/api/v1/reports/general-stats", "/audit/download", "/users/inside/download"] {
      let refused = try await program.get(path)
      refused.expectProblem(503, "busy", "\(path)")
      #expect(refused.headers["retry-after"] != nil)
    }
    #expect(try await program.get("/api/v1/users").status == 200)
    hold.end()
    #expect(try await program.get("/users/download").status == 200)
  }

  @Test(arguments: ["deleted", "replaced"])
  func `A store that is gone is not ready`(how: String) async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let site = try await TestSite(of: try await store(), with: SmallWorld.texts)
    let browser = Browser(port: site.port)
    #expect(try await browser.get("/api/v1/ready").status == 200)
    if how == "deleted" {
      try FileManager.default.removeItem(at: file)
    } else {
      let copy = folder.appending(path: "copy.sqlite")
      try FileManager.default.copyItem(at: file, to: copy)
      _ = rename(copy.path, file.path)
    }
    let answer = try await browser.get("/api/v1/ready")
    answer.expectProblem(503, "busy", "\(how)")
    #expect(answer.headers["retry-after"] != nil)
    #expect(try await browser.get("/api/v1/health").status == 200)
  }

  /// Fails in the middle of reading for a file.
  private final class ExitError: SQLDatabase {
    let database: any SQLDatabase
    var dialect: any SQLDialect { database.dialect }
    init(_ database: any SQLDatabase) { self.database = database }

    func read<T: Sendable>(
      _ purpose: ReadPurpose, _ body: @escaping @Sendable (any SQLSession) throws -> T
    ) async throws -> T {
      try await database.read(purpose) { try body(purpose == .stream ? Session($0) : $0) }
    }

    func write<T: Sendable>(_ body: @escaping @Sendable (any SQLSession) throws -> T) async throws -> T {
      try await database.write(body)
    }

    func bulkWrite<T: Sendable>(_ body: @escaping @Sendable (any SQLSession) throws -> T) async throws -> T {
      try await database.bulkWrite(body)
    }

    func writeConcurrently<T: Sendable>(_ body: @escaping @Sendable (any SQLSession) throws -> T) async throws -> T {
      try await database.writeConcurrently(body)
    }

    private final class Session: SQLSession {
      let session: any SQLSession
      var rows = 0
      var dialect: any SQLDialect { session.dialect }
      init(_ session: any SQLSession) { self.session = session }

      func each(_ sql: SQLText, _ body: (any SQLRow) throws -> Void) throws {
        try session.each(sql) { row in
          rows += 1
          if rows > 2_000 { throw StorageError.failed("disk I/O error") }
          try body(row)
        }
      }

      func run(_ sql: SQLText) throws -> Int { try session.run(sql) }

      func insertion(into table: String, columns: [String], replacing key: [String]) throws -> any BatchInsert {
        try session.insertion(into: table, columns: columns, replacing: key)
      }
    }
  }

  @Test func `What fails in the middle of an answer is an error in the log`() async throws {
    let log = LogRecorder()
    let store = try await TestStore()
    let site = try await TestSite(of: ExitError(store.database), with: SmallWorld.texts, log: log.handler(.json))
    try await store.database.write { session in
      let filters = String(repeating: "q=abc&", count: 330)
      for number in 0..<3_000 {
        try session.run(
          """
          INSERT INTO audit_log (at, viewer_key, action, filters) VALUES (\(number), 1, 'user.view', \(filters))
          """)
      }
    }
    let token = try await site.token(of: "owner")
    let headers = ["Authorization: Bearer \(token)"]
    let answer = try await Wire.ask(site.port, "GET", "/audit/download", headers: headers)
    #expect(answer.status == 200 && !answer.text.hasSuffix("0\r\n\r\n"))
    let errors = log.lines.filter { $0.contains("\"level\":\"error\"") }
    #expect(
      errors.count == 1 && errors.allSatisfy { $0.contains("A response was aborted") && $0.contains("disk I/O error") })
  }
}
