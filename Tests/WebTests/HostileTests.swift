import Foundation
import Testing

/// Requests to pages that no browser sends: they are refused, and the server stays up without an internal error.
@Suite struct HostileTests {
  private static let shared = Task { try await TestSite() }

  private static let pages = [
    "/", "/signin", "/users", "/users/inside", "/users/inside/team", "/users/inside/statistics/time_spent",
    "/users/inside/courses/C/attempts", "/users/download", "/people/inside/card", "/members", "/courses/C", "/groups",
    "/reports/new", "/reports/general-stats/download", "/collaborative-activities", "/audit", "/account", "/downloads",
    "/api/v1/users", "/api/v1/openapi.json", "/scim/v2/Users", "/no-such", "/tallybook.css",
  ]

  private static let queries = [
    "%", "%zz=%zz", "%00=%00", "q=%00", "q=%ff%fe", "q=%c0%af", "after=%F0%9F%99%82", "after=AAAA", "after=e30",
    "after=eyJzIjoibGFzdF9uYW1lIn0", "sort=%27%3B--", "sort[]=x", "page=-1", "page=99999999999999999999", "limit=0x10",
    "direction=up", "tab=%0d%0aSet-Cookie:x=1", "format=exe", "=", "&&&&", "courses.page=0", "courses.sort=%ff",
    "before=9223372036854775808", "from=2026-02-30", "from=0000-00-00&to=9999-99-99", "session=:", "session=program:",
    "week=2026-W99", "tag=%00", "column=%F0", "field=" + String(repeating: "a", count: 9_000),
    String(repeating: "user=x&", count: 1_000), "q=" + String(repeating: "%25", count: 150),
    "q=NEAR(abc%20def%2C2)", "q=abc%22%20OR%20%22def", "q=words%3Aabc*%20-%22def%22%20%5E%7B%7D()", "q=ab%00cdef",
    "q=%22%22%22%22%22", "q=***%20%20%5C%5C%5C", "q=" + String(repeating: "%EF%B7%BA", count: 200),
  ]

  private static let headers: [[String]] = [
    ["Cookie: " + String(repeating: "a=b; ", count: 1_000)], ["X-Long: " + String(repeating: "x", count: 70_000)],
    ["Accept: \u{1}"], ["Accept-Language: *;q=0.0000001,zz-\u{fffd}"], ["Authorization: Bearer"],
    ["Authorization: Basic Og=="],
    ["Authorization: Bearer " + String(repeating: "t", count: 5_000)], ["Content-Length: -1"], ["Content-Length: 5"],
    ["Transfer-Encoding: gzip, chunked"], ["Host: other", "Host: another"], ["Range: bytes=9-1"], ["Expect: 200-maybe"],
    ["If-None-Match: " + String(repeating: "\"x\",", count: 500)], ["Cookie: tallybook_session=%00"],
  ]

  private static let targets = [
    "/users/%", "/users/%00", "/users/%ff", "/users/..%2f..%2fetc%2fpasswd",
    "/users/" + String(repeating: "a", count: 9_000),
    "/people/%E2%28%A1/card", "/users/inside/answers/%00", "/users/inside/sections/%ff/download", "//", "/users//team",
    "/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/users\u{7f}", "*", "http://elsewhere/users", "/users/inside?#",
    "/tallybook.css/..",
  ]

  @Test func `Nothing that is sent to a page is the server's fault`() async throws {
    let site = try await Self.shared.value
    let token = "Authorization: Bearer " + (try await site.token(of: "owner"))
    var wrong: [String] = []
    func ask(_ method: String, _ target: String, _ headers: [String], _ body: [UInt8] = []) async throws {
      let answer = try await Wire.ask(site.port, method, target, headers: headers, body: body)
      if answer.status >= 500, answer.status != 501, answer.status != 505 {
        wrong.append("\(method) \(target.prefix(80)) \(headers.map { $0.prefix(40) }): \(answer.status)")
      }
    }
    for (index, page) in Self.pages.enumerated() {
      for query in Self.queries { try await ask("GET", "\(page)?\(query)", [token]) }
      for headers in Self.headers.suffix(index < 6 ? 99 : 4) { try await ask("GET", page, headers) }
      for method in ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "HEAD", "BREW", "get"] {
        try await ask(method, page, [token])
      }
      let body = Array("\u{0}%ff=%zz&csrf=%00&email[]=".utf8) + [0xff, 0xfe, 0]
      for type in ["application/x-www-form-urlencoded", "application/json", "multipart/form-data; boundary=", ""] {
        try await ask("POST", page, [token, "Content-Type: \(type)", "Content-Length: \(body.count)"], body)
      }
    }
    for target in Self.targets { try await ask("GET", target, [token]) }
    #expect(wrong.isEmpty, "\(wrong.joined(separator: "\n"))")
    #expect(try await Browser(port: site.port).get("/api/v1/health").status == 200)
  }
}
