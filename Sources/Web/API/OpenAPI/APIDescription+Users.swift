import Reports
import Statistics
import Support

extension APIDescription {
  static let health: [String: APIDescription] = [
    "GET /api/v1/openapi.json": APIDescription(
      summary: "This document", answer: .json("OpenAPI 3.1", ["type": "object"])),
    "GET /api/v1/health": APIDescription(
      summary: "Liveness check",
      answer: .json("The process is running", Schema.object([("status", Schema.choice(["ok"]))]))),
    "GET /api/v1/ready": APIDescription(
      summary: "Readiness check, including the store",
      answer: .json("The server is ready", Schema.object([("status", Schema.choice(["ready"]))]))),
    "GET /api/v1/metrics": APIDescription(
      summary: "Metrics for Prometheus; on the server's own machine no token is needed",
      answer: Content(summary: "Prometheus' text format, 0.0.4", types: [("text/plain", Schema.text)])),
    "GET /api/v1/statistics": APIDescription(
      summary: "The catalogue: every number, its definition, formula and unit",
      answer: .json("The catalogue", Schema.object([("statistics", Schema.array(Schema.named("Statistic")))]))),
  ]

  static let users: [String: APIDescription] = [
    "GET /api/v1/users": APIDescription(
      summary: "The viewer's users, page by page",
      parameters: [
        Parameter(
          name: "tab", summary: "Current or deleted users",
          schema: Schema.choice(Population.Tab.allCases.map(\.rawValue), default: "current")),
        Parameter(name: "q", summary: "Part of a name or e-mail address", schema: search),
        .repeating("group", "Members of one of these groups (ids)"), .subgroups, .conditions,
        Parameter(
          name: "sort", summary: "The column to sort by",
          schema: Schema.choice(UserList.Kind.users.columns.map(\.key), default: "last_name")),
        Parameter(
          name: "direction", summary: "Ascending or descending",
          schema: Schema.choice(Direction.allCases.map(\.rawValue), default: "asc")),
        .limit, .after,
      ],
      answer: .json(
        "A page of users",
        Schema.object([("users", Schema.array(Schema.named("User"))), ("next", Schema.optional(Schema.text))]))),
    "GET /api/v1/users/{id}/statistics": APIDescription(
      summary: "Everything shown on a user's page", answer: .json("The statistics", Schema.named("UserStatistics"))),
  ]

  static let search: JSONValue = ["type": "string", "maxLength": .integer(UserListRequest.searchLimit)]

  /// Schemas used by the responses about users.
  static let userSchemas: [(String, JSONValue)] = [
    (
      "Statistic",
      Schema.object([
        ("key", Schema.choice(Statistic.all.map(\.key))),
        ("family", Schema.choice(Statistic.Family.allCases.map(\.rawValue))), ("unit", Schema.text),
        ("title", Schema.text), ("definition", Schema.text), ("formula", Schema.optional(Schema.text)),
      ])
    ),
    (
      "User",
      Schema.object([
        ("id", Schema.text), ("first_name", Schema.text), ("last_name", Schema.text), ("email", Schema.text),
        ("time_spent", Schema.count), ("last_activity", Schema.optional(Schema.instant)),
        ("direct_reports", Schema.count),
      ])
    ),
    (
      "UserStatistics",
      Schema.object(
        [("general", Schema.statistics([.groups] + UserStatistics.general))]
          + UserStatistics.sections.map { ($0.id, Schema.array(Schema.row($0.columns))) }
          + [("report", Schema.statistics(UserStatistics.report))])
    ),
  ]
}

extension APIDescription.Parameter {
  static let limit = APIDescription.Parameter(
    name: "limit", summary: "Rows per page", schema: Schema.integer(in: 1...500, default: 50))
  static let after = APIDescription.Parameter(
    name: "after", summary: "The cursor from `next` of the previous page", schema: Schema.text)

  static let subgroups = APIDescription.Parameter(
    name: "subgroups", summary: "Whether a group includes those below it",
    schema: ["type": "boolean", "default": false])
  static let conditions = repeating(
    "where", "A condition on a column, COLUMN:OPERATION:VALUE or COLUMN:empty; at most \(Condition.limit), ANDed")

  /// A parameter that may be repeated.
  static func repeating(_ name: String, _ summary: String, _ items: JSONValue = Schema.text) -> Self {
    APIDescription.Parameter(name: name, summary: summary, schema: Schema.array(items))
  }
}
