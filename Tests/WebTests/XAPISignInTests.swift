import Access
import DatabaseAccess
import Foundation
import LRS
import Support
import Testing
import TestSupport

/// Who may do what at the xAPI door, and how requests are written (xapi.md §14, §16).
@Suite struct XAPISignInTests {
  @Test func `Only a live credential opens the door, and no token of a user`() async throws {
    let site = try await TestSite()
    let client = try await XAPIClient(site)
    let token = try await site.token(of: "owner")
    let wrong = Data("\(client.created.id):x".utf8).base64EncodedString()
    for header in ["", "Basic \(wrong)", "Basic %", "Bearer \(token)", "Bearer x", "Digest x"] {
      for path in ["/statements", "/activities/state", "/agents/profile", "/agents", "/activities"] {
        let answer = try await client.ask("GET", path, headers: ["Authorization": header])
        #expect(answer.status == 401, "\(header) \(path)")
        #expect(answer.headers["www-authenticate"]?.hasPrefix("Basic") == true)
      }
      let statement = XAPIClient.statement()
      #expect(try await client.ask("POST", "/statements", statement, headers: ["Authorization": header]).status == 401)
    }
    let now = site.clock.now
    #expect(try await site.store.database.write { try XAPICredential.revoke(client.created.id, now: now, $0) })
    #expect(try await client.ask("GET", "/statements").status == 401)
    #expect(try await client.ask("GET", "/about", headers: ["Authorization": ""]).status == 200)
  }

  @Test func `A credential does what its scopes say`() async throws {
    let site = try await TestSite()
    let all = try await XAPIClient(site)
    let theirs = try await all.send(XAPIClient.statement())
    let writer = try await XAPIClient(site, [.writesStatements, .readsOwnStatements])
    let own = try await writer.send(XAPIClient.statement())
    #expect(try await writer.find("") == own)
    #expect(try await writer.find("verb=" + Browser.encoded("http://adlnet.gov/expapi/verbs/completed")) == own)
    #expect(try await writer.ask("GET", "/statements?statementId=\(theirs[0])").status == 404)
    let agent = "agent=" + Browser.encoded("{\"mbox\":\"mailto:ada@x.org\"}")
    #expect(try await writer.ask("GET", "/agents?\(agent)").status == 403)
    #expect(try await writer.ask("GET", "/agents/profile?\(agent)").status == 403)
    let reader = try await XAPIClient(site, [.readsStatements])
    #expect(try await reader.find("").count == 2)
    #expect(try await reader.ask("POST", "/statements", XAPIClient.statement()).status == 403)
    let keeper = try await XAPIClient(site, [.profile])
    #expect(try await keeper.ask("POST", "/agents/profile?\(agent)&profileId=p", "{}").status == 204)
    #expect(try await keeper.ask("GET", "/statements").status == 403)
  }

  @Test func `A client gets a token, which ends after an hour and may do no more than was asked`() async throws {
    let site = try await TestSite()
    let client = try await XAPIClient(site)
    func token(_ fields: [String: String]) async throws -> Answer {
      try await client.submit("/xapi/oauth2/token", fields)
    }
    var fields = [
      "grant_type": "client_credentials", "client_id": client.created.id, "client_secret": client.created.secret,
      "scope": "xapi:read",
    ]
    let answer = try await token(fields)
    #expect(answer.status == 200, "\(answer.text)")
    let secret = try #require(try answer.value()["access_token"]?.string)
    let bearer = ["Authorization": "Bearer \(secret)"]
    #expect(try await client.ask("GET", "/statements", headers: bearer).status == 200)
    #expect(try await client.ask("POST", "/statements", XAPIClient.statement(), headers: bearer).status == 403)
    let kept = try await site.store.database.read {
      try $0.number("SELECT count(*) FROM xapi_access_tokens WHERE hash = \(secret)")
    }
    #expect(kept == 0)
    site.clock.pass(3_601)
    #expect(try await client.ask("GET", "/statements", headers: bearer).status == 401)
    fields["client_secret"] = "x"
    #expect(try await token(fields).status == 401)
    #expect(try await token(["grant_type": "password"]).status == 400)
  }

  @Test func `The version decides the rules, and one that is not known is refused`() async throws {
    var client = try await XAPIClient(try await TestSite())
    for (version, status, told) in [
      ("1.0", 200, "1.0.3"), ("1.0.1", 200, "1.0.3"), ("2.0.0", 200, "2.0.0"), ("0.95", 400, "1.0.3"),
      ("1.1", 400, "1.0.3"), ("3.0", 400, "2.0.0"), (nil, 400, "1.0.3"),
    ] as [(String?, Int, String)] {
      client.version = version
      let answer = try await client.ask("GET", "/statements")
      #expect(answer.status == status, "\(version ?? "none")")
      #expect(answer.headers["x-experience-api-version"] == told, "\(version ?? "none")")
    }
    let agents =
      ",\"context\":{\"contextAgents\":[{\"objectType\":\"contextAgent\",\"agent\":{\"mbox\":\"mailto:b@x.org\"}}]}"
    client.version = "1.0.3"
    #expect(try await client.ask("POST", "/statements", XAPIClient.statement(more: agents)).status == 400)
    client.version = "2.0.0"
    #expect(try await client.ask("POST", "/statements", XAPIClient.statement(more: agents)).status == 200)
  }

  @Test func `A form can have method, headers and body in 1, but not in 2`() async throws {
    var client = try await XAPIClient(try await TestSite())
    let fields = [
      "statementId": XAPIClient.id(1), "content": XAPIClient.statement(), "Authorization": client.basic,
      "Content-Type": "application/json", "X-Experience-API-Version": "1.0.3",
    ]
    #expect(try await client.submit("/xapi/statements?method=PUT", fields).status == 204)
    #expect(try await client.find("") == [XAPIClient.id(1)])
    #expect(try await client.submit("/xapi/statements?method=PUT&statementId=1", fields).status == 400)
    client.version = "2.0.0"
    let form = "application/x-www-form-urlencoded"
    #expect(try await client.ask("POST", "/statements?method=GET", "limit=1", type: form).status == 400)
    let secretless = String(repeating: "x", count: 1_100_000)
    #expect(try await client.submit("/xapi/statements?method=PUT", ["content": secretless]).status == 413)
  }

  @Test func `Browser content on other sites may use the door`() async throws {
    let client = try await XAPIClient(try await TestSite())
    let answer = try await client.raw("OPTIONS", "/xapi/activities/state")
    #expect(answer.status == 204)
    #expect(answer.headers["access-control-allow-origin"] == "*")
    #expect(answer.headers["access-control-allow-headers"]?.contains("If-Match") == true)
    #expect(answer.headers["access-control-allow-methods"]?.contains("DELETE") == true)
    let refused = try await client.raw("GET", "/xapi/statements")
    #expect(refused.headers["access-control-expose-headers"]?.contains("X-Experience-API-Consistent-Through") == true)
    #expect(try await client.raw("DELETE", "/xapi/statements").status == 405)
  }

  @Test func `Too large is 413`() async throws {
    let client = try await XAPIClient(try await TestSite())
    let agent = "agent=" + Browser.encoded("{\"mbox\":\"mailto:ada@x.org\"}")
    let large = String(repeating: "x", count: 8_388_609)
    #expect(
      try await client.ask("PUT", "/agents/profile?\(agent)&profileId=p", large, type: "text/plain").status == 413)
    #expect(try await client.ask("POST", "/statements", large + large).status == 413)
  }
}
