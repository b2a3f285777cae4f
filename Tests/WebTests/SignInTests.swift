import Foundation
import DatabaseAccess
import Testing
import TestSupport
import Web

/// Signing in with email address and password (`access.md`).
@Suite struct SignInTests {
  @Test func `The right password opens a session and leads to where the viewer wanted to go`() async throws {
    let site = try await TestSite()
    try await site.setPassword(of: "coach")
    let browser = Browser(port: site.port)
    let asked = try await browser.get("/users?q=a%20b")
    #expect(asked.status == 303 || asked.status == 302)
    #expect(asked.location == "/signin?return_to=%2Fusers%3Fq%3Da%2520b")
    let answer = try await browser.signIn(" Coach@X.org ", returnTo: "/users?q=a%20b")
    #expect(answer.location == "/users?q=a%20b")
    #expect(try await browser.get("/users").status == 200)
  }

  @Test func `A wrong password, an unknown e-mail, a deleted user and none with a password look the same`() async throws
  {
    let site = try await TestSite()
    try await site.setPassword(of: "coach")
    try await site.setPassword(of: "gone")
    var pages: Set<String> = []
    for (email, password) in [
      ("coach@x.org", "wrong"), ("nobody@x.org", TestSite.password), ("gone@x.org", TestSite.password),
      ("owner@x.org", TestSite.password), ("", ""), ("coach@x.org", ""),
    ] {
      let browser = Browser(port: site.port)
      let answer = try await browser.signIn(email, password)
      #expect(answer.status == 401)
      #expect(answer.text.contains("Email or password is not correct"))
      #expect(browser.cookie("tallybook_session") == nil)
      let form = try #require(answer.hidden("csrf"))
      pages.insert(answer.text.replacing(form, with: "").replacing("value=\"\(email)\"", with: "value=\"\""))
    }
    #expect(pages.count == 1)
  }

  @Test func `After ten failures an account waits, with Retry-After, and after fifteen minutes it opens again`()
    async throws
  {
    let site = try await TestSite()
    try await site.setPassword(of: "coach")
    try await site.setPassword(of: "manager")
    let browser = Browser(port: site.port)
    for _ in 1...10 { #expect(try await browser.signIn("coach@x.org", "wrong").status == 401) }
    let refused = try await browser.signIn("COACH@x.org")
    #expect(refused.status == 429)
    #expect(refused.headers["retry-after"] == "900")
    #expect(refused.text.contains("Try again in 15 minutes"))
    #expect(try await Browser(port: site.port).signIn("manager@x.org").status < 400)
    site.clock.pass(15 * 60 + 1)
    #expect(try await browser.signIn("coach@x.org").status < 400)
  }

  @Test func `After a hundred failures an address waits`() async throws {
    let site = try await TestSite()
    try await site.setPassword(of: "manager")
    let now = site.clock.now
    try await site.store.database.write { session in
      for number in 0..<100 {
        try session.run(
          "INSERT INTO signin_failures (account, address, at) VALUES (\("\(number)@x.org"), '127.0.0.1', \(now))")
      }
    }
    #expect(try await Browser(port: site.port).signIn("manager@x.org").status == 429)
  }

  @Test func `A form without its secret, or with another's, signs nobody in`() async throws {
    let site = try await TestSite()
    try await site.setPassword(of: "coach")
    let fields = ["email": "coach@x.org", "password": TestSite.password, "return_to": "/"]
    let bare = Browser(port: site.port)
    #expect(try await bare.submit("/signin", fields).status == 403)
    #expect(try await bare.submit("/signin", fields.merging(["csrf": ""]) { $1 }).status == 403)
    let page = try await Browser(port: site.port).get("/signin")
    let other = try #require(page.hidden("csrf"))
    #expect(try await bare.submit("/signin", fields.merging(["csrf": other]) { $1 }).status == 403)
    _ = try await bare.get("/signin")
    #expect(try await bare.submit("/signin", fields.merging(["csrf": other]) { $1 }).status == 403)
    #expect(bare.cookie("tallybook_session") == nil)
    #expect(try await bare.post("/signin", "{}", type: "application/json").status == 400)
  }

  @Test(arguments: [
    "https://evil.example/", "//evil.example", "/\\evil.example", "\\\\evil.example", "evil", "javascript:alert(1)",
    "/\t/evil.example", "/\r\nSet-Cookie: a=b", " /users", "",
  ])
  func `Signing in leads to this site alone`(address: String) async throws {
    let site = try await TestSite()
    try await site.setPassword(of: "coach")
    let browser = Browser(port: site.port)
    let answer = try await browser.signIn("coach@x.org", returnTo: address)
    #expect(answer.location == "/")
    let forged = Browser(port: site.port)
    let page = try await forged.get("/signin")
    let fields = ["csrf": page.hidden("csrf") ?? "", "email": "coach@x.org", "password": TestSite.password]
    #expect(try await forged.submit("/signin", fields.merging(["return_to": address]) { $1 }).location == "/")
  }

  @Test func `Of many guesses at a time no more are let through than one after another`() async throws {
    let site = try await TestSite()
    try await site.setPassword(of: "coach")
    let guessers = try await withThrowingTaskGroup(of: (Browser, String).self) { group in
      for _ in 0..<40 {
        group.addTask {
          let browser = Browser(port: site.port)
          return (browser, try await browser.get("/signin").hidden("csrf") ?? "")
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
      for (number, (browser, csrf)) in guessers.enumerated() {
        group.addTask {
          try await browser.submit(
            "/signin", ["csrf": csrf, "email": "coach@x.org", "password": "guess number \(number)"]
          ).status
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(statuses.filter { $0 == 401 }.count == 10 && statuses.filter { $0 == 429 }.count == 30)
    #expect(try await site.store.rows("signin_failures").count == 10)
  }

  @Test func `Behind a proxy the address counts that it saw, not what the visitor writes`() async throws {
    let site = try await TestSite { $0.proxies = 1 }
    try await site.setPassword(of: "manager")
    func signIn(_ email: String, from forwarded: String) async throws -> Int {
      let browser = Browser(port: site.port)
      let csrf = try await browser.get("/signin").hidden("csrf") ?? ""
      let body = "csrf=\(csrf)&email=\(Browser.encoded(email))&password=\(Browser.encoded(TestSite.password))"
      return try await browser.ask(
        "POST", "/signin",
        headers: ["X-Forwarded-For": forwarded, "Content-Type": "application/x-www-form-urlencoded"],
        body: Data(body.utf8)
      ).status
    }
    let now = site.clock.now
    try await site.store.database.write { session in
      for number in 0..<99 {
        try session.run(
          "INSERT INTO signin_failures (account, address, at) VALUES (\("\(number)@x.org"), '203.0.113.7', \(now))")
      }
    }
    #expect(try await signIn("nobody@x.org", from: "198.51.100.1, 203.0.113.7") == 401)
    #expect(try await signIn("manager@x.org", from: "198.51.100.1, 203.0.113.7") == 429)
    #expect(try await signIn("manager@x.org", from: "203.0.113.7, 2001:db8::1") == 303)
    #expect(try await signIn("nobody@x.org", from: "not an address") == 401)
    #expect(try await site.store.rows("signin_failures").contains { $0["address"] == .text("127.0.0.1") })
  }
}
