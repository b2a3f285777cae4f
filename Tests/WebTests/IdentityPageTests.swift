import DatabaseAccess
import Foundation
import Testing
import TestSupport

/// The page of a user's identities (sources.md §2).
@Suite struct IdentityPageTests {
  private static let account = "https://lms.example.com 42"
  private static let fields = [("kind", "account"), ("value", account)]

  private func remove(_ value: String = account) -> String {
    "/users/inside/identities/remove?kind=account&value=\(Browser.encoded(value))"
  }

  @Test func `Statements about an added identity are the user's, and are not when it is removed`() async throws {
    let site = try await TestSite()
    let (client, owner) = (try await XAPIClient(site), try await site.browser(of: "owner"))
    try await client.send(
      """
      {"actor":{"account":{"homePage":"https://lms.example.com","name":"42"}},"timestamp":"2026-03-01T09:00:00Z",\
      "verb":{"id":"http://adlnet.gov/expapi/verbs/completed"},"object":{"id":"https://courses.example.com/fire",\
      "definition":{"type":"http://adlnet.gov/expapi/activities/course"}},"result":{"duration":"PT10M"}}
      """)
    func learners() async throws -> [String] {
      try await site.store.rows("attempts").compactMap { row in
        row["course_key"]?.text == "https://courses.example.com/fire" ? row["user_key"]?.text : nil
      }
    }
    let placeholder = try #require(try await learners().first)
    #expect(placeholder.hasPrefix("x-"))
    let added = try await owner.send("/users/inside/identities", Self.fields)
    #expect(added.location == "/users/inside/identities?said=added", "\(added.text)")
    #expect(try await learners() == ["inside"])
    let page = try await owner.get("/users/inside/identities?said=added").text
    for words in ["Identity added.", Self.account, "Account on a site"] { #expect(page.contains(words), "\(words)") }
    #expect(!page.contains("{name}"))
    let question = try await owner.get(remove())
    #expect(question.status == 200 && question.text.contains("Remove the identity"))
    #expect(try await owner.send(remove()).status == 303)
    #expect(try await learners() == [placeholder])
    #expect(try await owner.send(remove()).status == 404)
    #expect(try await owner.get(remove()).status == 404)
    let log = try await site.store.rows("audit_log").compactMap { $0["action"]?.text }.filter {
      $0.hasPrefix("identity")
    }
    #expect(log == ["identity.add", "identity.remove"])
  }

  @Test func `An identity is taken from another user only if that is confirmed`() async throws {
    let site = try await TestSite()
    let owner = try await site.browser(of: "owner")
    #expect(try await owner.send("/users/outside/identities", Self.fields).status == 303)
    let refused = try await owner.send("/users/inside/identities", Self.fields)
    #expect(refused.status == 422 && refused.text.contains("This identity belongs to"))
    #expect(refused.text.contains("name=\"move\""))
    #expect(try await site.store.rows("identities").map { $0["user_key"]?.text } == ["outside"])
    #expect(try await owner.send("/users/inside/identities", Self.fields + [("move", "1")]).status == 303)
    #expect(try await site.store.rows("identities").map { $0["user_key"]?.text } == ["inside"])
  }

  @Test func `What is no identity of its kind is refused with an example`() async throws {
    let site = try await TestSite()
    let owner = try await site.browser(of: "owner")
    for (kind, value, words) in [
      ("mbox", "ada", "Enter an email address"), ("sha1", "12", "40 hexadecimal digits"),
      ("account", "42", "a space and the account name"), ("source", "campus", "a colon and the id"),
      ("oidc", "x", "the issuer"), ("openid", "", "Enter a URI"),
    ] {
      let answer = try await owner.send("/users/inside/identities", [("kind", kind), ("value", value)])
      #expect(answer.status == 422 && answer.text.contains(words), "\(kind): \(answer.text)")
    }
    #expect(try await owner.send("/users/inside/identities", [("kind", "no"), ("value", "x")]).status == 400)
    #expect(try await site.store.rows("identities").isEmpty)
    let added = try await owner.send("/users/inside/identities", [("kind", "mbox"), ("value", " ADA@Example.com ")])
    #expect(added.status == 303)
    #expect(try await site.store.rows("identities").map { $0["value"]?.text } == ["ada@example.com"])
  }

  @Test func `Only the owner and platform administrators see identities, and nobody takes the owner's`() async throws {
    let site = try await TestSite()
    for viewer in ["admin", "coach", "manager", "inside", "useradmin"] {
      let browser = try await site.browser(of: viewer)
      #expect(try await browser.get("/users/inside/identities").status == 403, "\(viewer)")
      #expect(try await browser.get(remove()).status == 403)
      #expect(try await browser.send("/users/inside/identities", Self.fields).status == 403)
      #expect(try await browser.send(remove()).status == 403)
      #expect(try await !browser.get("/users/inside").text.contains("/identities"))
    }
    let (owner, platform) = (try await site.browser(of: "owner"), try await site.browser(of: "platform"))
    #expect(try await platform.get("/users/inside").text.contains("href=\"/users/inside/identities\""))
    #expect(try await platform.get("/users/inside/identities").status == 200)
    #expect(try await platform.send("/users/owner/identities", Self.fields).status == 403)
    #expect(try await platform.get("/users/owner/identities").text.contains("name=\"value\"") == false)
    #expect(try await owner.send("/users/owner/identities", Self.fields).status == 303)
    #expect(try await platform.send("/users/inside/identities", Self.fields + [("move", "1")]).status == 403)
    #expect(try await owner.get("/users/nobody/identities").status == 404)
    #expect(
      try await owner.submit("/users/inside/identities", ["csrf": "forged", "kind": "scim", "value": "x"]).status == 403
    )
  }
}
