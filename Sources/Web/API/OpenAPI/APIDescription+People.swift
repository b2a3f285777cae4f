import Statistics
import Support

// Details behind the rows of a user's page; teams, public statistics, collaborative activities and members.

extension APIDescription {
  static let drillDowns: [String: APIDescription] = [
    "GET /api/v1/users/{id}/programs/{session}": APIDescription(
      summary: "A user's program session and its blocks", answer: .json("The blocks", thing("blocks"))),
    "GET /api/v1/users/{id}/courses/{course}/attempts": APIDescription(
      summary: "A user's attempts on a course, latest first",
      parameters: [
        Parameter(
          name: "session", summary: "program:ID or path:ID: only attempts made in this session", schema: Schema.text)
      ],
      answer: .json("The attempts", thing("attempts", CourseAttempts.columns.filter(\.isInAPI)))),
    "GET /api/v1/users/{id}/questions/{question}": APIDescription(
      summary: "A user's answers to a question",
      answer: .json("The answers", thing("answers", QuestionAnswers.columns.filter(\.isInAPI)))),
  ]

  static let people: [String: APIDescription] = [
    "GET /api/v1/users/{id}/team": APIDescription(
      summary: "A manager's direct reports among the viewer's users", parameters: [.conditions],
      answer: .json(
        "The team",
        Schema.object([
          ("manager", anyObject), ("reports", Schema.array(anyObject)), ("total", anyObject),
          ("left_out", Schema.count),
        ]))),
    "GET /api/v1/users/{id}/public": APIDescription(
      summary: "A user's public statistics: an author's or a learner's card",
      answer: .json("The card", Schema.object([("card", Schema.choice(["author", "learner"]))]))),
    "GET /api/v1/collaborative-activities": list(
      "Users with the number of their posts, comments and reactions", "users", .activities(repliesCount: true)),
    "GET /api/v1/members": list("Current members, with registration date and inviter", "members", .members),
  ]

  private static func list(_ summary: String, _ name: String, _ kind: UserList.Kind) -> APIDescription {
    APIDescription(
      summary: summary,
      parameters: [
        Parameter(name: "q", summary: "Part of a name or e-mail address", schema: search), .conditions,
        Parameter(
          name: "sort", summary: "The column to sort by",
          schema: Schema.choice(kind.columns.map(\.key), default: "last_name")),
        Parameter(
          name: "direction", summary: "Ascending or descending",
          schema: Schema.choice(Direction.allCases.map(\.rawValue), default: "asc")),
        .limit, .after,
      ],
      answer: .json(
        "One page",
        Schema.object([(name, Schema.array(anyObject)), ("next", Schema.optional(Schema.text))])))
  }

  private static func thing(_ rows: String, _ columns: [Column]? = nil) -> JSONValue {
    Schema.object([(rows, Schema.array(columns.map(Schema.row) ?? anyObject))])
  }

  private static let anyObject: JSONValue = ["type": "object"]
}
