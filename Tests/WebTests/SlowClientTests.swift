import DatabaseAccess
import Foundation
import Testing
import TestSupport
import Web

/// Clients that send or read almost nothing: each is disconnected, whatever it requests, without an effect on others.
@Suite(.timeLimit(.minutes(10))) struct SlowClientTests {
  private static let patience = Duration.milliseconds(400)
  private static let form = ["Content-Type: application/x-www-form-urlencoded", "Content-Length: 5000"]
  private static let json = ["Content-Type: application/json", "Content-Length: 5000"]

  private func site(log: LineLogHandler? = nil) async throws -> TestSite {
    try await TestSite(log: log) { settings in
      settings.uploadPatience = Self.patience
      settings.filesFolder = FileManager.default.temporaryDirectory.appending(path: "tallybook-\(UUID().uuidString)")
    }
  }

  @Test func `A head that trickles is cut off`() async throws {
    let site = try await TestSite { $0.idleMilliseconds = 500 }
    let socket = try Socket(site.port)
    socket.send("GET /signin HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Long: ")
    #expect(try await socket.untilClosed(sending: "a") == "")
  }

  @Test(arguments: [
    ("/signin", form, 408), ("/signin/forgotten", form, 408), ("/users/download", form, 408),
    ("/api/v1/records/users", json, 408),
    ("/api/v1/records/users", ["Content-Type: application/x-ndjson", "Transfer-Encoding: chunked"], 408),
    ("/scim/v2/Users", ["Content-Type: application/scim+json", "Content-Length: 5000"], 408),
    // Bodies that nothing reads.
    ("/no-such", json, 404), ("/signout", json, 400),
  ])
  func `A body that trickles is cut off, whoever reads it`(path: String, headers: [String], status: Int) async throws {
    let site = try await site()
    let token = try await site.token(of: "owner")
    let socket = try Socket(site.port)
    socket.ask("POST", path, headers + (path.hasPrefix("/signin") ? [] : ["Authorization: Bearer \(token)"]))
    let isChunked = headers.contains { $0.contains("chunked") }
    let answer = try await socket.untilClosed(sending: isChunked ? "1\r\n \r\n" : "a")
    #expect(answer?.hasPrefix("HTTP/1.1 \(status) ") == true, "\(path): \(answer?.prefix(200) ?? "still open")")
  }

  /// Entries of 2 KB each: some megabytes, more than the system buffers for a client that does not read.
  private func fillAuditLog(_ site: TestSite, _ count: Int = 4_000) async throws {
    try await site.store.database.write { session in
      let filters = String(repeating: "q=abc&", count: 330)
      let insertion = try session.insertion(
        into: "audit_log", columns: ["at", "viewer_key", "action", "subject_key", "filters", "row_count"])
      for number in 0..<count {
        try insertion.run([.integer(number), .integer(1), .text("user.view"), .null, .text(filters), .null])
      }
      try insertion.finish()
    }
  }

  @Test(arguments: ["csv", "ndjson"])
  func `Downloads that nobody reads keep nobody from a page, and end`(format: String) async throws {
    let site = try await site()
    try await fillAuditLog(site)
    let (owner, path) = (try await site.browser(of: "owner"), "/audit/download?format=\(format)")
    let whole = try await site.program(of: "platform").get(path).data.count
    var sockets: [Socket] = []
    for user in ["owner", "platform"] {
      let token = try await site.token(of: user)
      for _ in 0..<10 {
        let socket = try Socket(site.port, receiveBuffer: 4_096)
        socket.ask("GET", path, ["Authorization: Bearer \(token)"])
        sockets.append(socket)
      }
    }
    for _ in 0..<5 {
      #expect(try await owner.get("/users").status == 200)
      #expect(try await owner.get("/api/v1/ready").status == 200)
    }
    for socket in sockets { #expect(try await socket.isGone(within: .seconds(120))) }
    // The downloads themselves have added entries to it.
    #expect(try await site.program(of: "platform").get(path).data.count >= whole)
  }

  @Test func `A client that reads a byte now and then is cut off, and one that reads on is not`() async throws {
    let log = LogRecorder()
    let site = try await site(log: log.handler(.json))
    try await fillAuditLog(site)
    let token = try await site.token(of: "owner")
    let slow = try Socket(site.port, receiveBuffer: 4_096)
    slow.ask("GET", "/audit/download", ["Authorization: Bearer \(token)"])
    for _ in 0..<1_200 where !slow.isGone {
      _ = slow.take(1)
      try await Task.sleep(for: .milliseconds(50))
    }
    #expect(slow.isGone)
    // 100 KB twenty times a second; the minimum is 64 KB in 400 ms.
    let steady = try Socket(site.port, receiveBuffer: 65_536)
    steady.ask("GET", "/audit/download", ["Authorization: Bearer \(token)", "Connection: close"])
    var count = 0
    while let piece = steady.take(100_000) {
      count += piece.count
      try await Task.sleep(for: .milliseconds(50))
    }
    #expect(count > 4_000 * 1_900)
    // Clients that disconnect or are disconnected are not internal errors.
    #expect(!log.lines.contains { $0.contains("\"level\":\"error\"") })
  }
}
