import Support

/// The documentation of a route in the OpenAPI 3.1 document. Method, path, path parameters, permission and the
/// resulting problems come from the route itself.
struct APIDescription: Sendable {
  let summary: String
  /// Query parameters.
  var parameters: [Parameter] = []
  /// Whether one of them names what must exist and be visible.
  var findsByParameter = false
  var body: Content?
  /// The response with status 200.
  let answer: Content

  struct Parameter: Sendable {
    let name: String
    let summary: String
    let schema: JSONValue
    var isRequired = false
  }

  /// A body in one or more media types, each with its schema.
  struct Content: Sendable {
    let summary: String
    let types: [(type: String, schema: JSONValue)]

    static func json(_ summary: String, _ schema: JSONValue) -> Content {
      Content(summary: summary, types: [("application/json", schema)])
    }
  }

  /// By method and path. To describe a route, add it to one of these dictionaries, or add another dictionary.
  static let all: [String: APIDescription] = [
    health, users, drillDowns, people, entities, evidence, reports, records, compare, overview, sources,
  ].reduce(
    into: [:]) {
      $0.merge($1) { _, later in later }
    }
}
