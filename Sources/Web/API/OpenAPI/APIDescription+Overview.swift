import Reports
import Statistics
import Support

extension APIDescription {
  static let overview: [String: APIDescription] = Dictionary(
    uniqueKeysWithValues: [("GET /api/v1/overview", whole)]
      + AttentionKind.allCases.map { ("GET /api/v1/overview/\($0.rawValue)", list($0)) })

  private static let whole = APIDescription(
    summary: "Figures of a period and the one before, what needs attention now, a trend, and groups",
    parameters: filters + period,
    answer: .json(
      "The overview",
      Schema.object([
        ("period", days), ("previous", days),
        (
          "figures",
          Schema.object(
            PeriodFigures.columns.map { ($0.rawValue, Schema.object([("value", figure), ("previous", figure)])) })
        ),
        ("now", Schema.object(AttentionFigure.allCases.map { ($0.rawValue, Schema.count) })), ("trend", trend),
        (
          "groups",
          Schema.array(
            Schema.object(
              [("group", Schema.object([("id", Schema.text), ("name", Schema.text)]))]
                + Overview.groupColumns.map { ($0.rawValue, figure) }))
        ),
      ])))

  /// The filters of the overview.
  private static let filters: [Parameter] = [
    .repeating("group", "Only users who are members of one of these groups (ids)"), .subgroups,
    .repeating("where", "A condition on a custom field, custom:ID:OPERATION:VALUE or custom:ID:empty"),
  ]

  private static func list(_ kind: AttentionKind) -> APIDescription {
    let person = ["user", "first_name", "last_name", "email"].map { ($0, Schema.text) }
    return APIDescription(
      summary: "\(kind.statistic.title), as of now, most urgent first", parameters: filters + [.limit, .after],
      answer: .json(
        "One page",
        Schema.object([
          ("rows", Schema.array(Schema.object(person + kind.columns.map { ($0.key, schema(of: $0)) }))),
          ("next", Schema.optional(Schema.text)),
        ])))
  }

  /// A session may have no end, and a user no activity.
  private static func schema(of column: Column) -> JSONValue {
    switch column.kind {
    case .count: Schema.count
    case .progress: Schema.percent
    case .instant: Schema.optional(Schema.instant)
    default: Schema.text
    }
  }
}
