import DatabaseAccess
import Foundation
import Testing
import TestSupport

/// Users who return: after a long leave, or with a new contract.
@Suite struct DirectoryReturnTests {
  private static let off = #"{"op":"replace","path":"active","value":false}"#
  private static let on = #"{"op":"replace","path":"active","value":true}"#

  private func groups(_ directory: Directory, of user: String) async throws -> Set<String> {
    let rows = try await directory.site.store.rows("memberships")
    return Set(
      rows.filter { $0["user_key"] == .text(user) && $0["until"] == .null }.compactMap { row in
        row["group_key"]?.text.map { $0 + " " + (row["role"]?.text ?? "") }
      })
  }

  @Test(arguments: ["PATCH", "PUT"])
  func `A user is back in the groups in which the directory lists them, with managers as before`(
    method: String
  ) async throws {
    let directory = try await Directory()
    let store = directory.site.store
    try await store.load([
      "managers": "user,manager\ninside,manager\n",
      "memberships": "group,user,role\nops,inside,learner\nops,inside,coach\n",
    ])
    func turn(_ isActive: Bool) async throws {
      let body = "{\"userName\":\"inside@x.org\",\"active\":\(isActive)}"
      let answer =
        method == "PUT"
        ? try await directory.ask("PUT", "/Users/inside", body)
        : try await directory.patch("/Users/inside", isActive ? Self.on : Self.off)
      answer.expectFault(200, nil)
    }
    try await turn(false)
    #expect(try await groups(directory, of: "inside").isEmpty)
    for group in ["sales", "ops"] {
      #expect(
        try await directory.list("/Groups?filter=\(Browser.encoded("members.value eq \"inside\""))").contains(group))
    }
    #expect(try await directory.ask("GET", "/Users/inside").text.contains("\"value\":\"ops\""))
    try await turn(false)
    try await turn(true)
    // A role that a directory cannot assign is not restored by it either.
    #expect(try await groups(directory, of: "inside") == ["sales learner", "ops learner"])
    #expect(try await store.row("managers", ["user_key": "inside"])?["until"] == .null)
    #expect(try await store.rows("directory_memberships").isEmpty)
    #expect(try await store.differences().isEmpty)
  }

  @Test func `What changes in groups while the user is away counts when they are back`() async throws {
    let directory = try await Directory()
    let new = try #require(try await directory.ask("POST", "/Groups", #"{"displayName":"New"}"#).member("id"))
    let gone = try #require(
      try await directory.ask("POST", "/Groups", #"{"displayName":"Gone","members":[{"value":"inside"}]}"#).member("id")
    )
    try await directory.patch("/Users/inside", Self.off).expectFault(200, nil)
    let member = #"[{"value":"inside"}]"#
    try await directory.patch("/Groups/sales", #"{"op":"remove","path":"members","value":\#(member)}"#).expectFault(
      200, nil)
    try await directory.patch("/Groups/ops", #"{"op":"add","path":"members","value":\#(member)}"#).expectFault(200, nil)
    try await directory.ask("PUT", "/Groups/\(new)", #"{"displayName":"New","members":\#(member)}"#).expectFault(
      200, nil)
    try await directory.patch("/Groups/\(new)", #"{"op":"add","path":"members","value":[{"value":"coach"}]}"#)
      .expectFault(200, nil)
    try await directory.ask("DELETE", "/Groups/\(gone)").expectFault(204, nil)
    #expect(try await groups(directory, of: "inside").isEmpty)
    #expect(try await directory.ask("GET", "/Groups/\(new)").text.contains("\"inside\""))
    #expect(try await !directory.ask("GET", "/Groups/sales").text.contains("\"inside\""))
    try await directory.patch("/Users/inside", Self.on).expectFault(200, nil)
    #expect(try await groups(directory, of: "inside") == ["ops learner", "\(new) learner"])
  }

  @Test func `A name that a group gets anew neither opens nor closes a membership`() async throws {
    let directory = try await Directory()
    let before = try await directory.site.store.rows("memberships")
    try await directory.patch("/Groups/sales", #"{"op":"replace","path":"displayName","value":"Sellers"}"#).expectFault(
      200, nil)
    #expect(try await directory.site.store.rows("memberships") == before)
  }

  @Test
  func `Memberships and roles that another source left open are closed on the return, unless the directory lists them`()
    async throws
  {
    let directory = try await Directory()
    try await directory.patch("/Users/inside", Self.off).expectFault(200, nil)
    try await directory.site.store.load([
      "memberships": "group,user,role\nsales,inside,learner\nops,inside,learner\nroot,inside,admin\n"
    ])
    try await directory.patch("/Users/inside", Self.on).expectFault(200, nil)
    #expect(try await groups(directory, of: "inside") == ["sales learner"])
  }

  @Test(arguments: [
    ("DELETE", #"{"userName":"inside@x.org"}"#), ("DELETE", #"{"userName":"other@x.org","externalId":"e-1"}"#),
    ("DELETE", #"{"userName":"n","emails":[{"value":"Inside@X.org"}]}"#),
    ("DELETE", #"{"userName":"inside@x.org","externalId":"e-2","active":true}"#),
    ("PATCH", #"{"userName":"inside@x.org"}"#), ("PATCH", #"{"userName":"other@x.org","externalId":"e-1"}"#),
  ]) func `A POST for a user whom the directory has deleted brings them back`(way: String, body: String) async throws {
    let directory = try await Directory()
    let store = directory.site.store
    try await directory.patch(
      "/Users/inside", #"{"op":"add","value":{"externalId":"e-1","title":"Chef"}}"#
    ).expectFault(200, nil)
    let attempts = try await store.rows("attempts").count
    if way == "DELETE" {
      try await directory.ask("DELETE", "/Users/inside").expectFault(204, nil)
    } else {
      try await directory.patch("/Users/inside", Self.off).expectFault(200, nil)
    }
    let made = try await directory.ask("POST", "/Users", body)
    made.expectFault(201, nil)
    #expect(made.member("id") == "inside" && made.member("title") == "Chef" && made.text.contains("\"active\":true"))
    #expect(made.location?.hasSuffix("/Users/inside") == true)
    let row = try #require(try await store.row("users", ["id": "inside"]))
    #expect(row["deleted_at"] == .null && row["channel"] == .text("import") && row["first_name"] == .text("Inside"))
    #expect(try await store.rows("attempts").count == attempts)
    #expect(try await groups(directory, of: "inside") == (way == "DELETE" ? [] : ["sales learner"]))
    try await directory.ask("POST", "/Users", body).expectFault(409, "uniqueness")
    #expect(try await store.differences().isEmpty)
  }

  @Test func `Nobody comes back by a POST whom the directory has not deleted, or of whom there are two`() async throws {
    let directory = try await Directory()
    // Deleted by an administrator: a different user from now on.
    let owner = try await directory.site.browser(of: "owner")
    _ = try await owner.send("/members/inside/delete")
    let other = try await directory.ask("POST", "/Users", #"{"userName":"inside@x.org"}"#)
    #expect(other.status == 201 && other.member("id") != "inside")
    try await directory.ask("DELETE", "/Users/\(other.member("id") ?? "")").expectFault(204, nil)
    try await directory.patch("/Users/outside", #"{"op":"replace","path":"userName","value":"inside@x.org"}"#)
      .expectFault(200, nil)
    try await directory.ask("DELETE", "/Users/outside").expectFault(204, nil)
    let third = try await directory.ask("POST", "/Users", #"{"userName":"inside@x.org"}"#)
    #expect(third.status == 201 && !["inside", "outside", other.member("id")].contains(third.member("id")))
  }

  @Test func `Deactivated, restored by an administrator and deleted again, a user is the administrator's`() async throws
  {
    let directory = try await Directory()
    let owner = try await directory.site.browser(of: "owner")
    try await directory.ask("DELETE", "/Users/inside").expectFault(204, nil)
    _ = try await owner.send("/members/inside/restore")
    _ = try await owner.send("/members/inside/delete")
    let other = try await directory.ask("POST", "/Users", #"{"userName":"inside@x.org"}"#)
    #expect(other.status == 201 && other.member("id") != "inside")
  }

  @Test func `An externalId is the identity of kind scim, whoever gave it`() async throws {
    let directory = try await Directory()
    let store = directory.site.store
    try await store.load(["identities": "user,kind,value\ninside,scim,E-1\n"])
    #expect(try await directory.list("/Users?filter=\(Browser.encoded("externalId eq \"E-1\""))") == ["inside"])
    #expect(try await directory.total("externalId eq \"e-1\"") == 0)
    try await directory.patch("/Users/coach", #"{"op":"add","path":"externalId","value":"E-1"}"#).expectFault(
      409, "uniqueness")
    try await directory.patch("/Users/inside", #"{"op":"replace","path":"externalId","value":"E-2"}"#).expectFault(
      200, nil)
    #expect(try await store.rows("identities").map { $0["value"] } == [.text("E-2")])
    try await directory.patch("/Users/inside", #"{"op":"remove","path":"externalId"}"#).expectFault(200, nil)
    #expect(try await store.rows("identities").isEmpty)
    #expect(try await directory.list("/Users?sortBy=externalId").count == 12)
  }
}
