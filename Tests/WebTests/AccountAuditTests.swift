import DatabaseAccess
import Testing
import TestSupport

/// Changes of accounts are in the audit log: by whom, of whom, and what.
@Suite struct AccountAuditTests {
  private func notes(_ site: TestSite) async throws -> [String] {
    try await site.store.rows("audit_log").filter { $0["action"]?.text?.hasSuffix(".view") == false }.map { row in
      [row["viewer_key"]?.text ?? "-", row["action"]?.text ?? "", row["subject_key"]?.text ?? "-"]
        .joined(separator: " ") + " " + (row["filters"]?.text ?? "")
    }
  }

  @Test func `A change names its fields, the roles given and taken, and the managers`() async throws {
    let site = try await TestSite()
    let owner = try await site.browser(of: "owner")
    _ = try await owner.create([
      ("first_name", "Ada"), ("last_name", "L"), ("email", "ada@x.org"), ("way", "password"),
      ("new_password", TestSite.password), ("group", "sales"), ("role", "coach"),
    ])
    let ada = try #require(try await site.store.row("users", ["email": "ada@x.org"])?["id"]?.text)
    _ = try await owner.change(
      "inside", [("title", "Chef"), ("custom.office", "Rome"), ("add_manager", "coach@x.org, manager@x.org")])
    _ = try await owner.change(
      "inside", [("keep", ""), ("keep_manager", "manager"), ("group", "ops"), ("role", "author")])
    _ = try await owner.send("/members/inside/delete")
    _ = try await owner.send("/members/inside/restore", [("group", "sales"), ("role", "learner")])
    #expect(
      try await notes(site) == [
        "owner member.create \(ada) way=password&role_given=coach%20sales",
        "owner member.edit inside changed=title%2Ccustom%3Aoffice&manager_named=coach&manager_named=manager",
        "owner member.edit inside role_taken=learner%20sales&role_given=author%20ops&manager_removed=coach",
        "owner member.delete inside ", "owner member.restore inside role_given=learner%20sales",
      ])
  }

  @Test func `Tokens and passwords are noted, and what the server does by itself has nobody's name`() async throws {
    let site = try await TestSite()
    let coach = try await site.browser(of: "coach")
    let made = try await coach.send("/account/tokens", [("name", "Nightly file"), ("access", "read")])
    let secret = String(try #require(made.text.firstMatch(of: /tb_[A-Za-z0-9_-]{43}/)).output)
    let number = try await site.store.database.read { try $0.number("SELECT max(key) FROM tokens") }
    _ = try await coach.send("/account/tokens/\(number)/revoke")
    let next = "a new and longer one"
    _ = try await coach.send("/account/password", [("present", TestSite.password), ("new", next), ("again", next)])
    let admin = try await site.browser(of: "admin")
    let link = try #require(try await admin.send("/members/inside/link").text.passwordLink)
    _ = try await Browser(port: site.port).setPassword(by: link)
    #expect(
      try await notes(site) == [
        "coach token.create - name=Nightly%20file&access=read", "coach token.revoke - number=\(number)",
        "coach password.change - ", "admin member.link inside ", "- password.set inside way=invitation",
      ])
    for text in try await notes(site) { for hidden in [secret, next, link] { #expect(!text.contains(hidden)) } }
    let owner = try await site.browser(of: "owner")
    let page = try await owner.get("/audit").text
    #expect(page.contains("The server") && page.contains("Set a password") && page.contains("Revoked a token"))
    #expect(try await owner.get("/audit/download").text.contains(",,,,password.set,Inside,Person,inside@x.org"))
    #expect(try await site.browser(of: "inside").get("/account").text.contains("Set a password"))
  }

  @Test func `What a directory makes, changes and removes is noted with the token's user`() async throws {
    let site = try await TestSite()
    let program = try await site.program(of: "owner")
    let body = #"{"userName":"scim@x.org","name":{"givenName":"S","familyName":"Cim"}}"#
    #expect(try await program.post("/scim/v2/Users", body, type: "application/scim+json").status == 201)
    let id = try #require(try await site.store.row("users", ["email": "scim@x.org"])?["id"]?.text)
    #expect(try await program.ask("DELETE", "/scim/v2/Users/\(id)").status == 204)
    #expect(try await notes(site) == ["owner directory.create \(id) ", "owner directory.remove \(id) "])
  }
}
