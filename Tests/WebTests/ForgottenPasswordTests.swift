import DatabaseAccess
import Foundation
import Jobs
import Mail
import Synchronization
import Testing
import TestSupport
import Web

/// Resetting a password by email.
@Suite struct ForgottenPasswordTests {
  private func ask(_ browser: Browser, _ email: String) async throws -> Answer {
    let form = try await browser.get("/signin/forgotten")
    return try await browser.submit("/signin/forgotten", ["csrf": form.hidden("csrf") ?? "", "email": email])
  }

  @Test func `The answer is the same for everybody, and the letter comes to who has a password`() async throws {
    let letters = Letters()
    let site = try await TestSite.withWorkers(post: letters)
    let signedIn = try await site.browser(of: "inside")
    let browser = Browser(port: site.port)
    var pages: Set<String> = []
    // An unknown address, a deleted user, one without a password, and one with.
    for email in ["nobody@x.org", "gone@x.org", "outside@x.org", "INSIDE@x.org"] {
      let answer = try await ask(browser, email)
      #expect(answer.status == 200)
      pages.insert(answer.text.replacing(email, with: "").replacing(#/name="csrf" value="[^"]*"/#, with: ""))
    }
    #expect(pages.count == 1)
    let link = try #require(try await letters.latest(to: "inside@x.org").text.passwordLink)
    #expect(letters.recipients == ["inside@x.org"])
    #expect(try await signedIn.get("/account").status == 200)
    #expect(try await browser.setPassword(by: link, "another and longer one").location == "/signin?password=set")
    #expect(try await signedIn.get("/account").location?.hasPrefix("/signin") == true)
    #expect(try await browser.signIn("inside@x.org").status == 401)
    #expect(try await browser.signIn("inside@x.org", "another and longer one").location == "/")
    #expect(try await browser.setPassword(by: link).status == 410)
  }

  @Test func `Using one link makes the others useless, and an hour makes it`() async throws {
    let letters = Letters()
    let site = try await TestSite.withWorkers(post: letters)
    try await site.setPassword(of: "inside")
    let browser = Browser(port: site.port)
    _ = try await ask(browser, "inside@x.org")
    let first = try #require(try await letters.latest(to: "inside@x.org").text.passwordLink)
    _ = try await ask(browser, "inside@x.org")
    let second = try #require(try await letters.latest(to: "inside@x.org", count: 2).text.passwordLink)
    #expect(try await browser.setPassword(by: second).location == "/signin?password=set")
    #expect(try await browser.setPassword(by: first).status == 410)
    // The third email is about the new password.
    #expect(try await letters.latest(to: "inside@x.org", count: 3).text.passwordLink == nil)
    _ = try await ask(browser, "inside@x.org")
    let third = try #require(try await letters.latest(to: "inside@x.org", count: 4).text.passwordLink)
    site.clock.pass(3_600)
    #expect(try await browser.setPassword(by: third).status == 410)
  }

  @Test func `The secret stands in no address that is kept, and looking at a link does not use it up`() async throws {
    let letters = Letters()
    let site = try await TestSite.withWorkers(post: letters)
    try await site.setPassword(of: "inside")
    _ = try await ask(Browser(port: site.port), "inside@x.org")
    let link = try #require(try await letters.latest(to: "inside@x.org").text.passwordLink)
    let path = link.replacing("https://stats.example.com", with: "")
    let scanner = Browser(port: site.port)
    for _ in 1...3 {
      let opened = try await scanner.get(path)
      #expect(opened.status == 303 && opened.location == "/signin/password")
      #expect(opened.headers["referrer-policy"] == "same-origin" && opened.headers["cache-control"] == "no-store")
      #expect(
        opened.setCookie?.attributes.isSuperset(of: ["httponly", "samesite=lax", "path=/signin/password"]) == true)
    }
    #expect(try await Browser(port: site.port).setPassword(by: link).location == "/signin?password=set")
    #expect(try await scanner.get("/signin/password").status == 410)
    let wrong = try await scanner.get("/signin/password?key=wrong")
    #expect(wrong.status == 410 && wrong.headers["set-cookie"]?.contains("wrong") != true)
    #expect(try await scanner.get("/signin/password").status == 410)
  }

  @Test(arguments: ["inside@x.org", "nobody@x.org"]) func `After five letters an address waits, whoever has it`(
    email: String
  ) async throws {
    let site = try await TestSite.withWorkers(post: Letters())
    try await site.setPassword(of: "inside")
    let browser = Browser(port: site.port)
    for _ in 1...5 { #expect(try await ask(browser, email).status == 200) }
    let answer = try await ask(browser, email)
    #expect(answer.status == 429 && answer.headers["retry-after"] != nil)
    #expect(try await ask(browser, "other@x.org").status == 200)
    site.clock.pass(900)
    #expect(try await ask(browser, email).status == 200)
  }

  @Test func `A form without its secret asks for nothing and sets nothing`() async throws {
    let site = try await TestSite.withWorkers(post: Letters())
    for path in ["/signin/forgotten", "/signin/password"] {
      #expect(try await Browser(port: site.port).submit(path, ["csrf": "", "email": "inside@x.org"]).status == 403)
    }
    #expect(try await site.store.rows("letters") == [])
  }

  @Test func `A letter that fails is sent again, with a link that works`() async throws {
    let post = ExitError()
    let site = try await TestSite.withWorkers {
      $0.pause = .milliseconds(10)
    } change: {
      $0.mail = .init(mailer: post, sender: MailAddress("stats@example.com")!)
    }
    try await site.setPassword(of: "inside")
    _ = try await ask(Browser(port: site.port), "inside@x.org")
    for _ in 0..<1_000 where post.tries.withLock({ $0 }) < 1 { try await Task.sleep(for: .milliseconds(10)) }
    for _ in 0..<1_000 where try await site.store.rows("letters").first?["due_at"]?.integer != site.clock.now + 60 {
      try await Task.sleep(for: .milliseconds(10))
    }
    site.clock.pass(61)
    let link = try #require(try await post.letters.latest(to: "inside@x.org").text.passwordLink)
    #expect(try await Browser(port: site.port).setPassword(by: link).location == "/signin?password=set")
  }

  /// Fails once.
  private final class ExitError: Mailer {
    let letters = Letters()
    let tries = Mutex(0)

    func send(_ message: MailMessage) async throws {
      let isFirst = tries.withLock { tries in
        tries += 1
        return tries == 1
      }
      if isFirst { throw MailFailure(isTemporary: true, "The server is busy.") }
      try await letters.send(message)
    }
  }
}
