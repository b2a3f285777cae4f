/// What the API's document (OpenAPI 3.1) says of a route. Its method, its path with the path's parameters, who may ask
/// and the problems that follow come from the route itself.
struct APIDescription: Sendable {
  let summary: String
  /// Of the query.
  var parameters: [Parameter] = []
  var body: Content?
  /// The answer of status 200.
  let answer: Content

  struct Parameter: Sendable {
    let name: String
    let summary: String
    let schema: JSONValue
    var isRequired = false
  }

  /// A body by its media types, each with its schema.
  struct Content: Sendable {
    let summary: String
    let types: [(type: String, schema: JSONValue)]

    static func json(_ summary: String, _ schema: JSONValue) -> Content {
      Content(summary: summary, types: [("application/json", schema)])
    }
  }

  /// By method and path: to describe a route, add it to one of these, or add another beside them.
  static let all: [String: APIDescription] = [health, users, drillDowns, people, evidence, reports, records].reduce(
    into: [:]) {
      $0.merge($1) { _, later in later }
    }
}
