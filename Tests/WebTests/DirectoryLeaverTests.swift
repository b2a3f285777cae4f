import DatabaseAccess
import Foundation
import Testing
import TestSupport

/// A user who has left is deactivated whatever else is wrong with the request.
@Suite struct DirectoryLeaverTests {
  static let oddities = [
    #""preferredLanguage":"en_US""#, #""preferredLanguage":"no language""#, #""preferredLanguage":5"#,
    #""timezone":"Mars/Base""#, #""timezone":{"a":1}"#, #""locale":"de_DE@euro""#, #""title":{"x":[]}"#, #""title":5"#,
    "\"title\":\"" + String(repeating: "t", count: 70_000) + "\"", #""title":"a\u0000b""#, #""nickName":[1]"#,
    #""phoneNumbers":"1""#, #""phoneNumbers":[{"type":"work"}]"#, #""addresses":[{"formatted":5}]"#, #""photos":null"#,
    #""emails":"nobody""#, #""emails":[{"value":"no address"}]"#, #""emails":[{"type":"work"}]"#, #""emails":5"#,
    #""emails":[{"value":"coach@x.org","primary":true}]"#, #""name":"Inside""#, #""name":{"givenName":5}"#,
    #""name":[{"familyName":"\u0000"}]"#, #""externalId":[1,2]"#, #""externalId":"taken""#, #""height":180"#,
    #""userName":"coach@x.org""#, #""userName":5"#, #""userName":"""#, #""roles":[{"primary":"True"}]"#,
    #""id":"other""#,
    #""groups":[{"value":"ops"}]"#, #""meta":{"version":1}"#, #""schemas":["urn:example:x"]"#, #""":"empty name""#,
    #""urn:example:badge:1.0:User:number":7"#, #""urn:example:badge:1.0:User":{"number":7}"#, #""manager":"nobody""#,
    #""urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"manager":{"value":5},"department":[]}"#,
    #""urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":"x""#, #""manager":{"value":"inside"}"#,
    #""manager":true"#,
  ]

  private static let inside = #""userName":"inside@x.org""#

  @Test(arguments: [#"false"#, #""False""#, #""false""#, "0", #""0""#, #"[{"$ref":null,"value":"False"}]"#, #"" no ""#])
  func `Directories write false in many ways`(value: String) async throws {
    let directory = try await Directory()
    try await directory.patch("/Users/inside", #"{"op":"Replace","path":"active","value":\#(value)}"#).expectFault(
      200, nil)
    #expect(try await directory.site.store.row("users", ["id": "inside"])?["deleted_at"] == .integer(FixedClock.now))
  }

  @Test func `A PATCH deactivates, whatever else is in it`() async throws {
    let directory = try await Self.directory()
    for (number, oddity) in Self.oddities.enumerated() {
      let parts: [[String]] = [
        ["{\"op\":\"replace\",\"value\":{\(oddity),\"active\":\"False\"}}"],
        ["{\"op\":\"replace\",\"value\":{\(oddity)}}", #"{"op":"replace","path":"active","value":false}"#],
        [#"{"op":"replace","path":"active","value":"False"}"#, Self.operation(oddity)],
      ]
      for operations in parts {
        try await Self.leaves(directory, "PATCH", Self.patch(operations), "\(number) \(oddity.prefix(60))")
      }
    }
  }

  @Test(arguments: [
    #"{"op":"move","path":"title"}"#, #"{"op":"remove"}"#, "5",
    #"{"op":"replace","path":"emails[type eq","value":"x"}"#,
    #"{"op":"replace","path":"emails[type eq \"home\"].value","value":"x"}"#, #"{"op":"remove","path":"userName"}"#,
    #"{"op":"replace","path":"title[a eq 1]","value":"x"}"#, #"{"op":"replace","value":"x"}"#,
    #"{"op":"add","path":"é"}"#,
    #"{"op":"replace","path":"id","value":"x"}"#, #"{"op":"add","path":"groups","value":[{"value":"ops"}]}"#,
    #"{"op":"replace","path":"members","value":[{"value":"x"}]}"#,
    #"{"op":"replace","path":"userName","value":"coach@x.org"}"#,
  ]) func `An operation that fails does not keep the others from deactivating`(operation: String) async throws {
    let directory = try await Self.directory()
    for operations in [[operation, Self.off], [Self.off, operation]] {
      try await Self.leaves(directory, "PATCH", Self.patch(operations), "\(operation)")
    }
  }

  @Test func `A PUT deactivates, whatever else is in it`() async throws {
    let directory = try await Self.directory()
    for oddity in Self.oddities {
      let name = oddity.hasPrefix("\"userName") ? "" : Self.inside + ","
      try await Self.leaves(directory, "PUT", "{\(name)\(oddity),\"active\":false}", "\(oddity.prefix(60))")
    }
    try await Self.leaves(directory, "PUT", #"{"active":"False"}"#, "nothing else")
  }

  @Test func `What is optional and not understood is dropped from any request`() async throws {
    let directory = try await Self.directory()
    let errors = ["userName", "active", "\"emails\":[{\"value\":\"coach", "\"externalId\":\"taken", "\"id\":"]
    for oddity in Self.oddities where !errors.contains(where: oddity.contains) {
      let before = try await directory.ask("GET", "/Users/inside").text
      let answer = try await directory.patch(
        "/Users/inside", "{\"op\":\"replace\",\"value\":{\(oddity),\"title\":\"Chef\"}}", Self.name)
      answer.expectFault(200, nil, "\(oddity.prefix(60))")
      #expect(answer.member("userName") == "inside@x.org" && before.contains("inside@x.org"), "\(oddity.prefix(60))")
      try await directory.ask("PUT", "/Users/inside", "{\(Self.inside),\(oddity)}").expectFault(
        200, nil, "PUT \(oddity.prefix(60))")
      let made = try await directory.ask("POST", "/Users", "{\"userName\":\"new@x.org\",\(oddity)}")
      made.expectFault(201, nil, "POST \(oddity.prefix(60))")
      try await directory.ask("DELETE", "/Users/\(made.member("id") ?? "")").expectFault(204, nil)
    }
    let row = try #require(try await directory.site.store.row("users", ["id": "inside"]))
    #expect(row["first_name"] == .text("In") && row["last_name"] == .text("Person") && row["deleted_at"] == .null)
  }

  @Test(arguments: [
    ("en_US", "en-US"), ("pt-br", "pt-br"), ("zh_Hant_TW", "zh-Hant-TW"), ("da, en-gb;q=0.8, en;q=0.7", "da"),
    ("de;q=0.9", "de"), ("*", "fr"), ("no language", "fr"), ("e", "fr"),
  ]) func `A language is read as directories write it, and stays if it is none`(text: String, kept: String) async throws
  {
    let directory = try await Directory()
    try await directory.patch("/Users/inside", #"{"op":"add","path":"preferredLanguage","value":"fr"}"#).expectFault(
      200, nil)
    let answer = try await directory.patch(
      "/Users/inside", "{\"op\":\"replace\",\"path\":\"preferredLanguage\",\"value\":\"\(text)\"}")
    #expect(answer.status == 200 && answer.member("preferredLanguage") == kept)
  }

  @Test func `An address in the store that new rules refuse does not keep its user in`() async throws {
    let directory = try await Directory()
    _ = try await directory.site.store.database.write { session in
      try session.run("UPDATE users SET email = 'old..rule@x', language = 'e!' WHERE id = 'inside'")
    }
    try await directory.patch("/Users/inside", #"{"op":"add","path":"title","value":"Chef"}"#).expectFault(200, nil)
    try await directory.patch("/Users/inside", Self.off).expectFault(200, nil)
    let row = try await directory.site.store.row("users", ["id": "inside"])
    #expect(row?["deleted_at"] == .integer(FixedClock.now) && row?["email"] == .text("old..rule@x"))
  }

  private static let off = #"{"op":"replace","path":"active","value":"False"}"#
  private static let name = #"{"op":"replace","path":"name.givenName","value":"In"}"#

  private static func directory() async throws -> Directory {
    let directory = try await Directory()
    try await directory.patch("/Users/outside", #"{"op":"add","path":"externalId","value":"taken"}"#).expectFault(
      200, nil)
    return directory
  }

  private static func patch(_ operations: [String]) -> String {
    "{\"Operations\":[\(operations.joined(separator: ","))]}"
  }

  /// `"title":5` as an operation with a path.
  private static func operation(_ oddity: String) -> String {
    let end = oddity.range(of: "\":")?.lowerBound ?? oddity.endIndex
    let (path, value) = (oddity[..<end].dropFirst(), oddity[end...].dropFirst(2))
    return "{\"op\":\"replace\",\"path\":\"\(path)\",\"value\":\(value)}"
  }

  /// Sends the request, expects the user to be deactivated without credentials, and reactivates them.
  private static func leaves(
    _ directory: Directory, _ method: String, _ body: String, _ comment: Comment
  ) async throws {
    let store = directory.site.store
    let browser = try await directory.site.browser(of: "inside")
    let answer = try await directory.ask(method, "/Users/inside", body)
    answer.expectFault(200, nil, comment)
    #expect(answer.text.contains("\"active\":false"), comment)
    let row = try await store.row("users", ["id": "inside"])
    #expect(row?["deleted_at"] == .integer(FixedClock.now) && row?["email"] == .text("inside@x.org"), comment)
    #expect(try await browser.get("/").location?.hasPrefix("/signin") == true, comment)
    try await directory.patch("/Users/inside", #"{"op":"replace","path":"active","value":"True"}"#).expectFault(
      200, nil)
  }
}
