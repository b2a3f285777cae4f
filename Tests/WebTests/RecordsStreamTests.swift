import Foundation
import ReferenceModel
import Support
import TestSupport
import Testing
import Web

/// JSON lines are read as a stream: of any size up to a limit, with a minimum rate, completely or not at all.
@Suite struct RecordsStreamTests {
  private static let path = "/api/v1/records/questions"

  /// A line of about 60 KB.
  private static func line(_ number: Int) -> String {
    let statement = String(repeating: "Why? ", count: 12_000)
    return "{\"id\":\"big\(number)\",\"interaction\":\"other\",\"statement\":\"\(statement)\"}\n"
  }

  private static func site(_ folder: URL, limit: Int? = nil) async throws -> TestSite {
    try await TestSite { settings in
      settings.filesFolder = folder
      settings.uploadPatience = .milliseconds(400)
      if let limit { settings.recordsLimit = limit }
    }
  }

  private let folder = FileManager.default.temporaryDirectory.appending(path: "tallybook-\(UUID().uuidString)")

  private func headers(_ site: TestSite, _ more: String...) async throws -> [String] {
    ["Authorization: Bearer \(try await site.token(of: "owner"))", "Content-Type: application/x-ndjson"] + more
  }

  private func chunked(_ text: String, isWhole: Bool = true) -> [UInt8] {
    Array("\(String(text.utf8.count, radix: 16))\r\n\(text)\r\n\(isWhole ? "0\r\n\r\n" : "")".utf8)
  }

  private func leftovers() -> [String] {
    (try? Folder.names(in: folder.path)) ?? []
  }

  @Test func `Twenty megabytes of lines come in, and one bad line at their end undoes them`() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let site = try await Self.site(folder)
    let program = try await site.program(of: "owner")
    let body = (0..<340).map(Self.line).joined()
    #expect(body.utf8.count > 20_000_000)
    let before = try await site.store.dump(without: ["tokens"])
    let spoilt = try await program.post(Self.path, body + "{\"id\":7}\n", type: "application/x-ndjson")
    spoilt.expectProblem(422, "bad_records")
    // Its id, and each missing field.
    #expect(try spoilt.json()["error_count"]?.compareForm == "3")
    #expect(try await site.store.dump(without: ["tokens"]) == before)
    let answer = try await program.post(Self.path, body, type: "application/x-ndjson")
    #expect(answer.text == "{\"new\":340,\"changed\":0,\"same\":0}")
    #expect(leftovers() == [])
  }

  @Test(arguments: [true, false]) func `More than the limit is refused`(isChunked: Bool) async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let site = try await Self.site(folder, limit: 100_000)
    let body = Self.line(1) + Self.line(2)
    let more = isChunked ? "Transfer-Encoding: chunked" : "Content-Length: \(body.utf8.count)"
    let headers = try await headers(site, more)
    let before = try await site.store.dump(without: ["tokens"])
    let answer = try await Wire.ask(
      site.port, "POST", Self.path, headers: headers,
      body: isChunked ? chunked(body) : Array(body.utf8))
    answer.expectProblem(413, "too_large")
    #expect(try await site.store.dump(without: ["tokens"]) == before)
    #expect(leftovers() == [])
  }

  @Test(arguments: ["application/x-ndjson", "application/json"])
  func `A client that stops sending is sent away, and nothing is taken`(type: String) async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let site = try await Self.site(folder)
    var headers = try await headers(site, "Content-Length: 1000000")
    headers[1] = "Content-Type: \(type)"
    let before = try await site.store.dump(without: ["tokens"])
    let answer = try await Wire.ask(site.port, "POST", Self.path, headers: headers, body: Array(Self.line(1).utf8))
    answer.expectProblem(408, "too_slow")
    #expect(try await site.store.dump(without: ["tokens"]) == before)
    #expect(leftovers() == [])
  }

  /// Only whole lines have arrived by then: they look like a batch.
  @Test(arguments: [true, false]) func `A body that breaks off is not taken for a whole one`(isChunked: Bool)
    async throws
  {
    defer { try? FileManager.default.removeItem(at: folder) }
    let site = try await Self.site(folder)
    let line = Self.line(1)
    let more = isChunked ? "Transfer-Encoding: chunked" : "Content-Length: \(2 * line.utf8.count)"
    let headers = try await headers(site, more)
    let before = try await site.store.dump(without: ["tokens"])
    let answer = try await Wire.ask(
      site.port, "POST", Self.path, headers: headers,
      body: isChunked ? chunked(line, isWhole: false) : Array(line.utf8), breaksOff: true)
    answer.expectProblem(408, "too_slow")
    #expect(try await site.store.dump(without: ["tokens"]) == before)
    for _ in 0..<100 where !leftovers().isEmpty { try await Task.sleep(for: .milliseconds(20)) }
    #expect(leftovers() == [])
  }
}
