import DatabaseAccess
import Foundation
import SingleSignOn
import Synchronization
import Testing
import TestSupport

/// A user is identified by issuer and subject; the address only decides when an account signs in for the first time.
@Suite(.serialized) struct SingleSignOnAccountTests {
  private func users(_ trip: RoundTrip) async throws -> [String] {
    try await trip.site.store.rows("web_sessions").compactMap { $0["user_key"]?.text }
  }

  private func notes(_ trip: RoundTrip) async throws -> [String] {
    try await trip.site.store.rows("audit_log").map { row in
      [row["action"]?.text ?? "", row["subject_key"]?.text ?? "-", row["filters"]?.text ?? ""].joined(separator: " ")
    }.filter { $0.hasPrefix("sso") }
  }

  private func email(_ trip: RoundTrip, of user: String = "coach") async throws -> String? {
    try await trip.site.store.row("users", ["id": user])?["email"]?.text
  }

  /// Signs in as this subject, and returns the user of the session; nil if nobody is signed in.
  private func signIn(_ trip: RoundTrip, _ subject: String, _ email: String?, _ verified: Any? = true) async throws
    -> String?
  {
    trip.browser.setCookie("tallybook_session", nil)
    let before = try await trip.site.store.rows("web_sessions").count
    let answer = try await trip.signIn { claims in
      claims["sub"] = subject
      claims["email"] = email
      claims["email_verified"] = verified
    }
    guard answer.status == 303 else { return nil }
    let sessions = try await users(trip)
    #expect(sessions.count == before + 1)
    return sessions.last
  }

  @Test func `Another account with the address is refused, and the same account with another address is the same user`()
    async throws
  {
    let trip = try await RoundTrip { $0.provisions = true }
    #expect(try await signIn(trip, "s-1", "Coach@x.org") == "coach")
    let answer = try await trip.signIn { $0["sub"] = "s-2" }
    #expect(answer.status == 403 && answer.text.contains("administrator") && answer.text.contains("another account"))
    #expect(try await signIn(trip, "s-2", "coach@x.org") == nil)
    #expect(try await signIn(trip, "s-1", "new@x.org") == "coach")
    #expect(try await email(trip) == "new@x.org")
    #expect(
      try await notes(trip) == [
        "sso.link coach ", "sso.refuse coach reason=other_account", "sso.refuse coach reason=other_account",
        "sso.address coach ",
      ])
    // The address is free now: its new holder is a different person.
    let other = try #require(try await signIn(trip, "s-2", "coach@x.org"))
    #expect(other != "coach")
    #expect(try await signIn(trip, "s-1", "coach@x.org") == "coach")
    #expect(try await email(trip) == "new@x.org")
    #expect(try await trip.site.store.differences().isEmpty)
  }

  @Test func `Subjects are compared byte by byte`() async throws {
    let trip = try await RoundTrip()
    #expect(try await signIn(trip, "s-\u{E9}", "coach@x.org") == "coach")
    for subject in ["S-\u{E9}", "s-e\u{301}", "s-\u{E9} ", " s-\u{E9}", "s-\u{E9}\u{200B}", "s-"] {
      #expect(try await signIn(trip, subject, "coach@x.org") == nil, "\(subject)")
    }
    #expect(try await signIn(trip, "s-\u{E9}", "coach@x.org") == "coach")
    for subject in ["", String(repeating: "s", count: 256), "a\u{7}", "a\u{0}b"] {
      #expect(try await signIn(trip, subject, "inside@x.org") == nil, "\(subject.prefix(9))")
    }
    #expect(try await signIn(trip, String(repeating: "s", count: 255), "inside@x.org") == "inside")
  }

  @Test func `An address that is taken, not confirmed or none changes nothing, and the sign-in is good`() async throws {
    let trip = try await RoundTrip()
    #expect(try await signIn(trip, "s-1", "coach@x.org") == "coach")
    trip.provider.words.withLock { $0.userInfo = #"{"sub":"s-1"}"# }
    let cases: [(String?, Any?)] = [
      ("inside@x.org", true), ("new@x.org", false), ("new@x.org", nil), (nil, true), ("", true), ("no address", true),
      ("a..b@x.org", true),
    ]
    for (address, verified) in cases {
      #expect(try await signIn(trip, "s-1", address, verified) == "coach", "\(address ?? "-")")
      #expect(try await email(trip) == "coach@x.org", "\(address ?? "-")")
    }
    #expect(try await notes(trip).filter { $0.hasPrefix("sso.address-kept") }.count == 3)
    // A value that is unchanged at the provider is not a change: an administrator has set another address meanwhile.
    #expect(try await signIn(trip, "s-1", "coach@x.org") == "coach")
    try await trip.site.store.load([
      "users": "id,email,first_name,last_name,created_at\ncoach,set@x.org,Coach,Person,2025-06-01T00:00:00Z\n"
    ])
    #expect(try await signIn(trip, "s-1", "coach@x.org") == "coach")
    #expect(try await email(trip) == "set@x.org")
  }

  @Test func `An address that a directory writes stays the directory's`() async throws {
    let trip = try await RoundTrip()
    let program = try await trip.site.program(of: "owner")
    let patch = #"{"Operations":[{"op":"add","path":"title","value":"Chef"}]}"#
    _ = try await program.ask(
      "PATCH", "/scim/v2/Users/coach", headers: ["Content-Type": "application/scim+json"], body: Data(patch.utf8))
    #expect(try await signIn(trip, "s-1", "coach@x.org") == "coach")
    #expect(try await signIn(trip, "s-1", "new@x.org") == "coach")
    #expect(try await email(trip) == "coach@x.org")
  }

  @Test func `Records can say which account is whose, before and after`() async throws {
    let trip = try await RoundTrip()
    let issuer = trip.provider.issuer
    try await trip.site.store.load([
      "identities": "user,kind,value\ninside,oidc,\(issuer) s-1\ncoach,oidc,https://other.example.com s-2\n"
    ])
    #expect(try await signIn(trip, "s-1", "coach@x.org") == "inside")
    #expect(try await email(trip, of: "inside") == "inside@x.org", "the address was taken")
    // An account of another issuer does not count.
    #expect(try await signIn(trip, "s-2", "coach@x.org") == "coach")
    try await trip.site.store.load(["identities": "user,kind,value\noutside,oidc,\(issuer) s-1\n"])
    #expect(try await signIn(trip, "s-1", "coach@x.org") == "outside")
  }

  @Test func `Who is deleted is not signed in, whatever the address, and keeps the account`() async throws {
    let trip = try await RoundTrip { $0.provisions = true }
    let made = try #require(try await signIn(trip, "s-9", "new@x.org"))
    #expect(
      try await trip.site.store.row("identities", ["user_key": made])?["value"] == .text("\(trip.provider.issuer) s-9"))
    #expect(try await signIn(trip, "s-1", "inside@x.org") == "inside")
    let owner = try await trip.site.browser(of: "owner")
    _ = try await owner.send("/members/inside/delete")
    for address in ["inside@x.org", "coach@x.org", "fresh@x.org"] {
      #expect(try await signIn(trip, "s-1", address) == nil, "\(address)")
    }
    #expect(try await signIn(trip, "s-2", "inside@x.org") == nil)
    _ = try await owner.send("/members/inside/restore")
    #expect(try await signIn(trip, "s-1", "inside@x.org") == "inside")
  }
}
