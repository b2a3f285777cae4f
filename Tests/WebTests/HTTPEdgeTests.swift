import Foundation
import Testing

@testable import Web

/// Edge cases of HTTP: hosts, ranges, bytes that no name contains.
@Suite struct HTTPEdgeTests {
  private static let shared = Task { try await TestSite() }

  private static func ask(
    _ target: String, host: String? = "127.0.0.1", _ headers: [String] = [], version: String = "1.1",
    method: String = "GET"
  ) async throws -> Answer {
    try await Wire.ask(
      try await shared.value.port, method, target, host: host, headers: headers, version: version)
  }

  @Test(arguments: [
    "", "a b", "a,b", "127.0.0.1, evil.example", "evil.example/", "a@b", "a:b", "a:99999", "a:123456", "[::1", "[]",
    "[x]",
    "::1", "a\u{301}", "exämple.org", "a#b", "a?b", "\"a\"", "<a>", ":80", "a:80:80", "a\\b",
  ]) func `A malformed host is refused`(host: String) async throws {
    for path in ["/signin", "/api/v1/health", "/tallybook.css", "/no-such"] {
      #expect(try await Self.ask(path, host: host).status == 400, "\(path)")
    }
  }

  @Test(arguments: [
    "a", "stats.example.com", "stats.example.com:8443", "127.0.0.1:80", "[::1]", "[fe80::1]:8080", "a_b", "A-1", "a.",
    "a:",
  ]) func `A host is taken as names and addresses are written`(host: String) async throws {
    #expect(try await Self.ask("/signin", host: host).status == 200)
  }

  @Test func `Each request of HTTP 1.1 names one host, HTTP 1.0 need not`() async throws {
    for path in ["/signin", "/api/v1/health", "/tallybook.css", "/"] {
      #expect(try await Self.ask(path, host: nil).status == 400, "\(path)")
      #expect(try await Self.ask(path, ["Host: 127.0.0.1"]).status == 400, "\(path)")
      #expect(try await Self.ask(path, ["HOST: other.example"]).status == 400, "\(path)")
    }
    #expect(try await Self.ask("/signin", host: nil, version: "1.0").status == 200)
    #expect(try await Self.ask("/signin", host: "a b", version: "1.0").status == 400)
    #expect(try await Self.ask("/signin", host: "a", ["Host: b"], version: "1.0").status == 400)
  }

  @Test func `A range is a part of the file, or what says that there is none`() async throws {
    let whole = try await Self.ask("/tallybook.css")
    let size = whole.data.count
    try #require(size > 1_000 && whole.headers["content-length"] == "\(size)")
    for (range, first, last) in [
      ("0-0", 0, 0), ("10-19", 10, 19), ("10-", 10, size - 1), ("-5", size - 5, size - 1), ("-999999", 0, size - 1),
      ("0-99999999999999999999999", 0, size - 1), ("\(size - 1)-\(size)", size - 1, size - 1),
    ] {
      let answer = try await Self.ask("/tallybook.css", ["Range: bytes=\(range)"])
      #expect(answer.status == 206 && answer.headers["content-range"] == "bytes \(first)-\(last)/\(size)", "\(range)")
      #expect(answer.data == whole.data[first...last] && answer.headers["content-length"] == "\(last - first + 1)")
    }
    for range in [
      "\(size)-", "\(size)-\(size + 9)", "999999-1000000", "99999999999999999999-", "-0", "9-1", "\(size)-,-0",
      "5-2,9-1",
    ] {
      let answer = try await Self.ask("/tallybook.css", ["Range: bytes=\(range)"])
      #expect(answer.status == 416 && answer.headers["content-range"] == "bytes */\(size)", "\(range)")
      #expect(answer.data.isEmpty, "\(range)")
    }
    for range in [
      "bytes=0-1,5-6", "bytes=", "bytes=-", "bytes=a-b", "bytes=--5", "bytes=1-2-3", "lines=0-1", "bytes=１-２", "0-1",
    ] {
      let answer = try await Self.ask("/tallybook.css", ["Range: \(range)"])
      #expect(answer.status == 200 && answer.data == whole.data, "\(range)")
    }
    let old = try await Self.ask("/tallybook.css", ["Range: bytes=0-1", "If-Range: \"another\""])
    #expect(old.status == 200 && old.data == whole.data)
    let head = try await Self.ask("/tallybook.css", ["Range: bytes=\(size)-"], method: "HEAD")
    #expect(head.status == 200)
  }

  @Test func `A file is found by its very name`() async throws {
    for path in [
      "/tallybook.css%00", "/tallybook.css%00.js", "/%00tallybook.css", "/./tallybook.css%2f..",
      "/..%2fTemplates%2flayout.mustache", "/Public/tallybook.css", "/tallybook.css%20", "/tallybook", "/Tallybook.css",
      "/tallybook.css\u{301}", "/%2e%2e/Languages/en.json", "/libraries/chart.js%00", "/users%00", "/api/v1/health%00",
    ] {
      let status = try await Self.ask(path).status
      #expect([400, 404, 303, 302].contains(status) && status != 200, "\(path): \(status)")
    }
    let found = try await Self.ask("/tallybook.js?v=1")
    #expect(found.status == 200 && found.headers["content-type"] == "text/javascript; charset=utf-8")
    let tag = try #require(found.headers["etag"])
    for condition in [tag, "W/\(tag)", "\"x\", \(tag)", "*"] {
      let answer = try await Self.ask("/tallybook.js", ["If-None-Match: \(condition)"])
      #expect(answer.status == 304 && answer.data.isEmpty, "\(condition)")
    }
    #expect(try await Self.ask("/tallybook.js", ["If-None-Match: \"x\""]).status == 200)
  }
}
