import DatabaseAccess
import Foundation
import ReferenceModel
import Testing
import TestSupport

/// Users from a directory, through SCIM 2.0 (RFC 7643, RFC 7644).
@Suite struct DirectoryTests {
  static let ada = """
    {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"Ada@X.org","externalId":"e-1",
    "name":{"givenName":"Ada","familyName":"Byron"},"title":"Countess","preferredLanguage":"en","active":true,
    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"manager":{"value":"manager"},"department":"R&D"}}
    """

  @Test func `A user is made as a record, with channel scim, and shown with what the directory told`() async throws {
    let directory = try await Directory()
    let made = try await directory.ask("POST", "/Users", Self.ada)
    #expect(made.status == 201 && made.headers["content-type"] == "application/scim+json")
    let id = try #require(made.member("id"))
    #expect(made.location?.hasSuffix("/scim/v2/Users/\(id)") == true)
    #expect(made.member("userName") == "ada@x.org" && made.member("externalId") == "e-1")
    #expect(made.headers["etag"]?.hasPrefix("W/") == true)
    let row = try #require(try await directory.site.store.row("users", ["id": id]))
    #expect(row["channel"] == .text("scim") && row["email"] == .text("ada@x.org") && row["title"] == .text("Countess"))
    #expect(row["created_at"] == .integer(FixedClock.now))
    let manager = try #require(try await directory.site.store.row("managers", ["user_key": id]))
    #expect(manager["manager_key"] == .text("manager") && manager["until"] == .null)
    #expect(try await directory.ask("GET", "/Users/\(id)").text == made.text)
    #expect(try await directory.site.store.differences().isEmpty)
  }

  @Test func `A name or an address that another user has is a conflict`() async throws {
    let directory = try await Directory()
    try await directory.ask("POST", "/Users", Self.ada).expectFault(201, nil)
    try await directory.ask("POST", "/Users", Self.ada).expectFault(409, "uniqueness")
    try await directory.ask("POST", "/Users", #"{"userName":"COACH@x.org"}"#).expectFault(409, "uniqueness")
    try await directory.ask("POST", "/Users", #"{"userName":"n","emails":[{"value":"coach@x.org"}]}"#)
      .expectFault(409, "uniqueness")
    try await directory.patch("/Users/inside", #"{"op":"replace","path":"userName","value":"coach@x.org"}"#)
      .expectFault(409, "uniqueness")
  }

  @Test func `Deactivating is a soft deletion that ends memberships and ways in; restoring brings back what it should`()
    async throws
  {
    let directory = try await Directory()
    let store = directory.site.store
    try await store.load([
      "users": "id,email,first_name,last_name,created_at,auto_delete_on,custom:office\n"
        + "inside,inside@x.org,Inside,Person,2025-06-01T00:00:00Z,2026-12-31,Berlin\n",
      "managers": "user,manager\ninside,manager\n",
    ])
    let browser = try await directory.site.browser(of: "inside")
    let enrolments = try await store.rows("enrolments").count
    try await directory.patch("/Users/inside", #"{"op":"Replace","value":{"active":"False"}}"#).expectFault(200, nil)
    #expect(try await store.row("users", ["id": "inside"])?["deleted_at"] == .integer(FixedClock.now))
    let membership = ["user_key": "inside", "group_key": "sales"]
    #expect(try await store.row("memberships", membership)?["until"] == .integer(FixedClock.now))
    #expect(try await browser.get("/").location?.hasPrefix("/signin") == true)
    #expect(try await directory.ask("GET", "/Users/inside").text.contains("\"active\":false"))

    try await directory.patch("/Users/inside", #"{"op":"replace","path":"active","value":true}"#).expectFault(200, nil)
    let row = try #require(try await store.row("users", ["id": "inside"]))
    #expect(row["deleted_at"] == .null && row["auto_delete_on"] == .null)
    #expect(row["custom"] == .text("{\"office\":\"Berlin\"}") && row["channel"] == .text("import"))
    #expect(try await store.row("memberships", membership)?["until"] == .null)
    #expect(try await store.row("membership_history", membership)?["until"] == .integer(FixedClock.now))
    #expect(try await store.row("managers", ["user_key": "inside"])?["until"] == .null)
    #expect(try await store.rows("enrolments").count == enrolments)
    #expect(try await browser.get("/").location?.hasPrefix("/signin") == true, "the old session is back")
    #expect(try await store.differences().isEmpty)
  }

  @Test func `Users whom the directory deletes it finds no more`() async throws {
    let directory = try await Directory()
    try await directory.ask("DELETE", "/Users/inside").expectFault(204, nil)
    for method in ["GET", "PUT", "PATCH", "DELETE"] {
      let body = method == "GET" || method == "DELETE" ? nil : #"{"userName":"a@b.org","Operations":[]}"#
      try await directory.ask(method, "/Users/inside", body).expectFault(404, nil)
    }
    #expect(try await directory.total("userName eq \"inside@x.org\"") == 0)
    #expect(try await directory.site.store.row("users", ["id": "inside"])?["deleted_at"] == .integer(FixedClock.now))
    // Deleted in another way, and never written by the directory: unknown to it.
    try await directory.ask("GET", "/Users/gone").expectFault(404, nil)
  }

  @Test func `The platform keeps its owner`() async throws {
    let directory = try await Directory(of: "platform")
    try await directory.ask("DELETE", "/Users/owner").expectFault(400, "invalidValue")
    #expect(try await directory.site.store.row("users", ["id": "owner"])?["deleted_at"] == .null)
    try await directory.ask("DELETE", "/Groups/root").expectFault(400, "mutability")
  }

  @Test func `A name that is no address stands beside the address, and a rename alone takes the address along`()
    async throws
  {
    let directory = try await Directory()
    let made = try await directory.ask(
      "POST", "/Users",
      #"{"userName":"Bob","displayName":"Bob B Builder","emails":[{"value":"h@x.org","type":"home"},{"value":"B@x.org","primary":true}]}"#
    )
    let id = try #require(made.member("id"))
    #expect(made.member("userName") == "Bob" && made.text.contains("\"value\":\"b@x.org\""))
    #expect(made.text.contains("\"givenName\":\"Bob B\",\"familyName\":\"Builder\""))
    #expect(try await directory.total("userName eq \"bOB\"") == 1)
    #expect(try await directory.total("emails.value eq \"b@X.org\"") == 1)
    let renamed = try await directory.patch(
      "/Users/inside", #"{"op":"replace","path":"userName","value":"new@x.org"}"#)
    #expect(renamed.text.contains("\"value\":\"new@x.org\""))
    let own = try await directory.patch("/Users/\(id)", #"{"op":"replace","path":"userName","value":"bob2@x.org"}"#)
    #expect(own.member("userName") == "bob2@x.org" && own.text.contains("\"value\":\"b@x.org\""))
  }

  @Test func `Replacing says everything, and leaves out what is no more`() async throws {
    let directory = try await Directory()
    let id = try #require(try await directory.ask("POST", "/Users", Self.ada).member("id"))
    let body = #"{"userName":"ada@x.org","id":"other","name":{"givenName":"A","familyName":"B"}}"#
    let answer = try await directory.ask("PUT", "/Users/\(id)", body)
    #expect(answer.status == 200 && answer.member("id") == id && answer.member("title") == nil)
    #expect(answer.member("externalId") == nil && !answer.text.contains("enterprise"))
    #expect(try await directory.site.store.row("managers", ["user_key": id])?["until"] == .integer(FixedClock.now))
  }

  @Test func `A version that has passed is not overwritten, and one that is known is not sent again`() async throws {
    let directory = try await Directory()
    let version = try #require(try await directory.ask("GET", "/Users/inside").headers["etag"])
    let same = try await directory.ask("GET", "/Users/inside", headers: ["If-None-Match": version])
    #expect(same.status == 304)
    let change = #"{"Operations":[{"op":"replace","path":"title","value":"Chef"}]}"#
    try await directory.ask("PATCH", "/Users/inside", change, headers: ["If-Match": version]).expectFault(200, nil)
    try await directory.ask("PATCH", "/Users/inside", change, headers: ["If-Match": version]).expectFault(412, nil)
    try await directory.ask("DELETE", "/Users/inside", headers: ["If-Match": version]).expectFault(412, nil)
  }
}
