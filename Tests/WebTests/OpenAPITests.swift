import Foundation
import Hummingbird
import Records
import Testing

@testable import Web

/// `/api/v1/openapi.json` describes the API. The browser tests check with another program that it is valid OpenAPI.
@Suite struct OpenAPITests {
  @Test func `Every route of the API is described, and nothing else is`() {
    let routes = Routes.all.filter { $0.path.description.hasPrefix("/api/") }.map(OpenAPIDocument.name)
    #expect(Set(routes) == Set(APIDescription.all.keys))
    #expect(routes.count >= 8)
  }

  @Test func `The document names every kind of record and every field, and all that it refers to is there`()
    async throws
  {
    let site = try await TestSite()
    let answer = try await Browser(port: site.port).get("/api/v1/openapi.json")
    #expect(answer.status == 200 && answer.headers["content-type"] == "application/json")
    let document = try #require(try JSONSerialization.jsonObject(with: answer.data) as? [String: Any])
    let components = try #require(document["components"] as? [String: Any])
    let schemas = try #require(components["schemas"] as? [String: [String: Any]])
    for kind in RecordKind.all {
      let schema = try #require(schemas["record_\(kind.name)"], "\(kind.name)")
      #expect(Set((schema["properties"] as? [String: Any] ?? [:]).keys) == Set(kind.fields.map(\.name)))
    }
    let responses = try #require(components["responses"] as? [String: Any])
    for match in answer.text.matches(of: #/"\$ref":"#\/components\/(schemas|responses)\/([^"]+)"/#) {
      let name = String(match.2)
      #expect(match.1 == "schemas" ? schemas[name] != nil : responses[name] != nil, "\(name)")
    }
  }
}
