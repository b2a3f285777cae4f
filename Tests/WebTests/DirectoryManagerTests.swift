import DatabaseAccess
import Foundation
import Testing
import TestSupport

/// Managers by any name that a directory uses, before and after they exist.
@Suite struct DirectoryManagerTests {
  private static let extensionName = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"

  private func manager(_ directory: Directory, of user: String) async throws -> [String] {
    try await directory.site.store.rows("managers").filter { $0["user_key"] == .text(user) && $0["until"] == .null }
      .compactMap { $0["manager_key"]?.text }
  }

  private static func user(_ name: String, _ more: String) -> String {
    "{\"userName\":\"\(name)\",\"name\":{\"givenName\":\"G\",\"familyName\":\"F\"}\(more.isEmpty ? "" : "," + more)}"
  }

  private static func managed(_ name: String, by value: String) -> String {
    user(name, "\"\(extensionName)\":{\"manager\":\(value)}")
  }

  @Test(arguments: [
    #"{"value":"coach"}"#, #"{"value":"Coach@X.org"}"#, #"{"value":"e-Coach"}"#, #"{"value":"LOGIN.coach"}"#,
    #""coach""#,
    #""login.coach""#, #"[{"value":"coach"}]"#, #"{"$ref":"https://x.org/scim/v2/Users/coach"}"#,
    #"{"$ref":"../Users/coach"}"#,
    #"{"value":"coach","displayName":"Somebody Else"}"#, #"{"value":null,"$ref":"/Users/coach"}"#,
  ]) func `A manager is found by id, externalId or userName`(value: String) async throws {
    let directory = try await Directory()
    try await directory.patch(
      "/Users/coach", #"{"op":"add","value":{"externalId":"e-Coach","userName":"Login.Coach"}}"#
    ).expectFault(200, nil)
    let made = try await directory.ask("POST", "/Users", Self.managed("ada@x.org", by: value))
    made.expectFault(201, nil)
    #expect(try await manager(directory, of: made.member("id") ?? "") == ["coach"])
    try await directory.patch("/Users/inside", "{\"op\":\"add\",\"path\":\"manager\",\"value\":\(value)}").expectFault(
      200, nil)
    #expect(try await manager(directory, of: "inside") == ["coach"])
  }

  @Test(arguments: [
    #"{"displayName":"Coach Person"}"#, "true", #"{"value":{"a":1}}"#, #"{"value":true}"#, "{\"value\":\"\\u0007\"}",
    "{\"value\":\"" + String(repeating: "m", count: 257) + "\"}",
  ]) func `What names nobody is dropped`(value: String) async throws {
    let directory = try await Directory()
    let made = try await directory.ask("POST", "/Users", Self.managed("ada@x.org", by: value))
    made.expectFault(201, nil)
    try await directory.patch("/Users/report", "{\"op\":\"add\",\"path\":\"manager\",\"value\":\(value)}").expectFault(
      200, nil)
    try await directory.ask("PUT", "/Users/report", Self.managed("report@x.org", by: value)).expectFault(200, nil)
    #expect(try await manager(directory, of: "report") == ["manager"])
    let rows = try await directory.site.store.rows("directory_users")
    #expect(rows.allSatisfy { $0["manager_reference"] == .null })
  }

  @Test(arguments: ["id", "externalId", "userName", "email"], ["POST", "PATCH", "PUT", "records"])
  func `A manager who is unknown is linked when they come`(by: String, door: String) async throws {
    // The server chooses a new user's id.
    if by == "id", door != "records" { return }
    if door == "records", ["externalId", "userName"].contains(by) { return }
    let directory = try await Directory()
    let reference = ["id": "boss", "externalId": "E-Boss", "userName": "the.Boss", "email": "Boss@x.org"][by] ?? ""
    let made = try await directory.ask("POST", "/Users", Self.managed("ada@x.org", by: "{\"value\":\"\(reference)\"}"))
    made.expectFault(201, nil)
    let ada = try #require(made.member("id"))
    #expect(try await manager(directory, of: ada).isEmpty && !made.text.contains("manager"))
    // A request that does not mention managers leaves the unknown manager pending.
    try await directory.patch("/Users/\(ada)", #"{"op":"add","path":"title","value":"Chef"}"#).expectFault(200, nil)
    let user = [
      "externalId": Self.user("b@x.org", #""externalId":"E-Boss""#),
      "userName": Self.user("The.Boss", #""emails":[{"value":"b@x.org"}]"#), "email": Self.user("boss@X.org", ""),
    ]
    var boss = "boss"
    if door == "records" {
      try await directory.site.store.load([
        "users": "id,email,first_name,last_name,created_at\nboss,boss@x.org,B,B,2025-06-01T00:00:00Z\n"
      ])
    } else if door == "POST" {
      boss = try #require(try await directory.ask("POST", "/Users", user[by]).member("id"))
    } else {
      boss = try #require(try await directory.ask("POST", "/Users", Self.user("early@x.org", "")).member("id"))
      #expect(try await manager(directory, of: ada).isEmpty)
      let body = try #require(user[by])
      let answer =
        door == "PUT"
        ? try await directory.ask("PUT", "/Users/\(boss)", body)
        : try await directory.patch("/Users/\(boss)", "{\"op\":\"replace\",\"value\":\(body)}")
      answer.expectFault(200, nil)
    }
    #expect(try await manager(directory, of: ada) == [boss])
    #expect(try await directory.ask("GET", "/Users/\(ada)").text.contains("\"manager\":{\"value\":\"\(boss)\""))
    #expect(try await directory.site.store.row("directory_users", ["user_key": ada])?["manager_reference"] == .null)
    #expect(try await directory.site.store.differences().isEmpty)
  }

  @Test func `Nobody waits for a manager whom the directory has taken back, or names no more`() async throws {
    let directory = try await Directory()
    func wait() async throws {
      try await directory.patch("/Users/inside", #"{"op":"replace","path":"manager","value":{"value":"b@x.org"}}"#)
        .expectFault(200, nil)
    }
    try await wait()
    try await directory.patch("/Users/inside", #"{"op":"replace","path":"manager","value":{"value":""}}"#).expectFault(
      200, nil)
    try await wait()
    try await directory.ask("PUT", "/Users/inside", Self.user("inside@x.org", "")).expectFault(200, nil)
    try await directory.ask("POST", "/Users", Self.user("b@x.org", "")).expectFault(201, nil)
    #expect(try await manager(directory, of: "inside").isEmpty)
  }

  @Test func `A manager who comes while the user is away is theirs when they are back`() async throws {
    let directory = try await Directory()
    try await directory.patch("/Users/inside", #"{"op":"add","path":"manager","value":"b@x.org"}"#).expectFault(
      200, nil)
    try await directory.patch("/Users/inside", #"{"op":"replace","path":"active","value":false}"#).expectFault(200, nil)
    let boss = try #require(try await directory.ask("POST", "/Users", Self.user("b@x.org", "")).member("id"))
    #expect(try await manager(directory, of: "inside").isEmpty)
    try await directory.patch("/Users/inside", #"{"op":"replace","path":"active","value":true}"#).expectFault(200, nil)
    #expect(try await manager(directory, of: "inside") == [boss])
  }

  @Test
  func `Another manager takes the place of the one that was shown; one of another source stays with a whole resource`()
    async throws
  {
    let directory = try await Directory()
    try await directory.ask("PUT", "/Users/report", Self.user("report@x.org", "")).expectFault(200, nil)
    #expect(try await manager(directory, of: "report") == ["manager"])
    try await directory.ask("PUT", "/Users/report", Self.managed("report@x.org", by: #"{"value":"coach"}"#))
      .expectFault(200, nil)
    #expect(try await manager(directory, of: "report") == ["coach"])
    try await directory.ask("PUT", "/Users/report", Self.managed("report@x.org", by: #"{"value":"unknown"}"#))
      .expectFault(200, nil)
    #expect(try await manager(directory, of: "report").isEmpty)
    try await directory.patch("/Users/report", #"{"op":"add","path":"manager","value":"report"}"#).expectFault(200, nil)
    #expect(try await manager(directory, of: "report").isEmpty)
  }

  @Test func `Members of a group are found by what the directory calls them, too`() async throws {
    let directory = try await Directory()
    try await directory.patch("/Users/inside", #"{"op":"add","path":"externalId","value":"e-1"}"#).expectFault(200, nil)
    let made = try await directory.ask(
      "POST", "/Groups",
      #"{"displayName":"G","members":[{"value":"e-1"},{"value":"Coach@x.org"},{"$ref":"../Users/outside"},"report","inside"]}"#
    )
    made.expectFault(201, nil)
    for id in ["inside", "coach", "outside", "report"] { #expect(made.text.contains("\"value\":\"\(id)\"")) }
    try await directory.ask("POST", "/Groups", #"{"displayName":"H","members":[{"value":"nobody"}]}"#).expectFault(
      400, "invalidValue")
  }
}
