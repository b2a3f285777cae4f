import HTTPTypes
import Hummingbird
import Records
import Statistics
import Support

/// The OpenAPI 3.1 document, generated from the routes and their `APIDescription`s, so that paths and permissions
/// always match the code.
enum OpenAPIDocument {
  static func show(_ visit: WebRequest) async throws -> Response { text.response() }

  private static let text: JSONValue = [
    "openapi": "3.1.0",
    "info": [
      "title": "Tallybook", "version": .string(Version.current),
      "description": .string(
        "Statistics of learners. Durations are in seconds, instants in RFC 3339 (UTC); a missing value is null. "
          + "Clients see what their role allows; users outside their scope are not found."),
    ],
    "servers": [["url": "/"]], "paths": .object(paths),
    "components": [
      "securitySchemes": ["token": ["type": "http", "scheme": "bearer"]], "schemas": .object(schemas),
      "responses": .object(OpenAPIProblems.components),
    ],
  ]

  private static let schemas =
    APIDescription.userSchemas + APIDescription.evidenceSchemas + APIDescription.recordSchemas
    + [("Problem", OpenAPIProblems.schema)]

  private static var paths: [(String, JSONValue)] {
    let described = Routes.all.compactMap { route in
      APIDescription.all[name(of: route)].map { (path: route.path.description, route: route, description: $0) }
    }
    let byPath = Dictionary(grouping: described, by: \.path)
    return byPath.sorted { $0.key.comesBefore($1.key) }.map { path, routes in
      (path, .object(routes.map { ($0.route.method.rawValue.lowercased(), operation($0.route, $0.description)) }))
    }
  }

  /// The key of a route in `APIDescription.all`: `GET /api/v1/users/{id}/statistics`.
  static func name(of route: Route) -> String { "\(route.method.rawValue) \(route.path)" }

  /// The accepted kinds of authentication, any one of which is enough; an empty object means none is needed.
  private static func security(of route: Route) -> [JSONValue] {
    let token = JSONValue.object([("token", .array([]))])
    return switch route.permission {
    case .anyone: []
    case .watcher: [[:], token]
    case .signedIn, .role, .client: [token]
    }
  }

  private static func operation(_ route: Route, _ description: APIDescription) -> JSONValue {
    let names = route.path.description.matches(of: #/\{([a-z_]+)\}/#).map { String($0.1) }
    var members: [(String, JSONValue)] = [("summary", .string(description.summary))]
    members.append(("security", .array(security(of: route))))
    let parameters = names.map(pathParameter) + description.parameters.map(queryParameter)
    if !parameters.isEmpty { members.append(("parameters", .array(parameters))) }
    if let body = description.body {
      members.append(
        (
          "requestBody",
          ["required": true, "description": .string(body.summary), "content": content(body)]
        ))
    }
    let answer: JSONValue = [
      "description": .string(description.answer.summary), "content": content(description.answer),
    ]
    members.append(("responses", .object([("200", answer)] + OpenAPIProblems.of(route, description))))
    return .object(members)
  }

  private static func content(_ content: APIDescription.Content) -> JSONValue {
    .object(content.types.map { ($0.type, ["schema": $0.schema]) })
  }

  private static func pathParameter(_ name: String) -> JSONValue {
    let schema: JSONValue =
      switch name {
      case "kind": Schema.choice(RecordKind.all.map(\.name))
      case "key": Schema.choice(Statistic.all.filter(Evidence.exists).map(\.key))
      default: Schema.text
      }
    return ["name": .string(name), "in": "path", "required": true, "schema": schema]
  }

  private static func queryParameter(_ parameter: APIDescription.Parameter) -> JSONValue {
    [
      "name": .string(parameter.name), "in": "query", "required": .bool(parameter.isRequired),
      "description": .string(parameter.summary), "schema": parameter.schema,
    ]
  }
}
