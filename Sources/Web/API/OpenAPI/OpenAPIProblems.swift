import HTTPTypes
import Hummingbird

/// The problems (RFC 9457) that a route can answer with.
enum OpenAPIProblems {
  static let schema = Schema.object(
    [
      ("type", Schema.choice(Problem.Kind.allCases.map { "urn:tallybook:problem:\($0.rawValue)" })),
      ("title", Schema.text), ("status", Schema.integer(in: 400...599)), ("detail", Schema.text),
      ("request", Schema.text),
      (
        "errors",
        Schema.array(
          Schema.object([
            ("element", Schema.optional(Schema.count)), ("field", Schema.optional(Schema.text)),
            ("pointer", Schema.optional(Schema.text)), ("value", Schema.text), ("reason", Schema.text),
          ]))
      ),
      ("error_count", Schema.count),
    ], required: ["type", "title", "status", "detail"])

  private static let all: [(status: Int, words: String)] = [
    (400, "A parameter makes no sense; `detail` says which and why"),
    (401, "No token, or one that is unknown, expired or revoked"),
    (403, "The role, or a read-only token, does not open this"),
    (404, "There is nothing here, or it is not yours to see"),
    (408, "The body comes too slowly, or has stopped before its end"),
    (413, "The body is too large"),
    (415, "The body is of a type that is not read here"),
    (422, "Records that cannot be taken: `errors` has the first 100, `error_count` their number"),
    (429, "A limit is reached: `detail` says which; try again after `Retry-After` seconds, if it is there"),
    (503, "The server or its store is busy; try again after `Retry-After` seconds"),
    (507, "No room is left on the disk of the store"),
  ]

  static let components: [(String, JSONValue)] = all.map { status, words in
    var members: [(String, JSONValue)] = [
      ("description", .string(words)),
      ("content", .object([("application/problem+json", .object([("schema", Schema.named("Problem"))]))])),
    ]
    if status == 503 || status == 429 {
      members.append(("headers", .object([("Retry-After", .object([("schema", Schema.count)]))])))
    }
    return ("problem_\(status)", .object(members))
  }

  static func of(_ route: Site.Route, _ description: APIDescription) -> [(String, JSONValue)] {
    let isWriting = route.method != .get
    let isOpen = if case .anyone = route.permission { true } else { false }
    let isByRole =
      switch route.permission {
      case .role, .watcher: true
      case .anyone, .signedIn: false
      }
    let hasPlace = route.path.description.contains("{")
    let given: [(Int, Bool)] = [
      (400, true), (401, !isOpen), (403, isByRole || isWriting), (404, hasPlace), (408, isWriting), (413, isWriting),
      (415, description.body != nil), (422, description.body != nil), (429, !isOpen), (503, true),
      (507, isWriting),
    ]
    return given.filter(\.1).map { status, _ in
      ("\(status)", .object([("$ref", .string("#/components/responses/problem_\(status)"))]))
    }
  }
}
