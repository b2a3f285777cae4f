import DatabaseAccess
import TestSupport
import Testing

@testable import Web

/// On a platform without an owner the sign-in page says so, and nothing else.
@Suite struct NoOwnerTests {
  private static let users = """
    id,email,first_name,last_name,created_at
    u1,ada@example.com,Ada,Lovelace,2025-01-01T08:00:00Z

    """
  private static let words = "This platform has no owner yet"

  @Test(arguments: [["tags": "id,name\nt,T\n"], ["users": users], ["users": users, "groups": "id,name\nroot,Acme\n"]])
  func `The sign-in page says so until there is one`(texts: [String: String]) async throws {
    let site = try await TestSite(texts)
    let page = try await Browser(port: site.port).get("/signin").text
    #expect(page.contains(Self.words) && page.contains("tallybook user owner ADDRESS"))
    for secret in ["ada@", "Lovelace", "Acme"] { #expect(!page.contains(secret)) }
    try await site.store.load([
      "users": Self.users, "groups": "id,name\nroot,Acme\n", "memberships": "group,user,role\nroot,u1,owner\n",
    ])
    for _ in 0..<2 { #expect(!(try await Browser(port: site.port).get("/signin").text).contains(Self.words)) }
  }

  /// Once there is an owner, signed-out clients cause no query.
  @Test func `A platform with an owner says nothing, and asks once`() async throws {
    let site = try await TestSite()
    #expect(!(try await Browser(port: site.port).get("/signin").text).contains(Self.words))
    let owner = OwnerKnown()
    #expect(await owner.isTrue(site.store.database))
    try await site.store.database.write { _ = try $0.run("UPDATE memberships SET until = 1") }
    #expect(await owner.isTrue(site.store.database))
    #expect(await OwnerKnown().isTrue(site.store.database) == false)
  }
}
