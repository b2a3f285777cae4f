import Support
import Testing

@testable import SCIM

/// Queries of lists, the attributes that they return, and versions.
@Suite struct QueryTests {
  private func query(_ parameters: [String: String]) throws -> SCIMQuery { try SCIMQuery { parameters[$0] } }

  @Test func `Pages begin with 1 and have at most 200 resources`() throws {
    let usual = try query([:])
    #expect(usual.start == 1 && usual.count == 100 && usual.filter == nil && usual.sortBy == nil)
    let odd = try query(["startIndex": "-3", "count": "1000", "sortBy": "userName", "sortOrder": "Descending"])
    #expect(odd.start == 1 && odd.count == 200 && odd.sortBy?.key == "username" && odd.isDescending)
    #expect(try query(["count": "-1"]).count == 0)
    for wrong in ["x", "1.5", "9999999999"] { #expect(throws: SCIMFault.self) { try query(["count": wrong]) } }
  }

  @Test func `A search by POST says the same`() throws {
    let body: JSONValue = ["filter": "title pr", "startIndex": 11, "count": "5", "attributes": ["userName", "name"]]
    let search = try SCIMQuery(body)
    #expect(search.filter != nil && search.start == 11 && search.count == 5)
    #expect(
      search.projection.applied(Self.resource).text
        == #"{"schemas":[],"id":"1","userName":"a","name":{"givenName":"A","familyName":"B"}}"#)
  }

  private static let resource: JSONValue = [
    "schemas": [], "id": "1", "userName": "a", "name": ["givenName": "A", "familyName": "B"],
    "groups": [["value": "g"]],
  ]

  @Test(
    arguments: [
      ([:], ["schemas", "id", "userName", "name", "groups"]),
      (["attributes": "userName"], ["schemas", "id", "userName"]),
      (["excludedAttributes": "groups,ID"], ["schemas", "id", "userName", "name"]),
      (["attributes": "name.givenName"], ["schemas", "id", "name"]),
    ] as [([String: String], [String])]) func `Attributes are chosen, and the id is always there`(
      parameters: [String: String], names: [String]
    ) throws
  {
    #expect(try query(parameters).projection.applied(Self.resource).members?.map(\.0) == names)
  }

  @Test func `Groups need not be read if nobody asks for them`() throws {
    #expect(try query(["attributes": "userName"]).projection.hidden == ["groups", "members"])
    #expect(try query(["excludedAttributes": "groups"]).projection.hidden == ["groups"])
    #expect(try query(["attributes": "groups"]).projection.hidden == ["members"])
  }

  @Test func `The version changes with the content only`() {
    let server = SCIMServer(base: "https://h/scim/v2") { "\($0.utf8.count)-\($0.hashValue)-00000000000000000000" }
    func group(_ name: String, modified: Int? = nil) -> JSONValue {
      SCIMGroup(id: "a b", name: name, externalID: nil, createdAt: 0, modifiedAt: modified).json(members: [], server)
    }
    #expect(group("G").version == group("G").version && group("G").version != group("H").version)
    #expect(group("G").version != group("G", modified: 1).version)
    #expect(group("G").version?.hasPrefix("W/\"") == true)
    #expect(group("G")["META"]?["location"]?.string == "https://h/scim/v2/Groups/a%20b")
    #expect(group("G", modified: 60)["meta"]?["lastModified"]?.string == "1970-01-01T00:01:00Z")
  }
}
