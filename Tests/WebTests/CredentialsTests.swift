import DatabaseAccess
import Foundation
import Testing
import TestSupport

/// A user's credentials are revoked with the user, in whatever way the user is deleted, and do not work again after a
/// restoration.
@Suite struct CredentialsTests {
  private static let head = "id,email,first_name,last_name,created_at,deleted_at\n"
  private static let coach = "coach,coach@x.org,Coach,Person,2025-06-01T00:00:00Z,"

  @Test(arguments: ["records", "directory", "page"]) func `Sessions and tokens of who was deleted stay ended`(
    way: String
  ) async throws {
    let site = try await TestSite()
    let (browser, program) = (try await site.browser(of: "coach"), try await site.program(of: "coach"))
    let (owner, directory) = (try await site.browser(of: "owner"), try await site.program(of: "owner"))
    #expect(try await browser.get("/users").status == 200)
    #expect(try await program.get("/api/v1/users").status == 200)
    func set(active isActive: Bool) async throws {
      switch way {
      case "records":
        try await site.store.load(["users": Self.head + Self.coach + (isActive ? "" : "2026-03-14T00:00:00Z") + "\n"])
      case "directory":
        let body =
          #"{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"replace","#
          + #""path":"active","value":\#(isActive)}]}"#
        let answer = try await directory.ask(
          "PATCH", "/scim/v2/Users/coach", headers: ["Content-Type": "application/scim+json"], body: Data(body.utf8))
        #expect(answer.status == 200, "\(answer.text)")
      default: #expect(try await owner.send("/members/coach/\(isActive ? "restore" : "delete")").status == 303)
      }
    }
    try await set(active: false)
    #expect(try await browser.get("/account").location?.hasPrefix("/signin") == true)
    #expect(try await program.get("/api/v1/users").status == 401)
    #expect(try await Browser(port: site.port).signIn("coach@x.org").status == 401)
    try await set(active: true)
    #expect(try await site.store.row("users", ["id": "coach"])?["deleted_at"] == .null)
    #expect(try await browser.get("/account").location?.hasPrefix("/signin") == true)
    #expect(try await program.get("/api/v1/users").status == 401)
    #expect(try await Browser(port: site.port).signIn("coach@x.org").location == "/", "the password stays theirs")
  }

  @Test func `A link that sets a password is no good once records bring another address`() async throws {
    let site = try await TestSite()
    let owner = try await site.browser(of: "owner")
    let link = try #require(try await owner.send("/members/coach/link").text.passwordLink)
    try await site.store.load(["users": Self.head + Self.coach.replacing("coach@x.org", with: "other@x.org") + "\n"])
    #expect(try await Browser(port: site.port).setPassword(by: link).status == 410)
  }
}
