import Testing

/// Requests that no correct client sends: each gets a 4xx response or a closed connection, never an internal error.
@Suite struct BadRequestTests {
  private static let shared = Task { try await TestSite() }

  let site: TestSite
  let authorization: String

  init() async throws {
    site = try await Self.shared.value
    authorization = "Authorization: Bearer " + (try await site.token(of: "owner"))
  }

  private func ask(_ method: String, _ target: String, _ more: [String] = [], body: [UInt8] = []) async throws -> Answer
  {
    try await Wire.ask(site.port, method, target, headers: [authorization] + more, body: body)
  }

  @Test(arguments: [
    "/users/%00", "/users/%00/download", "/api/v1/users/%00/statistics", "/api/v1/users/a%00b/statistics",
    "/api/v1/users/%zz/statistics", "/api/v1/users/%/statistics", "/api/v1/users/%ff/statistics",
    "/api/v1/users/%c3%28/statistics", "/users?q=%zz", "/users?after=%", "/users/download?format=%ff",
  ])
  func `A path or query that is no UTF-8, or holds a NUL, is a bad request`(target: String) async throws {
    let answer = try await ask("GET", target)
    answer.expectSecurity(target)
    answer.expectProblem(400, "bad_request", "\(target)")
  }

  @Test(arguments: [
    "/no-such", "/%00", "/%zz", "/%ff", "/..%2f..%2fetc/passwd", "/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd",
    "//etc/passwd", "/tallybook.css/", "/users/", "/api/v1", "/api/v1/no-such", "/api/v1/users/a/b/statistics",
    "/users/x/download/y", "/.", "/?", "*",
  ])
  func `An unknown path is not found, whatever stands in it`(target: String) async throws {
    let answer = try await ask("GET", target)
    #expect((200..<500).contains(answer.status), "\(target): \(answer.status)")
    #expect(!answer.text.contains("root:"))
    answer.expectSecurity(target)
  }

  @Test(arguments: [
    ("POST", "/users"), ("DELETE", "/api/v1/users"), ("PUT", "/users/inside"), ("GET", "/signout"),
    ("GET", "/api/v1/records/users"), ("PATCH", "/api/v1/records/users"), ("OPTIONS", "/users"), ("TRACE", "/"),
    ("BREW", "/users"),
  ])
  func `A method that an address does not have is refused`(method: String, target: String) async throws {
    let answer = try await ask(method, target)
    #expect((400..<500).contains(answer.status), "\(method) \(target): \(answer.status)")
  }

  @Test(arguments: ["/users", "/api/v1/users", "/users/download", "/signin", "/api/v1/health", "/tallybook.css"])
  func `A body where none is due is refused or passed over`(target: String) async throws {
    for more in [["Content-Length: 5"], ["Transfer-Encoding: chunked"]] {
      let body = more[0].hasPrefix("C") ? "hello" : "5\r\nhello\r\n0\r\n\r\n"
      let answer = try await ask("GET", target, more, body: Array(body.utf8))
      answer.expectSecurity(target)
      if !target.hasSuffix(".css") { answer.expectProblem(400, "bad_request", "\(target)") }
    }
  }

  @Test func `Ten megabytes of header, of query or of path are refused`() async throws {
    let ten = String(repeating: "x", count: 10 * 1_048_576)
    for answer in [
      try await ask("GET", "/users", ["X-Long: " + ten]), try await ask("GET", "/users?q=" + ten),
      try await ask("GET", "/users/" + ten), try await ask("GET", "/users", ["Cookie: tallybook_session=" + ten]),
      try await ask("GET", "/users", (0..<2_000).map { "X-\($0): \(ten.prefix(4_000))" }),
    ] { #expect((400..<500).contains(answer.status), "\(answer.status) \(answer.headers)") }
    let long = try await ask("GET", "/api/v1/users?q=" + ten.prefix(70_000))
    #expect((400..<500).contains(long.status), "\(long.status)")
    try await ask("GET", "/api/v1/users?q=" + ten.prefix(300)).expectProblem(400, "bad_request")
    #expect(try await Browser(port: site.port).get("/api/v1/health").status == 200)
  }

  @Test func `Bytes that are no HTTP are refused`() async throws {
    for target in [
      "/ HTTP/9.9\r\nX: y", "\u{0}", "/users HTTP/1.1\r\nContent-Length: -1",
      "/\r\nContent-Length: 1\r\nContent-Length: 2",
    ] {
      let answer = try await ask("GET", target)
      #expect(answer.status < 500, "\(target)")
    }
    #expect(try await Browser(port: site.port).get("/api/v1/health").status == 200)
  }
}
