import DatabaseAccess
import Foundation
import Testing
import TestSupport

/// The page of the xAPI door: credentials, and how it is doing.
@Suite struct DoorPageTests {
  private static let fields = [("name", "Storyline <b>"), ("scope", "statements/write"), ("scope", "state")]

  private func created(_ answer: Answer) throws -> (key: String, secret: String) {
    let codes = answer.text.matches(of: #/(?:Key|Secret): <code>([^<]+)</code>/#).map { String($0.1) }
    try #require(codes.count == 2, "\(answer.text)")
    return (codes[0], codes[1])
  }

  private func send(_ statement: String, _ key: String, _ secret: String, _ site: TestSite) async throws -> Int {
    let basic = Data("\(key):\(secret)".utf8).base64EncodedString()
    let headers = [
      "Authorization: Basic \(basic)", "X-Experience-API-Version: 1.0.3", "Content-Type: application/json",
      "Content-Length: \(statement.utf8.count)",
    ]
    // URLSession waits for an answer to the challenge of a 401.
    let answer = try await Wire.ask(
      site.port, "POST", "/xapi/statements", headers: headers, body: Array(statement.utf8))
    return answer.status
  }

  private static func statement(_ actor: String) -> String {
    """
    {"actor":\(actor),"verb":{"id":"http://adlnet.gov/expapi/verbs/completed"},\
    "object":{"id":"https://courses.example.com/fire","definition":{"type":"http://adlnet.gov/expapi/activities/course"}}}
    """
  }

  @Test func `A credential works from its creation, when its secret is shown once, until it is revoked`() async throws {
    let site = try await TestSite()
    let owner = try await site.browser(of: "owner")
    let answer = try await owner.send("/lrs/credentials", Self.fields)
    #expect(answer.status == 200 && answer.headers["cache-control"]?.contains("no-store") == true)
    #expect(answer.text.contains("not shown again") && answer.text.contains("Storyline &lt;b&gt;"))
    let (key, secret) = try created(answer)
    #expect(answer.text.contains("curl -u \(key):\(secret)"))
    let account = #"{"account":{"homePage":"https://lms.example.com","name":"<i>42</i>"}}"#
    #expect(try await send(Self.statement(account), key, secret, site) == 200)
    let page = try await owner.get("/lrs").text
    #expect(!page.contains(secret) && page.contains(key) && page.contains("statements/write, state"))
    #expect(page.contains("https://lms.example.com &lt;i&gt;42&lt;/i&gt;") && page.contains("href=\"/users/x-"))
    let path = "/lrs/credentials/\(key)/revoke"
    #expect(try await owner.get(path).text.contains("Revoke the credential"))
    #expect(try await owner.send(path).location == "/lrs?said=revoked")
    #expect(try await owner.get(path).status == 404)
    #expect(try await owner.send(path).status == 404)
    #expect(try await send(Self.statement(account), key, secret, site) == 401)
    #expect(try await owner.get("/lrs?said=revoked").text.contains("Credential revoked."))
    let actions = try await site.store.rows("audit_log").compactMap { $0["action"]?.text }
    #expect(actions.filter { $0.hasPrefix("xapi.") } == ["xapi.credential.create", "xapi.credential.revoke"])
  }

  @Test func `A lenient sender's statements that cannot be repaired are listed with the reason`() async throws {
    let site = try await TestSite()
    let owner = try await site.browser(of: "owner")
    let (key, secret) = try created(try await owner.send("/lrs/credentials", Self.fields + [("lenient", "1")]))
    _ = try await send(
      #"{"actor":{"mbox":"mailto:a@x.org"},"verb":{"id":"no"},"object":{"id":"no"}}"#, key, secret, site)
    let page = try await owner.get("/lrs").text
    #expect(page.contains("lenient") && !page.contains("Nothing was set aside"), "\(page)")
  }

  @Test func `What is missing is named, and a new credential needs a recent sign-in or the password`() async throws {
    let site = try await TestSite()
    let owner = try await site.browser(of: "owner")
    for (fields, words) in [
      ([("name", ""), ("scope", "all")], "Enter a name"), ([("name", "A")], "Select at least one scope"),
      ([("name", "A"), ("scope", "no")], "Select at least one scope"),
    ] {
      let answer = try await owner.send("/lrs/credentials", fields)
      #expect(answer.status == 422 && answer.text.contains(words), "\(answer.text)")
    }
    site.clock.pass(3_600)
    #expect(try await owner.get("/lrs").text.contains("type=\"password\""))
    let refused = try await owner.send("/lrs/credentials", Self.fields + [("password", "wrong password here")])
    #expect(refused.status == 422 && refused.text.contains("Current password is not correct"))
    #expect(try await site.store.rows("xapi_credentials").isEmpty)
    let made = try await owner.send("/lrs/credentials", Self.fields + [("password", TestSite.password)])
    #expect(made.status == 200)
    #expect(try await site.store.rows("xapi_credentials").count == 1)
  }

  @Test func `Only the owner and platform administrators open it`() async throws {
    let site = try await TestSite()
    for viewer in ["admin", "coach", "manager", "inside", "useradmin"] {
      let browser = try await site.browser(of: viewer)
      #expect(try await browser.get("/lrs").status == 403)
      #expect(try await browser.send("/lrs/credentials", Self.fields).status == 403)
      #expect(try await browser.get("/lrs/credentials/x/revoke").status == 403)
      #expect(try await !browser.get("/account").text.contains("href=\"/lrs\""))
    }
    let platform = try await site.browser(of: "platform")
    #expect(try await platform.get("/lrs").text.contains("Nothing was set aside"))
    #expect(try await platform.get("/account").text.contains("href=\"/lrs\""))
    #expect(try await platform.get("/lrs/credentials/x/revoke").status == 404)
    #expect(
      try await platform.submit("/lrs/credentials", ["csrf": "forged", "name": "A", "scope": "all"]).status == 403)
  }
}
