import Access
import Reports
import Statistics
import Support

// Lists of courses, questions, sessions and groups, and the page of a question.

extension APIDescription {
  static let entities: [String: APIDescription] = [
    "GET /api/v1/courses": list(.course, "Courses that the viewer may open, with numbers of their learners"),
    "GET /api/v1/questions": list(
      .question, "Questions that the viewer's users answered, with the numbers of their answers"),
    "GET /api/v1/program-sessions": list(.programSession, "Program sessions with the progress of those enrolled"),
    "GET /api/v1/path-sessions": list(.pathSession, "Path sessions with the progress of those enrolled"),
    "GET /api/v1/groups": list(
      .group, "Groups with their members and, for the last 90 days and with subgroups, the columns of Summary"),
    "GET /api/v1/questions/{id}": APIDescription(
      summary: "A question as it was asked, the distribution of its answers, and the users who gave them, page by page",
      parameters: [
        Parameter(name: "limit", summary: "Users per page", schema: Schema.integer(in: 1...500, default: 500)), .after,
      ],
      answer: .json("The question", question)),
  ]

  private static func list(_ kind: EntityKind, _ summary: String) -> APIDescription {
    let columns = kind.all.filter { $0.key != "name" }
    return APIDescription(
      summary: summary,
      parameters: [
        Parameter(name: "q", summary: "Part of a name", schema: search),
        .repeating("group", "Only users who are members of one of these groups (ids) count"), .subgroups,
        .repeating("user", "Only these users (ids) count"),
        .repeating("session", "program:ID or path:ID: only users enrolled there, and facts that name it, count"),
        .conditions,
        Parameter(
          name: "sort", summary: "The column to sort by",
          schema: Schema.choice(kind.all.map(\.key), default: kind == .question ? "first_score" : kind.all[0].key)),
        Parameter(
          name: "direction", summary: "Ascending or descending",
          schema: Schema.choice(Direction.allCases.map(\.rawValue), default: "asc")),
        .limit, .after,
      ],
      answer: .json(
        "One page",
        Schema.object([
          (
            "rows",
            Schema.array(
              Schema.object([("id", Schema.text), ("name", Schema.text)] + columns.map { ($0.key, schema(of: $0)) }))
          ),
          ("next", Schema.optional(Schema.text)),
        ])))
  }

  /// Medians and times per user may be missing.
  private static func schema(of column: Column) -> JSONValue {
    switch column.kind {
    case .count: Schema.count
    case .duration: Schema.optional(Schema.count)
    case .percent: Schema.optional(Schema.percent)
    case .instant: Schema.optional(Schema.instant)
    case .names: Schema.array(Schema.text)
    default: Schema.optional(Schema.text)
    }
  }

  private static let question: JSONValue = Schema.object([
    (
      "question",
      Schema.object([
        ("id", Schema.text), ("statement", Schema.text), ("interaction", Schema.text),
        ("choices", Schema.optional(Schema.text)), ("correct", Schema.optional(Schema.text)),
        ("course", Schema.optional(Schema.text)), ("tags", Schema.array(Schema.text)),
      ])
    ),
    (
      "choices",
      Schema.array(
        Schema.object([
          ("id", Schema.text), ("choice", Schema.text), ("answers", Schema.count),
          ("share", Schema.optional(Schema.percent)),
        ]))
    ),
    ("responses", Schema.array(Schema.object([("response", Schema.text), ("answers", Schema.count)]))),
    (
      "by_try",
      Schema.array(
        Schema.object([
          ("try", Schema.integer(in: 1...4)), ("mean_score", Schema.optional(Schema.percent)),
          ("answers", Schema.count),
        ]))
    ),
    (
      "users",
      Schema.array(
        Schema.object([
          ("id", Schema.text), ("first_name", Schema.text), ("last_name", Schema.text), ("email", Schema.text),
          ("score", Schema.optional(Schema.percent)), ("answers", Schema.count), ("last_activity", Schema.instant),
        ]))
    ),
    ("next", Schema.optional(Schema.text)),
  ])
}
