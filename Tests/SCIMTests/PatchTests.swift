import Support
import Testing

@testable import SCIM

/// PATCH operations (RFC 7644, 3.5.2) on a user and a group, as directories send them.
@Suite struct PatchTests {
  private static let user = #"{"id":"u1","userName":"ada","emails":[{"value":"a@x.org","type":"work"}],"title":"Dr"}"#
  private static let group = #"{"id":"g1","displayName":"G","members":[{"value":"u1"},{"value":"u2"}]}"#

  private func applied(
    _ operations: String, to resource: String = user, _ schemas: [SCIMSchema] = [.user, .enterpriseUser]
  ) throws -> SCIMBody {
    let patch = try #require(JSONValue(parsing: Array(#"{"Operations":\#(operations)}"#.utf8)))
    return try SCIMPatch(patch).applied(to: try #require(JSONValue(parsing: Array(resource.utf8))), schemas)
  }

  private func members(_ operations: String) throws -> [String] {
    let body = try applied(operations, to: Self.group, [.group])
    #expect(body.fault == nil && body.names("members") && !body.names("displayname"))
    return (body.value["members"]?.values ?? []).compactMap { $0["value"]?.string }
  }

  @Test func `A path names what is changed`() throws {
    let body = try applied(#"[{"op":"Replace","path":"title","value":"Prof"}]"#)
    #expect(body.value["title"]?.string == "Prof" && body.named == ["title"] && body.fault == nil)
    #expect(try applied(#"[{"op":"remove","path":"title"}]"#).value["title"] == nil)
    #expect(try applied(#"{"op":"add","path":"title","value":"Prof"}"#).value["title"]?.string == "Prof")
  }

  @Test func `Without a path, names may be paths`() throws {
    let value = #"{"name.givenName":"Ada","emails[type eq \"work\"].value":"b@x.org","id":"other"}"#
    let body = try applied(#"[{"op":"replace","value":\#(value)}]"#)
    #expect(body.value["name"]?["givenName"]?.string == "Ada")
    #expect(body.value["emails"]?.items?.first?["value"]?.string == "b@x.org")
    // One wrong attribute does not prevent the others, and is reported.
    #expect(body.fault?.kind == .mutability && body.value["id"]?.string == "u1")
  }

  @Test func `A value that the filter does not find is added, but not replaced`() throws {
    let added = try applied(#"[{"op":"add","path":"emails[type eq \"home\"].value","value":"h@x.org"}]"#)
    #expect(added.value["emails"]?.items?.last?.text == #"{"type":"home","value":"h@x.org"}"#)
    let replaced = try applied(#"[{"op":"replace","path":"emails[type eq \"home\"].value","value":"h@x.org"}]"#)
    #expect(replaced.fault?.kind == .noTarget && replaced.value["emails"]?.items?.count == 1)
  }

  @Test func `Members are added once, replaced and removed`() throws {
    #expect(
      try members(#"[{"op":"add","path":"members","value":[{"value":"u2"},{"value":"u3"}]}]"#) == ["u1", "u2", "u3"])
    #expect(try members(#"[{"op":"replace","path":"members","value":[{"value":"u3"},{"value":"u3"}]}]"#) == ["u3"])
    #expect(try members(#"[{"op":"remove","path":"members[value eq \"u1\"]"}]"#) == ["u2"])
    #expect(try members(#"[{"op":"remove","path":"members","value":[{"value":"u2"}]}]"#) == ["u1"])
    #expect(try members(#"[{"op":"remove","path":"members"}]"#) == [])
    #expect(try members(#"[{"op":"add","path":"members","value":"U1"}]"#) == ["u1", "u2", "U1"])
  }

  @Test(arguments: [
    (#"[{"op":"move","path":"title"}]"#, SCIMFault.Kind.invalidSyntax), (#"[{"op":"remove"}]"#, .noTarget),
    (#"[{"op":"add","value":"x"}]"#, .invalidValue), (#"[{"op":"add","path":"a b","value":1}]"#, .invalidPath),
    (#"[{"op":"replace","path":"groups","value":[{"value":"g"}]}]"#, .mutability),
    (#"[{"op":"replace","path":"title[value pr]","value":"X"}]"#, .invalidPath),
  ]) func `A faulty operation changes nothing, and the others count`(faulty: String, kind: SCIMFault.Kind) throws {
    let body = try applied(faulty.dropLast() + #",{"op":"replace","path":"userName","value":"eva"}]"#)
    #expect(body.fault?.kind == kind && body.value["userName"]?.string == "eva")
    #expect(body.value["title"]?.string == "Dr")
  }

  @Test func `What is not stored, unchanged or of another schema is passed over`() throws {
    let body = try applied(
      #"""
      [{"op":"add","path":"nickName","value":"A"},{"op":"replace","path":"id","value":"U1"},
       {"op":"add","path":"urn:example:badge:1.0:User:number","value":"7"},{"op":"add","path":"password","value":"x"}]
      """#)
    #expect(body.fault == nil && body.named == [] && body.value.text.contains("nickName") == false)
  }

  @Test func `A PATCH has a list of at most 1,000 operations`() throws {
    #expect(throws: SCIMFault.self) { try SCIMPatch([:]) }
    let one: JSONValue = ["op": "remove", "path": "title"]
    #expect(try SCIMPatch(["Operations": .array(Array(repeating: one, count: 1_000))]).operations.count == 1_000)
    #expect { try SCIMPatch(["Operations": .array(Array(repeating: one, count: 1_001))]) } throws: {
      ($0 as? SCIMFault)?.kind == .tooMany
    }
  }
}
