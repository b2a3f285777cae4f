import DatabaseAccess
import Foundation
import SQLiteDatabase
import Testing

/// `tallybook pull xapi` from an LRS that breaks off, moves, repeats itself or says something wrong: no statement is lost,
/// and the credential goes nowhere else.
@Suite struct StatementPullTests {
  /// An LRS with prepared answers.
  private final class ScriptedServer {
    struct Answer: Encodable {
      var status = 200
      var headers: [String: String] = [:]
      var body: String
    }

    let endpoint: String
    private let process = Process()
    private let log: URL

    init(_ program: Program, _ answers: [Answer]) throws {
      let name = UUID().uuidString
      let script = program.folder.appending(path: "\(name).json")
      log = program.folder.appending(path: "\(name).log")
      try JSONEncoder().encode(answers).write(to: script)
      process.executableURL = URL(filePath: "/usr/bin/env")
      let server = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "scripted_server.py").path
      process.arguments = ["python3", server, script.path, log.path]
      let output = Pipe()
      process.standardOutput = output
      try process.run()
      var port = Data()
      while port.last != UInt8(ascii: "\n") { port += output.fileHandleForReading.availableData }
      endpoint = "http://127.0.0.1:\(String(decoding: port.dropLast(), as: UTF8.self))/xapi"
    }

    /// Path and `Authorization` of each request so far.
    var requests: [String] {
      ((try? String(contentsOf: log, encoding: .utf8)) ?? "").split(separator: "\n").map(String.init)
    }

    /// Threads of tests can block SIGTERM, and processes inherit that.
    deinit { kill(process.processIdentifier, SIGKILL) }
  }

  private static let through = "X-Experience-API-Consistent-Through"

  private static func page(_ statements: [String], more: String = "") -> ScriptedServer.Answer {
    .init(
      headers: [through: "2025-06-01T00:00:00.000000Z"],
      body: "{\"statements\":[\(statements.joined(separator: ","))],\"more\":\"\(more)\"}")
  }

  private static func statement(_ number: Int, _ time: String) -> String {
    StatementCommandTests.statement(number, time: "2025-03-01T09:00:0\(time)Z")
  }

  private func withProgram(_ body: (Program) async throws -> Void) async throws {
    let program = try Program()
    defer { program.remove() }
    try program.makeStore()
    try await body(program)
  }

  private func pull(
    _ program: Program, _ server: ScriptedServer, _ words: [String] = [], key: String = "a",
    environment: [String: String] = [:]
  ) throws -> Program.Outcome {
    try program.run(
      ["pull", "xapi", server.endpoint] + words,
      environment: ["TALLYBOOK_PULL_CREDENTIAL": "\(key):secret"].merging(environment) { $1 })
  }

  private func counts(_ program: Program, _ table: String, _ condition: String = "true") async throws -> Int {
    try await SQLiteEngine(path: program.path("tallybook.sqlite"), readers: 1).read { session in
      try session.number("SELECT count(*) FROM \(raw: table) WHERE \(raw: condition)")
    }
  }

  @Test func `What an interrupted pull has not read is read by the next one`() async throws {
    try await withProgram { program in
      let (a, b, c) = (Self.statement(1, "0"), Self.statement(2, "1.5"), Self.statement(3, "1.5"))
      let server = try ScriptedServer(
        program,
        [
          Self.page([a, b], more: "/xapi/statements?next"), .init(status: 500, body: ""), Self.page([b, c]),
          Self.page([]),
        ])
      let broken = try pull(program, server)
      #expect(broken.status == 69 && broken.errors.contains("2 statements were imported"), "\(broken.errors)")
      #expect(try pull(program, server, ["--since-last"]).output == "Read 2 statements, 1 new.\n")
      // The third statement has the `stored` of the second: it comes again, exclusively after the instant before.
      #expect(server.requests[2].contains("since=2025-03-01T09%3A00%3A01.499999Z"), "\(server.requests)")
      #expect(try pull(program, server, ["--since-last"]).output == "Read 0 statements, 0 new.\n")
      #expect(server.requests[3].contains("since=2025-03-01T09%3A00%3A01.500000Z"), "\(server.requests)")
      // Another key may see other statements.
      #expect(try pull(program, server, ["--since-last"], key: "b").status == 0)
      #expect(try #require(server.requests.last).contains("since=") == false)
      #expect(try await counts(program, "source_runs", "source = 'xapi' AND error IS NULL") == 3)
    }
  }

  @Test func `Without a header that says how far the LRS is complete, the last minutes are read again`() async throws {
    try await withProgram { program in
      var page = Self.page([Self.statement(1, "0")])
      page.headers = [:]
      let now = Date.now.ISO8601Format()
      page.body = page.body.replacing("\"stored\":\"2025-03-01T09:00:00Z\"", with: "\"stored\":\"\(now)\"")
      let server = try ScriptedServer(program, [page])
      for expected in ["1 new", "0 new"] {
        #expect(try pull(program, server, ["--since-last"]).output == "Read 1 statements, \(expected).\n")
      }
      let since = try #require(server.requests[1].firstMatch(of: #/since=([^& ]+)/#)?.1.removingPercentEncoding)
      #expect(since < Date.now.addingTimeInterval(-590).ISO8601Format(), "\(since)")
    }
  }

  @Test func `An LRS that leads elsewhere, in circles or backwards is named, and the credential stays`() async throws {
    try await withProgram { program in
      let other = try ScriptedServer(program, [Self.page([])])
      let (a, b) = (Self.statement(1, "0"), Self.statement(2, "1"))
      let forth = Self.page([], more: "/xapi/statements?forth")
      for (answers, words) in [
        ([Self.page([a], more: "\(other.endpoint)/statements")], "`more` is not on the same server"),
        ([.init(status: 302, headers: ["Location": other.endpoint], body: "")], "redirects are not followed"),
        ([Self.page([b, a])], "not in the order of `stored`"),
        ([.init(body: "{\"statements\":[\(a)],\"more\":5}")], "`more` is not a text"),
        ([.init(body: "{\"statements\":[{\"a\":\"\\ud83d\"}],\"more\":\"\"}")], "the answer is not JSON"),
        ([.init(body: "{\"a\":1}")], "not a list of statements"),
        (
          Array(repeating: [forth, Self.page([], more: "/xapi/statements?back")], count: 50).flatMap { $0 },
          "page after page"
        ),
      ] as [([ScriptedServer.Answer], String)] {
        let server = try ScriptedServer(program, answers)
        let outcome = try pull(program, server)
        #expect(outcome.status == 69 && outcome.errors.contains(words), "\(words): \(outcome.errors)")
        #expect(!outcome.errors.contains("secret"))
      }
      #expect(other.requests.isEmpty)
      let same = try ScriptedServer(
        program, [Self.page([a], more: "http://127.0.0.1:PORT/xapi/statements?next"), Self.page([b])])
      #expect(try pull(program, same, environment: ["http_proxy": "http://127.0.0.1:1"]).output.contains("2 new"))
      #expect(try await counts(program, "statements") == 2)
    }
  }

  @Test func `A lenient pull sets aside once what cannot be stored, and goes on`() async throws {
    try await withProgram { program in
      let later = Self.statement(3, "1").replacing("2025-03-01T09:00:01Z", with: "2125-03-01T09:00:01Z")
      let different = StatementCommandTests.statement(
        1, time: "2025-03-01T09:00:00Z", more: ",\"result\":{\"success\":true}")
      let first = Self.page([Self.statement(1, "0")])
      let second = Self.page([different, Self.statement(2, "1"), later])
      let server = try ScriptedServer(program, [first, second, second, second])
      #expect(try pull(program, server).status == 0)
      let strict = try pull(program, server)
      #expect(strict.status == 65 && strict.errors.contains("differs from the statement"), "\(strict.errors)")
      #expect(strict.errors.contains("is in the future"))
      for expected in ["Read 3 statements, 1 new, 2 set aside.\n", "Read 3 statements, 0 new, 2 set aside.\n"] {
        #expect(try pull(program, server, ["--lenient"]).output == expected)
      }
      #expect(try await counts(program, "refused_statements") == 2)
      #expect(try await counts(program, "source_runs", "source = 'xapi' AND error IS NOT NULL") == 1)
    }
  }

  @Test func `Statements can be kept without deriving records from them`() async throws {
    try await withProgram { program in
      let server = try ScriptedServer(program, [Self.page([Self.statement(1, "0")])])
      #expect(try pull(program, server, ["--no-derive"]).output == "Read 1 statements, 1 new.\n")
      #expect(try await counts(program, "derived_records") == 0)
      try Data(Self.statement(2, "1").utf8).write(to: program.folder.appending(path: "in.ndjson"))
      #expect(try program.run(["import", "xapi", "--no-derive", "in.ndjson"]).status == 0)
      #expect(try await counts(program, "derived_records") == 0)
    }
  }
}
