import DatabaseAccess
import Foundation
import PostgresDatabase
import Testing
import TestSupport

/// While the server of the store is unavailable, every address says so; afterwards, everything is as before.
@Suite(.enabled(if: PrivateServer.isWanted), .timeLimit(.minutes(10))) struct StoreAwayTests {
  @Test func `A server that stops is a clear 503 on page, file and API, and all is well when it is back`() async throws
  {
    let server = try PrivateServer()
    let site = try await TestSite(of: try await server.store(), with: SmallWorld.texts)
    let (browser, program) = (try await site.browser(of: "owner"), try await site.program(of: "owner"))
    let pages = ["/users", "/users/download", "/reports", "/courses"]
    var before: [Data] = []
    for path in pages { before.append(try await browser.get(path).data) }

    try server.stop(.immediate)
    for path in pages {
      let answer = try await browser.get(path)
      #expect(answer.status == 503, "\(path)")
      #expect(answer.headers["retry-after"] != nil, "\(path)")
    }
    for path in ["/api/v1/users", "/api/v1/reports/general-stats", "/api/v1/ready"] {
      let answer = try await program.get(path)
      answer.expectProblem(503, "busy", "\(path)")
      #expect(answer.headers["retry-after"] == "5")
    }
    let users =
      "[{\"id\":\"newcomer\",\"email\":\"new@x.org\",\"first_name\":\"N\",\"last_name\":\"N\",\"created_at\":\"2025-06-01T00:00:00Z\"}]"
    let refused = try await program.post("/api/v1/records/users", users, type: "application/json")
    refused.expectProblem(503, "busy", "records")

    try server.start()
    for (path, data) in zip(pages, before) { #expect(try await browser.get(path).data == data, "\(path)") }
    let taken = try await program.post("/api/v1/records/users", users, type: "application/json")
    #expect(taken.status == 200)
  }

  @Test func `A full pool is a 503 with the reason, for a while`() async throws {
    let server = try PrivateServer()
    let store = try await server.store(connections: 2) { $0.connection = .milliseconds(300) }
    let site = try await TestSite(of: store, with: SmallWorld.texts)
    let program = try await site.program(of: "owner")
    #expect(try await program.get("/api/v1/users").status == 200)
    let hold = Latch()
    defer { hold.end() }
    let long = (0..<2).map { _ in Task { try await store.read { _ in hold.wait() } } }
    while hold.waiting < 2 { try await Task.sleep(for: .milliseconds(10)) }
    let refused = try await program.get("/api/v1/users")
    refused.expectProblem(503, "busy", "/api/v1/users")
    hold.end()
    for query in long { try await query.value }
    #expect(try await program.get("/api/v1/users").status == 200)
  }
}
