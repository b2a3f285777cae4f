import DatabaseAccess
import Foundation
import Mail
import Records
import ReferenceModel
import Testing
import TestSupport

/// Inviting, creating, changing, deleting and restoring members.
@Suite struct MemberTests {
  private static let new = [("first_name", " Ada "), ("last_name", "Lovelace"), ("email", " ADA@x.org ")]

  @Test func `Who is invited gets a letter, sets a password by its link, once, and signs in`() async throws {
    let letters = Letters()
    let site = try await TestSite.withWorkers(post: letters)
    let admin = try await site.browser(of: "admin")
    let place = [("group", "sales"), ("role", "learner")]
    let answer = try await admin.create(Self.new + place + [("custom.office", "Rome")])
    let record = try #require(answer.location)
    #expect(try await admin.get(record).text.contains("Invited, not joined yet"))
    let letter = try await letters.latest(to: "ada@x.org")
    #expect(letter.to.name == "Ada Lovelace" && letter.text.hasPrefix("Hello Ada,") && letter.html.contains("<a href="))
    let link = try #require(letter.text.passwordLink)
    #expect(link.hasPrefix("https://stats.example.com/"))
    let secret = String(link.split(separator: "=").last ?? "")
    #expect(try await site.store.dump().values.joined().contains { $0.contains(secret) } == false)
    let ada = Browser(port: site.port)
    #expect(try await ada.setPassword(by: link, "short").status == 422)
    #expect(try await ada.setPassword(by: link, again: "something else").status == 422)
    #expect(try await ada.setPassword(by: link).location == "/signin?password=set")
    #expect(try await ada.get("/signin?password=set").text.contains("Your password is set"))
    #expect(try await ada.signIn("ada@x.org").location == "/")
    #expect(try await Browser(port: site.port).setPassword(by: link).status == 410)
    #expect(try await admin.get(record).text.contains("not joined yet") == false)
    let row = try #require(try await site.store.row("users", ["email": "ada@x.org"]))
    #expect(row["first_name"] == .text("Ada") && row["custom"] == .text("{\"office\":\"Rome\"}"))
    #expect(row["channel"] == .text("invitation") && row["invited_by"] == .text("admin"))
  }

  @Test func `A link is no good after its time, after a deletion, and after a change of the address`() async throws {
    let letters = Letters()
    let site = try await TestSite.withWorkers(post: letters)
    let admin = try await site.browser(of: "admin")
    let record = try #require(try await admin.create(Self.new + [("group", "sales"), ("role", "learner")]).location)
    let path = String(record.prefix { $0 != "?" })
    let id = try #require(path.split(separator: "/").last.map(String.init))
    func fresh(_ count: Int, to address: String = "ada@x.org") async throws -> String {
      if count > 1 { #expect(try await admin.send("\(path)/link").status == 303) }
      return try #require(try await letters.latest(to: address, count: count).text.passwordLink)
    }
    let first = try await fresh(1)
    site.clock.pass(7 * 86_400 - 1)
    #expect(try await Browser(port: site.port).setPassword(by: first, "short").status == 422)
    site.clock.pass(2)
    #expect(try await Browser(port: site.port).setPassword(by: first).status == 410)
    let again = try await site.browser(of: "owner")
    #expect(try await again.send("\(path)/link").status == 303)
    let second = try #require(try await letters.latest(to: "ada@x.org", count: 2).text.passwordLink)
    #expect(try await again.change(id, [("email", "lovelace@x.org")]).status == 303)
    #expect(try await Browser(port: site.port).setPassword(by: second).status == 410)
    #expect(try await again.send("\(path)/link").status == 303)
    let third = try #require(try await letters.latest(to: "lovelace@x.org").text.passwordLink)
    #expect(try await again.send("\(path)/delete").status == 303)
    #expect(try await Browser(port: site.port).setPassword(by: third).status == 410)
    #expect(try await again.send("\(path)/restore").status == 303)
    #expect(try await Browser(port: site.port).setPassword(by: third).status == 410)
  }

  @Test func `Without mail, the link is shown to administrators, and user administrators set a password`() async throws
  {
    let site = try await TestSite()
    let (admin, useradmin) = (try await site.browser(of: "admin"), try await site.browser(of: "useradmin"))
    let invite = Self.new + [("group", "sales"), ("role", "learner"), ("way", "invitation")]
    let refused = try await useradmin.create(invite)
    #expect(refused.status == 422 && refused.text.contains("Email is not set up"))
    let made = try await admin.create(invite)
    let link = try #require(made.text.passwordLink)
    #expect(try await Browser(port: site.port).setPassword(by: link).location == "/signin?password=set")
    let id = try #require(try await site.store.row("users", ["email": "ada@x.org"])?["id"]?.text)
    #expect(try await admin.send("/members/\(id)/link").text.passwordLink != nil)
    #expect(try await useradmin.send("/members/\(id)/link").status == 403)
    let other = try await useradmin.create([
      ("first_name", "Bo"), ("last_name", "Person"), ("email", "bo@x.org"), ("way", "password"),
      ("new_password", TestSite.password), ("group", "sales"), ("role", "learner"),
    ])
    #expect(other.status == 303)
    #expect(try await Browser(port: site.port).signIn("bo@x.org").location == "/")
    #expect(try await Browser(port: site.port).get("/signin/forgotten").text.contains("Email is not set up"))
  }

  @Test func `What is wrong is said beside its field, what was typed stays, and nothing is saved`() async throws {
    let site = try await TestSite()
    let owner = try await site.browser(of: "owner")
    let before = try await site.store.dump()["users"]
    let answer = try await owner.create([
      ("first_name", ""), ("last_name", "Lovelace <x>"), ("email", "INSIDE@x.org"), ("custom.hired", "soon"),
      ("auto_delete_on", "2026-03-15"), ("way", "password"), ("new_password", "short"), ("group", "sales"),
      ("role", "coach"), ("add_manager", "nobody@x.org"),
    ])
    #expect(answer.status == 422)
    for text in [
      "Lovelace &lt;x&gt;", "Required.", "Choose a day after today.", "at least 10 characters",
      "name=\"group\" value=\"sales\"", "value=\"coach\" selected", "value=\"nobody@x.org\"", "value=\"soon\"",
    ] { #expect(answer.text.contains(text), "\(text)") }
    #expect(!answer.text.contains("value=\"short\""))
    #expect(answer.text.matches(of: #/aria-invalid="true"/#).count >= 3)
    for (field, value, said) in [
      ("email", "INSIDE@x.org", "belongs to another user"), ("email", "no address", "Enter a valid email address"),
      ("language", "?!", "Enter a language tag"), ("custom.hired", "soon", "Enter a valid date"),
      ("auto_delete_on", "2027-02-30", "Enter a valid date"),
      ("first_name", String(repeating: "x", count: 3000), "too long"),
    ] {
      let fields = Self.new.filter { $0.0 != field } + [(field, value), ("way", "password")]
      let answer = try await owner.create(fields + [("new_password", TestSite.password)])
      #expect(answer.status == 422 && answer.text.contains(said), "\(field)")
    }
    #expect(try await site.store.dump()["users"] == before)
  }

  @Test func `Deleting and restoring brings back names, custom fields and enrolments, and nothing else`() async throws {
    let site = try await TestSite()
    let (admin, inside) = (try await site.browser(of: "admin"), try await site.browser(of: "inside"))
    let edited = [("custom.office", "Rome"), ("auto_delete_on", "2027-01-01"), ("add_manager", "coach@x.org")]
    #expect(try await admin.change("inside", edited + [("group", "sales"), ("role", "author")]).status == 303)
    let before = try #require(try await site.store.row("users", ["id": "inside"]))
    let enrolments = try await site.store.dump()["enrolments"]
    #expect(try await admin.send("/members/inside/delete").status == 303)
    #expect(try await inside.get("/account").location?.hasPrefix("/signin") == true)
    #expect(try await Browser(port: site.port).signIn("inside@x.org").status == 401)
    #expect(try await admin.get("/members/inside").text.contains("Restore user"))
    // A viewer who only sees members of groups has to choose one of these for a restored user.
    #expect(try await admin.send("/members/inside/restore").status == 422)
    #expect(try await admin.send("/members/inside/restore", [("group", "ops"), ("role", "learner")]).status == 422)
    #expect(try await admin.send("/members/inside/restore", [("group", "sales"), ("role", "learner")]).status == 303)
    var after = try #require(try await site.store.row("users", ["id": "inside"]))
    #expect(after["auto_delete_on"] == .null && before["auto_delete_on"] != .null)
    after["auto_delete_on"] = before["auto_delete_on"]
    #expect(after == before)
    #expect(try await site.store.dump()["enrolments"] == enrolments)
    func open(_ kind: String) async throws -> [[String: SQLValue]] {
      try await site.store.rows(kind).filter { $0["user_key"] == .text("inside") && $0["until"] == .null }
    }
    let places = try await open("memberships")
    #expect(places.map { $0["role"] } == [.text("learner")])
    #expect(places.first?["since"] == .integer(FixedClock.now))
    #expect(try await open("managers") == [])
    let history = try await site.store.rows("membership_history").filter { $0["user_key"] == .text("inside") }
    #expect(history.map { $0["until"] } == [.integer(FixedClock.now)])
    #expect(try await site.store.differences() == [])
    try await Reference.agrees(with: site)
  }

  @Test func `Nobody is restored to an address that another has by now`() async throws {
    let site = try await TestSite()
    let owner = try await site.browser(of: "owner")
    let taken = [("first_name", "Other"), ("last_name", "Gone"), ("email", "gone@x.org"), ("way", "invitation")]
    #expect(try await owner.create(taken).status == 200)
    let answer = try await owner.send("/members/gone/restore")
    #expect(answer.status == 422 && answer.text.contains("Another user now has this email address"))
  }

  @Test func `The registration file is right for each way in`() async throws {
    let site = try await TestSite()
    let (owner, admin) = (try await site.browser(of: "owner"), try await site.browser(of: "admin"))
    let place = [("group", "sales"), ("role", "learner")]
    _ = try await admin.create(Self.new + place)
    _ = try await owner.create(
      [("first_name", "Bo"), ("last_name", "Person"), ("email", "bo@x.org"), ("way", "password")]
        + [("new_password", TestSite.password), ("auto_delete_on", "2026-12-24")] + place)
    let program = try await site.program(of: "owner")
    let scim = #"{"userName":"scim@x.org","name":{"givenName":"S","familyName":"Cim"}}"#
    #expect(try await program.post("/scim/v2/Users", scim, type: "application/scim+json").status == 201)
    let channels = ["invitation", "admin", "import", "api", "self_registration", "sso", "scim", "founder"]
    for (index, channel) in channels.enumerated() {
      let body = """
        {"id":"c\(index)","email":"c\(index)@x.org","first_name":"C","last_name":"\(channel)",\
        "created_at":"2026-01-01T00:00:00Z","channel":"\(channel)","invited_by":"gone"}
        """
      #expect(try await program.post("/api/v1/records/users", body, type: "application/json").status == 200)
    }
    try await Reference.agrees(with: site)
    let file = CommaSeparated.rows(of: try await owner.get("/members/download").text)
    let invited = Dictionary(uniqueKeysWithValues: file.map { ($0[2], $0[4]) })
    #expect(invited["ada@x.org"] == "admin@x.org" && invited["bo@x.org"] == "owner@x.org")
    #expect(invited["scim@x.org"] == "" && invited["c3@x.org"] == "owner@x.org" && invited["c0@x.org"] == "gone@x.org")
    #expect(
      channels.enumerated().filter { invited["c\($0.offset)@x.org"] == "" }.map(\.element).sorted()
        == ["founder", "self_registration", "sso"])
  }

  @Test func `Every look at a record and every change is in the audit log`() async throws {
    let site = try await TestSite()
    let (owner, inside) = (try await site.browser(of: "owner"), try await site.browser(of: "inside"))
    _ = try await owner.get("/members/inside")
    _ = try await owner.change("inside", [("title", "Chef")])
    _ = try await owner.send("/members/inside/link")
    let page = try await inside.get("/account").text
    for text in ["Viewed a member’s record", "Changed a member’s record", "Sent or created a link"] {
      #expect(page.contains(text), "\(text)")
    }
    _ = try await owner.send("/members/inside/delete")
    _ = try await owner.send("/members/inside/restore")
    let log = try await owner.get("/audit").text
    #expect(log.contains("Deleted a member") && log.contains("Restored a member"))
  }
}
