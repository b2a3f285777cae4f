import HTTPTypes
import Hummingbird
import Support

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
    (400, "A parameter is invalid; `detail` says which and why"),
    (401, "The token is missing, unknown, expired or revoked"),
    (403, "Not allowed for this role, or for a read-only token"),
    (404, "Not found, or not visible to you"),
    (408, "The upload was too slow or incomplete"),
    (413, "The body is too large"),
    (415, "The media type of the body is not supported"),
    (422, "Invalid records: `errors` has the first 100 errors, `error_count` their number"),
    (429, "A limit is reached; `detail` says which. Retry after `Retry-After` seconds, if present"),
    (503, "The server or its store is busy; retry after `Retry-After` seconds"),
    (507, "The disk of the store is full"),
  ]

  static let components: [(String, JSONValue)] = all.map { status, words in
    var members: [(String, JSONValue)] = [
      ("description", .string(words)),
      ("content", ["application/problem+json": ["schema": Schema.named("Problem")]]),
    ]
    if status == 503 || status == 429 {
      members.append(("headers", ["Retry-After": ["schema": Schema.count]]))
    }
    return ("problem_\(status)", .object(members))
  }

  static func of(_ route: Route, _ description: APIDescription) -> [(String, JSONValue)] {
    let isWriting = route.method != .get
    let isOpen = if case .anyone = route.permission { true } else { false }
    let isByRole =
      switch route.permission {
      case .role, .watcher: true
      case .anyone, .signedIn, .client: false
      }
    let finds = route.path.description.contains("{") || description.findsByParameter
    let given: [(Int, Bool)] = [
      (400, true), (401, !isOpen), (403, isByRole || isWriting), (404, finds), (408, isWriting), (413, isWriting),
      (415, description.body != nil), (422, description.body != nil), (429, !isOpen), (503, true),
      (507, isWriting),
    ]
    return given.filter(\.1).map { status, _ in
      ("\(status)", ["$ref": "#/components/responses/problem_\(status)"])
    }
  }
}
