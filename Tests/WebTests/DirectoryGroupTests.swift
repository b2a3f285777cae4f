import DatabaseAccess
import Foundation
import Testing
import TestSupport

/// Groups from a directory, and the permission to write them.
@Suite struct DirectoryGroupTests {
  @Test func `A group's members are its learners, closed and opened as records`() async throws {
    let directory = try await Directory()
    let made = try await directory.ask(
      "POST", "/Groups", #"{"displayName":"New","externalId":"g","members":[{"value":"inside"},{"value":"coach"}]}"#)
    made.expectFault(201, nil)
    let id = try #require(made.member("id"))
    let store = directory.site.store
    #expect(try await store.row("groups", ["id": id])?["parent"] == .text("root"))
    try await directory.patch("/Groups/\(id)", #"{"op":"Remove","path":"members[value eq \"coach\"]"}"#)
      .expectFault(200, nil)
    let coach = ["group_key": id, "user_key": "coach", "role": "learner"]
    #expect(try await store.row("memberships", coach)?["until"] == .integer(FixedClock.now))
    #expect(try await store.row("memberships", ["group_key": "sales", "user_key": "coach"])?["until"] == .null)
    let added = try await directory.patch(
      "/Groups/\(id)", #"{"op":"Add","path":"members","value":[{"value":"outside"},{"value":"inside"}]}"#,
      #"{"op":"Replace","path":"displayName","value":"Newer"}"#)
    #expect(added.member("displayName") == "Newer" && added.text.contains("outside"))
    try await directory.patch("/Groups/\(id)", #"{"op":"Remove","path":"members","value":[{"value":"inside"}]}"#)
      .expectFault(200, nil)
    #expect(try await directory.list("/Groups?filter=\(Browser.encoded("members eq \"outside\""))").contains(id))
    #expect(try await directory.list("/Groups?filter=\(Browser.encoded("members.value eq \"inside\""))") == ["sales"])
    #expect(try await directory.list("/Groups?filter=\(Browser.encoded("displayName eq \"newer\""))") == [id])
    try await directory.patch("/Groups/\(id)", #"{"op":"add","path":"members","value":[{"value":"nobody"}]}"#)
      .expectFault(400, "invalidValue")
    #expect(try await store.differences().isEmpty)
  }

  @Test(arguments: [
    #"{"id":"sales","displayName":"Nurses and aides"}"#, #"{"ID":"SALES","displayName":"Nurses and aides"}"#,
    #"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"id":"sales","displayName":"Nurses and aides","meta":{"version":"x"}}"#,
    #"{"displayName":"Nurses and aides","members":[{"value":"inside","display":"I"},{"value":"=1+1"}],"externalId":null,"height":5}"#,
    #"{"urn:ietf:params:scim:schemas:core:2.0:Group:displayName":"Nurses and aides","urn:example:x:1.0:Group":{"a":1}}"#,
  ]) func `A group is renamed by the whole of it, with what only the server writes`(value: String) async throws {
    let directory = try await Directory()
    let members = try await directory.site.store.rows("memberships")
    let answer = try await directory.patch("/Groups/sales", "{\"op\":\"replace\",\"value\":\(value)}")
    answer.expectFault(200, nil, "\(value)")
    #expect(answer.member("displayName") == "Nurses and aides" && answer.member("id") == "sales")
    #expect(try await directory.site.store.row("groups", ["id": "sales"])?["name"] == .text("Nurses and aides"))
    #expect(try await directory.site.store.rows("memberships") == members)
  }

  @Test func `A resource can be sent back as it came, by PUT and by PATCH`() async throws {
    let directory = try await Directory()
    for path in ["/Groups/sales", "/Users/report", "/Users/inside"] {
      let resource = try await directory.ask("GET", path).text
      let version = try #require(resource.firstMatch(of: /"version":"[^}]*"/)?.output)
      for (method, body) in [
        ("PUT", resource), ("PUT", resource.replacing("\"id\":\"", with: "\"id\":\"other-")),
        ("PATCH", "{\"Operations\":[{\"op\":\"replace\",\"value\":\(resource)}]}"),
        ("PATCH", "{\"Operations\":{\"op\":\"Add\",\"value\":\(resource)}}"),
      ] {
        let answer = try await directory.ask(method, path, body)
        answer.expectFault(200, nil, "\(method) \(path)")
        let alike = [answer.text, resource].map { $0.replacing(/"meta":.*/, with: "") }
        #expect(alike[0] == alike[1], "\(method) \(path) \(version)")
      }
    }
    for (path, operation) in [
      ("/Groups/sales", #"{"op":"replace","path":"id","value":"SALES"}"#),
      ("/Groups/sales", #"{"op":"replace","path":"meta.version","value":"x"}"#),
      ("/Groups/sales", #"{"op":"add","path":"schemas","value":["urn:x"]}"#),
      ("/Users/inside", #"{"op":"add","path":"groups","value":[{"value":"sales"}]}"#),
      ("/Users/inside", #"{"op":"replace","path":"groups","value":[{"value":"sales","display":"S"}]}"#),
    ] { try await directory.patch(path, operation).expectFault(200, nil, "\(operation)") }
    for (path, operation) in [
      ("/Groups/sales", #"{"op":"replace","value":{"id":"ops","displayName":"X"}}"#),
      ("/Groups/sales", #"{"op":"remove","path":"id"}"#),
      ("/Users/inside", #"{"op":"replace","path":"groups","value":[{"value":"ops"}]}"#),
      ("/Users/inside", #"{"op":"remove","path":"groups"}"#),
    ] { try await directory.patch(path, operation).expectFault(400, "mutability", "\(operation)") }
  }

  @Test func `A group that is deleted loses its learners and is found no more`() async throws {
    let directory = try await Directory()
    try await directory.ask("DELETE", "/Groups/sales").expectFault(204, nil)
    try await directory.ask("GET", "/Groups/sales").expectFault(404, nil)
    #expect(try await directory.list("/Groups") == ["ops", "root"])
    let store = directory.site.store
    let learner = ["group_key": "sales", "user_key": "inside"]
    #expect(try await store.row("memberships", learner)?["until"] == .integer(FixedClock.now))
    #expect(try await store.row("memberships", ["group_key": "sales", "user_key": "coach"])?["until"] == .null)
    #expect(try await store.row("groups", ["id": "sales"]) != nil)
  }

  @Test func `Members that are not asked for are not sent`() async throws {
    let directory = try await Directory()
    #expect(try await directory.ask("GET", "/Groups/sales").text.contains("members"))
    for query in ["excludedAttributes=members", "attributes=displayName"] {
      #expect(try await !directory.ask("GET", "/Groups/sales?\(query)").text.contains("members"))
      #expect(try await !directory.ask("GET", "/Groups?\(query)").text.contains("members"))
    }
  }

  @Test func `Only the owner and platform administrators, by a token that may write, speak for a directory`()
    async throws
  {
    for (user, isReadOnly, status) in [
      ("owner", true, 403), ("admin", false, 403), ("coach", false, 403), ("useradmin", false, 403),
      ("platform", false, 200),
    ] {
      let directory = try await Directory(of: user, isReadOnly: isReadOnly)
      for path in ["/Users", "/Groups", "/Users/inside", "/Schemas", "/ServiceProviderConfig"] {
        try await directory.ask("GET", path).expectFault(status, nil, "\(user) \(path)")
      }
      try await directory.ask("DELETE", "/Users/outside").expectFault(status == 200 ? 204 : status, nil)
    }
    let site = try await TestSite()
    try await Browser(port: site.port).get("/scim/v2/Users").expectFault(401, nil)
    try await site.browser(of: "owner").get("/scim/v2/Users").expectFault(403, nil)
  }

  @Test func `What is not offered, or not there, is told in SCIM's own form`() async throws {
    let directory = try await Directory()
    try await directory.ask("GET", "/Nothing").expectFault(404, nil)
    try await directory.ask("GET", "/Schemas/urn:nothing").expectFault(404, nil)
    try await directory.ask("GET", "/ResourceTypes/Nothing").expectFault(404, nil)
    let token = try await directory.site.token(of: "owner")
    let search = try await Wire.ask(
      directory.site.port, "POST", "/scim/v2/.search", headers: ["Authorization: Bearer \(token)"])
    search.expectFault(501, nil)
    try await directory.ask("DELETE", "/Users").expectFault(405, nil)
    for body in ["", "[]", "{", "5", "\"a\"", "{\"userName\":5}", "{}", String(repeating: "[", count: 3_000)] {
      let type = body == "{}" || body.contains("5}") ? "invalidValue" : "invalidSyntax"
      try await directory.ask("POST", "/Users", body).expectFault(400, type, "\(body.prefix(20))")
      try await directory.ask("PATCH", "/Users/inside", body).expectFault(400, "invalidSyntax", "\(body.prefix(20))")
    }
  }
}
