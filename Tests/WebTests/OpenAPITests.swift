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

  /// Each parameter alone, and all together, with a value that names nothing.
  @Test func `No parameter leads to an answer that the document does not know`() async throws {
    let site = try await TestSite()
    let program = try await site.program(of: "owner")
    let document = try JSONDecoder().decode(Described.self, from: try await program.get("/api/v1/openapi.json").data)
    var asked = 0
    for (path, operation) in document.paths.compactMapValues(\.get) {
      let place = path.replacing(#/\{[a-z_]+\}/#, with: "nobody")
      let values = (operation.parameters ?? []).filter { $0.in == "query" }.map { "\($0.name)=\($0.schema.value)" }
      for query in Set(values + [values.joined(separator: "&"), ""]) {
        let status = try await program.get("\(place)?\(query)").status
        #expect(operation.responses[String(status)] != nil, "\(place)?\(query): \(status)")
        asked += 1
      }
    }
    #expect(asked > 100)
  }

  /// What the document says of requests without a body.
  private struct Described: Decodable {
    let paths: [String: Path]

    struct Path: Decodable { let get: Operation? }

    struct Operation: Decodable {
      let parameters: [Parameter]?
      let responses: [String: Response]
    }

    struct Response: Decodable {}

    struct Parameter: Decodable {
      let name: String
      let `in`: String
      let schema: Schema
    }

    struct Schema: Decodable {
      let type: String?
      let format: String?
      let `enum`: [String]?
      let pattern: String?

      /// A value that the schema allows.
      var value: String {
        if let first = `enum`?.first { return first }
        if type == "integer" { return "1" }
        if type == "boolean" { return "true" }
        if format == "date" { return "2026-01-01" }
        return pattern?.contains("program|path") == true ? "program:nobody" : "nobody"
      }
    }
  }
}
