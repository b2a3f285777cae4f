import Access
import DatabaseAccess
import Mail
import Testing
import TestSupport

/// The permission to change the address of an account, or to have a link sent there (`access.md`; docs/decisions/0034).
@Suite struct WayInRightsTests {
  /// Everything that lets a user sign in, or has done so.
  private static let waysIn = [
    "INSERT INTO passwords (user_key, hash, set_at) SELECT key, 'x', 0 FROM users WHERE id = 'inside'",
    """
    INSERT INTO password_links (hash, user_key, kind, made_at, expires_at)
    SELECT 'x', key, 'reset', 0, 9999999999 FROM users WHERE id = 'inside'
    """,
    """
    INSERT INTO web_sessions (hash, user_key, csrf, created_at, last_seen_at) SELECT 'x', key, 'x', 9999999999, 9999999999 FROM users
    WHERE id = 'inside'
    """,
    """
    INSERT INTO tokens (hash, user_key, name, read_only, created_at) SELECT 'x', key, 'x', 1, 0 FROM users
    WHERE id = 'inside'
    """,
    "INSERT INTO signin_addresses (user_key, address, at) SELECT key, '192.0.2.1', 0 FROM users WHERE id = 'inside'",
    "INSERT INTO identities (user_key, kind, value) SELECT key, 'oidc', 'x' FROM users WHERE id = 'inside'",
    "UPDATE users SET channel = 'sso' WHERE id = 'inside'",
  ]

  @Test(arguments: waysIn.indices) func `An account with a way in is changed by who sees its statistics alone`(
    way: Int
  ) async throws {
    let site = try await TestSite.withWorkers(post: Letters())
    try await site.store.database.write { _ = try $0.run(SQLText(raw: Self.waysIn[way])) }
    let (useradmin, admin) = (try await site.browser(of: "useradmin"), try await site.browser(of: "admin"))
    let page = try await useradmin.get("/members/inside").text
    #expect(page.contains("you need to see everything that they see") && !page.contains("/members/inside/link"))
    let refused = try await useradmin.change("inside", [("email", "mine@x.org")])
    #expect(refused.status == 422 && refused.text.contains("You cannot change this address"))
    #expect(refused.text.contains("value=\"inside@x.org\""))
    #expect(try await useradmin.send("/members/inside/link").status == 403)
    #expect(try await site.store.rows("letters").isEmpty)
    #expect(try await useradmin.change("inside", [("title", "Chef")]).status == 303, "all else stays theirs")
    #expect(try await site.store.row("users", ["id": "inside"])?["email"] == .text("inside@x.org"))
    // A browser does not send disabled fields.
    let without = [("first_name", "Ada"), ("last_name", "Person"), ("language", "fr")]
    #expect(try await useradmin.send("/members/inside", without).status == 303)
    let row = try await site.store.row("users", ["id": "inside"])
    #expect(row?["email"] == .text("inside@x.org") && row?["first_name"] == .text("Ada"))
    #expect(try await admin.send("/members/inside/link").status == 303)
    #expect(try await admin.change("inside", [("email", "other@x.org")]).status == 303)
    #expect(try await site.store.row("users", ["id": "inside"])?["email"] == .text("other@x.org"))
  }

  @Test func `Invitations, and accounts that nobody has come in by, stay with user administrators`() async throws {
    let letters = Letters()
    let site = try await TestSite.withWorkers(post: letters)
    let useradmin = try await site.browser(of: "useradmin")
    #expect(try await useradmin.change("inside", [("email", "first@x.org")]).status == 303)
    #expect(try await useradmin.send("/members/inside/link").status == 303)
    _ = try await letters.latest(to: "first@x.org")
    // Mistyped: nobody has used the invitation.
    #expect(try await useradmin.change("inside", [("email", "second@x.org")]).status == 303)
    #expect(try await useradmin.send("/members/inside/link").status == 303)
    let link = try #require(try await letters.latest(to: "second@x.org").text.passwordLink)
    #expect(try await Browser(port: site.port).setPassword(by: link).status == 303)
    #expect(try await useradmin.change("inside", [("email", "third@x.org")]).status == 422)
    #expect(try await useradmin.send("/members/inside/link").status == 403)
    #expect(try await useradmin.change("useradmin", [("email", "own@x.org")]).status == 303, "one's own")
  }

  @Test func `Who comes back with the password of before is not taken over`() async throws {
    let site = try await TestSite.withWorkers(post: Letters())
    try await site.setPassword(of: "inside")
    let useradmin = try await site.browser(of: "useradmin")
    #expect(try await useradmin.send("/members/inside/delete").status == 303)
    #expect(try await useradmin.send("/members/inside/restore", [("back", "learner sales")]).status == 303)
    #expect(try await useradmin.change("inside", [("email", "mine@x.org")]).status == 422)
    #expect(try await useradmin.send("/members/inside/link").status == 403)
    #expect(try await Browser(port: site.port).signIn("inside@x.org").location == "/")
  }

  /// A coach of all of Sales sees the author's statistics, but not those of the users who played their course.
  @Test func `Seeing somebody's statistics is not enough where the account opens more`() async throws {
    let site = try await TestSite.withWorkers(post: Letters())
    try await site.store.load([
      "memberships": "group,user,role\nsales,author,learner\nsales,coach,user_admin\n"
    ])
    for user in ["inside", "author"] { try await site.setPassword(of: user) }
    let coach = try await site.browser(of: "coach")
    #expect(try await coach.change("inside", [("email", "fine@x.org")]).status == 303)
    // A user outside played their course.
    #expect(try await coach.send("/members/author/link").status == 403)
  }

  /// The page of an author's course opens to them, played or not; to an administrator only if it is of a group of theirs.
  @Test func `A course of no group that nobody played is hidden from an administrator`() async throws {
    let site = try await TestSite.withWorkers(post: Letters())
    try await site.store.load(["memberships": "group,user,role\nsales,author,learner\n"])
    try await site.store.load(["courses": "id,name,author,created_at\nunplayed,Unplayed,inside,2026-01-01T00:00:00Z\n"])
    try await site.setPassword(of: "inside")
    let admin = try await site.browser(of: "admin")
    #expect(try await admin.get("/courses/unplayed").status == 404)
    #expect(try await admin.send("/members/inside/link").status == 403)
  }
}
