import Access
import DatabaseAccess
import Testing
import TestSupport

/// Bearer tokens (`access.md`).
@Suite struct TokenTests {
  @Test func `A token sees what its user sees, and is kept as a hash`() async throws {
    let site = try await TestSite()
    let token = try await site.token(of: "coach")
    let answer = try await Browser(port: site.port, token: token).get("/api/v1/users")
    #expect(answer.status == 200)
    #expect(answer.text.contains("\"inside\"") && !answer.text.contains("\"outside\""))
    #expect(try await site.store.dump()["tokens"]?.contains { $0.contains(token) } == false)
    #expect(try await Browser(port: site.port, token: token).get("/users/download").status == 200)
  }

  @Test func `Unknown, expired and revoked tokens, and those of deleted users, are refused alike`() async throws {
    let site = try await TestSite()
    let expiring = try await site.token(of: "owner", expiresAt: site.clock.now + 60)
    let program = Browser(port: site.port, token: expiring)
    #expect(try await program.get("/api/v1/users").status == 200)
    site.clock.pass(60)
    let expired = try await program.get("/api/v1/users")
    expired.expectProblem(401, "not_signed_in")
    #expect(expired.headers["www-authenticate"] == "Bearer")
    let revoked = try await site.program(of: "owner")
    let now = site.clock.now
    let key = try #require(try await site.store.database.read { try Token.all($0).last?.key })
    #expect(try await site.store.database.write { try Token.revoke(key, now: now, $0) })
    let deleted = try await site.program(of: "coach")
    try await site.store.load([
      "users": "id,email,first_name,last_name,created_at,deleted_at\n"
        + "coach,coach@x.org,Coach,Person,2025-06-01T00:00:00Z,2026-03-01T00:00:00Z\n"
    ])
    for program in [revoked, deleted, Browser(port: site.port, token: "tb_unknown"), Browser(port: site.port)] {
      let answer = try await program.get("/api/v1/users")
      #expect(answer.data == expired.data && answer.status == 401)
    }
    for header in ["Basic abc", "Bearer", "Bearer  ", "bearer", "tb_x"] {
      let answer = try await Wire.ask(site.port, "GET", "/api/v1/users", headers: ["Authorization: \(header)"])
      #expect(answer.status == 401, "\(header)")
    }
  }

  @Test func `A wrong token is an error even where a cookie would do`() async throws {
    let site = try await TestSite()
    let browser = try await site.browser(of: "owner")
    #expect(try await browser.get("/users", headers: ["Authorization": "Bearer tb_wrong"]).status == 401)
  }

  @Test func `Records come in by a token alone, of the owner or a platform administrator, that may write`() async throws
  {
    let site = try await TestSite()
    let path = "/api/v1/records/tags"
    let body = "{\"id\":\"fresh\",\"name\":\"New\"}"
    for (user, isReadOnly, status) in [
      ("owner", true, 403), ("admin", false, 403), ("coach", false, 403), ("inside", false, 403),
      ("platform", false, 200), ("owner", false, 200),
    ] {
      let program = try await site.program(of: user, isReadOnly: isReadOnly)
      let answer = try await program.post(path, body, type: "application/json")
      #expect(answer.status == status, "\(user), read-only \(isReadOnly)")
    }
    let browser = try await site.browser(of: "owner")
    #expect(try await browser.post(path, body, type: "application/json").status == 403)
    #expect(try await Browser(port: site.port).post(path, body, type: "application/json").status == 401)
  }
}
