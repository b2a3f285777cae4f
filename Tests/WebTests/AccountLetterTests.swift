import DatabaseAccess
import Foundation
import Mail
import Testing
import TestSupport
import Web

/// Emails to users about changes of their account.
@Suite struct AccountLetterTests {
  private static let next = "another and longer one"

  @Test func `Who gets another address is told at the former one, whoever changed it`() async throws {
    let letters = Letters()
    let site = try await TestSite.withWorkers(post: letters)
    let (owner, program) = (try await site.browser(of: "owner"), try await site.program(of: "owner"))
    #expect(try await owner.change("inside", [("title", "Chef")]).status == 303)
    #expect(try await owner.change("inside", [("email", "new@x.org")]).status == 303)
    let letter = try await letters.latest(to: "inside@x.org")
    #expect(
      letter.subject == "The email address of your Tallybook account was changed" && letter.to.name == "Inside Person")
    #expect(letter.text.contains("15/03/2026 12:00") && !letter.text.contains("new@x.org"))
    #expect(letter.html.contains("was changed"))
    let change = """
      {"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],\
      "Operations":[{"op":"replace","path":"userName","value":"scim@x.org"},\
      {"op":"replace","path":"emails[type eq \\"work\\"].value","value":"scim@x.org"}]}
      """
    let answer = try await program.ask(
      "PATCH", "/scim/v2/Users/outside", headers: ["Content-Type": "application/scim+json"], body: Data(change.utf8))
    #expect(answer.status == 200, "\(answer.text)")
    _ = try await letters.latest(to: "outside@x.org")
    #expect(letters.recipients.sorted() == ["inside@x.org", "outside@x.org"])
  }

  @Test func `Whose password is changed is told, by whichever way; a first one is no news`() async throws {
    let letters = Letters()
    let site = try await TestSite.withWorkers(post: letters)
    let coach = try await site.browser(of: "coach")
    #expect(
      try await coach.send(
        "/account/password", [("present", TestSite.password), ("new", Self.next), ("again", Self.next)]
      ).location == "/account?password=changed")
    let letter = try await letters.latest(to: "coach@x.org")
    #expect(letter.subject == "Your Tallybook password was changed" && letter.text.contains("Forgot your password?"))
    let owner = try await site.browser(of: "owner")
    #expect(try await owner.send("/members/inside/link").status == 303)
    let link = try #require(try await letters.latest(to: "inside@x.org").text.passwordLink)
    #expect(try await Browser(port: site.port).setPassword(by: link).location == "/signin?password=set")
    #expect(try await owner.send("/members/inside/link").status == 303)
    let second = try #require(try await letters.latest(to: "inside@x.org", count: 2).text.passwordLink)
    #expect(try await Browser(port: site.port).setPassword(by: second, Self.next).location == "/signin?password=set")
    let told = try await letters.latest(to: "inside@x.org", count: 3)
    #expect(told.subject == "Your Tallybook password was changed")
    let secrets = [link, second].map { String($0.split(separator: "=")[1]) } + [TestSite.password, Self.next]
    for secret in secrets { #expect(!told.text.contains(secret) && !told.html.contains(secret)) }
    #expect(letters.recipients.sorted() == ["coach@x.org", "inside@x.org", "inside@x.org", "inside@x.org"])
  }

  @Test func `They are in the language of whom they are for, every text of them`() async throws {
    let folder = try PseudoLanguage.folder(code: "qps-ploc")
    defer { try? FileManager.default.removeItem(at: folder) }
    let letters = Letters()
    let site = try await TestSite.withWorkers(post: letters, languages: folder)
    let slash = try await site.browser(of: "a/b?c")
    _ = try await slash.send(
      "/account/password", [("present", TestSite.password), ("new", Self.next), ("again", Self.next)])
    _ = try await letters.latest(to: "slash@x.org")
    _ = try await site.browser(of: "owner").change("a/b?c", [("email", "other@x.org")])
    for message in [try await letters.first(), try await letters.latest(to: "slash@x.org", count: 2)] {
      #expect(message.subject.hasPrefix("[[") && message.html.contains("lang=\"qps-ploc\""))
      for line in message.text.split(separator: "\n") where !line.hasPrefix("https://") {
        #expect(line.hasPrefix("[[") && line.hasSuffix("]]"), "\(line)")
      }
    }
  }

  @Test func `Where no mail is sent, no letter waits for ever`() async throws {
    let site = try await TestSite()
    let coach = try await site.browser(of: "coach")
    _ = try await coach.send(
      "/account/password", [("present", TestSite.password), ("new", Self.next), ("again", Self.next)])
    _ = try await site.browser(of: "owner").change("inside", [("email", "new@x.org")])
    #expect(try await site.store.rows("letters") == [])
  }
}
