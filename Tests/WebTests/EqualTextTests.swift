import DatabaseAccess
import Foundation
import TestSupport
import Testing

/// Ids that are equal as Swift `String`s are those of two records everywhere.
@Suite struct EqualTextTests {
  private static let then = "2025-06-01T00:00:00Z"
  private static let texts = SmallWorld.texts.merging([
    "users": SmallWorld.texts["users"]!
      + "r\u{E9},one@x.org,One,Composed,,\(then),,,\nre\u{301},two@x.org,Two,Decomposed,,\(then),,,\n"
      + "K,three@x.org,Three,Letter,,\(then),,,\n\u{212A},four@x.org,Four,Sign,,\(then),,,\n",
    "managers": SmallWorld.texts["managers"]!
      + "r\u{E9},manager\nre\u{301},manager\nK,manager\n\u{212A},manager\n",
    "groups": SmallWorld.texts["groups"]! + "g\u{E9},Composed,root\nge\u{301},Decomposed,root\n",
    "memberships": SmallWorld.texts["memberships"]!
      + "g\u{E9},admin,admin\ng\u{E9},r\u{E9},learner\nge\u{301},re\u{301},learner\n",
  ]) { $1 }

  private static let shared = Task { try await TestSite(texts) }

  @Test func `A team shows both`() async throws {
    let site = try await Self.shared.value
    let browser = try await site.browser(of: "manager")
    let team = try await browser.get("/users/manager/team")
    #expect(team.status == 200)
    for name in ["Composed", "Decomposed", "Letter", "Sign"] { #expect(team.text.contains(">\(name)<"), "\(name)") }
    let list = try await site.program(of: "manager").get("/api/v1/users/manager/team")
    #expect(list.status == 200 && list.text.contains("Composed") && list.text.contains("Sign"))
  }

  @Test func `Who may see the one is not told of the other`() async throws {
    let site = try await Self.shared.value
    let browser = try await site.browser(of: "admin")
    #expect(try await browser.get("/users/r%C3%A9").status == 200)
    #expect(try await browser.get("/users/re%CC%81").status == 404)
    let owner = try await site.browser(of: "owner")
    let page = try await owner.get("/users/K")
    #expect(page.text.contains("Letter") && !page.text.contains("four@x.org"))
    #expect(try await owner.get("/users/%E2%84%AA").text.contains("four@x.org"))
    let groups = try await browser.get("/groups")
    #expect(groups.text.contains("g%C3%A9") && !groups.text.contains("ge%CC%81"))
  }

  @Test func `A role is given in the very group that the viewer administers`() async throws {
    let site = try await Self.shared.value
    let browser = try await site.browser(of: "admin")
    let page = try await browser.get("/members/r%C3%A9")
    try #require(page.status == 200)
    let fields = [
      "csrf": page.hidden("csrf") ?? "", "first_name": "One", "last_name": "Composed", "email": "one@x.org",
      "role": "learner",
    ]
    _ = try await browser.submit("/members/r%C3%A9", fields.merging(["group": "ge\u{301}"]) { $1 })
    let groups = try await site.store.database.read { session in
      try session.all(
        """
        SELECT g.id FROM memberships AS m JOIN groups AS g ON g.key = m.group_key JOIN users AS u ON u.key = m.user_key
        WHERE u.id = 'r\u{E9}' AND m.until IS NULL
        """
      ) { Array($0.text(at: 0).utf8) }
    }
    #expect(!groups.contains(Array("ge\u{301}".utf8)))
  }

  @Test func `No address opens the account of one that looks alike`() async throws {
    let site = try await Self.shared.value
    try await site.setPassword(of: "coach")
    for address in [
      "coac\u{4BB}@x.org", "coach@x.org\u{200B}", "\u{FEFF}coach@x.org", "ｃoach@x.org", "coach@x.org\u{A0}",
    ] {
      #expect(try await Browser(port: site.port).signIn(address).status == 401, "\(address.unicodeScalars)")
    }
    try await site.setPassword(of: "K")
    #expect(try await Browser(port: site.port).signIn("THREE@X.ORG \t").status == 303)
    #expect(try await Browser(port: site.port).signIn("three@x.or\u{261}").status == 401)
  }
}
