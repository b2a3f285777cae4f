import DatabaseAccess
import Foundation
import Logging
import Mail
import Testing
import TestSupport

@testable import Web

/// What the log contains, and what it never contains.
@Suite struct LogTests {
  @Test func `Each request is a line with its id, its route, who asked by key, status, time and bytes`() async throws {
    let book = LogRecorder()
    let site = try await TestSite(log: book.handler(.json))
    let program = try await site.program(of: "owner")
    let answers = [
      try await program.get("/users/inside?courses.sort=score"), try await program.get("/users/no-such"),
      try await program.get("/no/such/place"), try await program.get("/users/download"),
      try await Browser(port: site.port).get("/api/v1/health"),
    ]
    let lines = try await book.requests(answers.count)
    try #require(lines.count == answers.count)
    let routes = ["/users/{id}", "/users/{id}", "none", "/users/download", "/api/v1/health"]
    let owner = try await site.store.database.read { try $0.number("SELECT key FROM users WHERE id = 'owner'") }
    for (index, (answer, line)) in zip(answers, lines).enumerated() {
      #expect(line["request"] as? String == answer.headers["x-request-id"] && line["request"] != nil)
      #expect(line["route"] as? String == routes[index] && line["method"] as? String == "GET")
      #expect(line["status"] as? Int == answer.status && line["bytes"] as? Int == answer.data.count)
      #expect(line["level"] as? String == "info" && line["ms"] as? Int != nil)
      #expect((line["time"] as? String)?.firstMatch(of: #/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/#) != nil)
      let isKnown = index < 4 && index != 2
      #expect(line["user"] as? Int == (isKnown ? owner : nil) && line["by"] as? String == (isKnown ? "token" : nil))
    }
    #expect(Set(lines.compactMap { $0["request"] as? String }).count == lines.count)
  }

  @Test func `What is broken off in the middle is noted as such`() async throws {
    let people = (1...30_000).map { "p\($0),p\($0)@x.org,First\($0),Last\($0),2025-06-01T00:00:00Z\n" }.joined()
    let book = LogRecorder()
    let site = try await TestSite(
      [
        "users": "id,email,first_name,last_name,created_at\nowner,owner@x.org,O,O,2025-06-01T00:00:00Z\n" + people,
        "groups": "id,name\nroot,Platform\n", "memberships": "group,user,role\nroot,owner,owner\n",
      ], log: book.handler(.json))
    let token = try await site.token(of: "owner")
    try await Wire.askAndLeave(site.port, "/users/download", headers: ["Authorization: Bearer \(token)"])
    let line = try #require(try await book.requests(1).first)
    #expect(line["broken_off"] as? Bool == true && line["status"] as? Int == 200)
  }

  /// Every request with a secret, at the most detailed level.
  @Test func `No secret, no address, no name and no query stands in it`() async throws {
    let (book, letters) = (LogRecorder(), Letters())
    let site = try await TestSite.withWorkers(post: letters, log: book.handler(.text))
    let browser = try await site.browser(of: "inside")
    let secrets = [browser.cookie("tallybook_session"), try await browser.csrf()].compactMap { $0 }
    let wrong = "wrong-password-of-somebody"
    #expect(try await Browser(port: site.port).signIn("inside@x.org", wrong).status == 401)
    let forgetful = Browser(port: site.port)
    let form = try await forgetful.get("/signin/forgotten")
    _ = try await forgetful.submit(
      "/signin/forgotten", ["csrf": form.hidden("csrf") ?? "", "email": "inside@x.org"])
    let link = try #require(try await letters.latest(to: "inside@x.org").text.passwordLink)
    let next = "another-and-longer-one"
    #expect(try await Browser(port: site.port).setPassword(by: link, next).status == 303)
    let token = try await site.token(of: "owner")
    let (program, stranger) = (
      Browser(port: site.port, token: token), Browser(port: site.port, token: "guess-" + token)
    )
    #expect(try await program.get("/users?q=inside&sort=email").status == 200)
    #expect(try await program.get("/users?q=inside&sort=email&token=\(token)").status == 400)
    #expect(try await stranger.get("/users/outside").status == 401)
    _ = try await program.get("/downloads/no-such?key=\(token)")
    _ = try await program.ask("POST", "/api/v1/records/users", headers: ["Cookie": "x=\(token)"], body: Data("{".utf8))
    _ = try await program.get("/users/outside/download")
    let key = String(link.split(separator: "=").last ?? "")
    let told = book.lines
    #expect(told.count > 10 && told.contains { $0.contains("route=/signin/password") })
    for secret in secrets + [wrong, next, TestSite.password, token, key, "x.org", "outside", "Inside", "sort=", "q="] {
      #expect(!secret.isEmpty && !told.contains { $0.contains(secret) }, "\(secret) is told")
    }
  }

  @Test func `Words of others lose addresses and secrets`() {
    let secret = String(repeating: "aB3_-x7", count: 6) + "q"
    for (text, expected) in [
      ("550 <ada@example.com>: no such user", "550 <[address]>: no such user"),
      ("Key (email)=(ada@example.com) exists", "Key (email)=([address]) exists"),
      ("postgres://me:pass@host/db is down", "[address] is down"),
      ("https://x.org/reset?key=\(secret)&a=b", "https://x.org/reset?key=[secret]&a=b"),
      ("Authorization: Bearer \(secret)", "Authorization: Bearer [secret]"),
      ("database is locked", "database is locked"),
      (
        "a rather long sentence with short words, as errors have",
        "a rather long sentence with short words, as errors have"
      ),
    ] { #expect(Redaction.cleaned(text) == expected) }
  }

  @Test func `An entry is one line, whatever is in it`() throws {
    for format in LineLogHandler.Format.allCases {
      let book = LogRecorder()
      var logger = Logger(label: "test") { _ in book.handler(format) }
      logger[metadataKey: LineLogHandler.requestID] = "abc"
      logger.error("Some\nthing", metadata: ["error": "one\ntwo \"three\" \u{1F}", "count": .stringConvertible(7)])
      try #require(book.lines.count == 1)
      let line = book.lines[0]
      if format == .json {
        let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        #expect(object["error"] as? String == "one\ntwo \"three\" \u{1F}" && object["count"] as? Int == 7)
        #expect(object["request"] as? String == "abc" && object["level"] as? String == "error")
      } else {
        #expect(line.hasSuffix(#"Z error "Some\nthing" request=abc count=7 error="one\ntwo \"three\" \u001f""#))
      }
    }
  }
}
