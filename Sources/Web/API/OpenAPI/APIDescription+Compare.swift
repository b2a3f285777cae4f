import Reports
import Statistics
import Support

extension APIDescription {
  static let compare: [String: APIDescription] = [
    "GET /api/v1/compare": APIDescription(
      summary: "Two to four groups (with their subgroups), users or sessions over a period, and the previous one",
      parameters: [
        .repeating("group", "Groups (ids); only one of group, user and session may be given"),
        .repeating("user", "Users (ids)"),
        .repeating("session", "Sessions", ["type": "string", "pattern": "^(program|path):.*$"]), .conditions,
      ] + period,
      findsByParameter: true,
      answer: .json(
        "The figures, their differences from those of the first, and their trends by week or month",
        Schema.object([
          ("kind", Schema.choice(ComparisonQuery.Kind.allCases.map(\.rawValue))), ("period", days), ("previous", days),
          ("unit", Schema.choice(["week", "month"])), ("items", Schema.array(item)),
        ])))
  ]

  static let days = Schema.object([("from", Schema.date), ("to", Schema.date)])
  static let figure = Schema.optional(["type": "number"])

  private static let item = Schema.object([
    ("id", Schema.text), ("name", Schema.text),
    (
      "figures",
      Schema.object(
        PeriodFigures.columns.map {
          ($0.rawValue, Schema.object([("value", figure), ("previous", figure), ("difference", figure)]))
        })
    ),
    ("trend", trend),
  ])

  static let trend = Schema.array(
    Schema.object([("start", Schema.date)] + PeriodFigures.trendColumns.map { ($0.rawValue, figure) }))

  /// `from`, `to` and `period`.
  static let period: [Parameter] = [
    Parameter(name: "from", summary: "The first day, in the platform's zone", schema: Schema.date),
    Parameter(name: "to", summary: "The last day; default today", schema: Schema.date),
    Parameter(
      name: "period", summary: "A relative period, instead of from and to",
      schema: Schema.choice(
        RelativePeriod.allCases.map(\.rawValue), default: ComparedPeriod.usual.rawValue)),
  ]
}
