import Statistics
import Support

extension APIDescription {
  static let evidence: [String: APIDescription] = [
    "GET /api/v1/users/{id}/statistics/{key}/records": APIDescription(
      summary: "The records that a user's number was computed from, and those left out",
      parameters: [
        Parameter(name: "tag", summary: "The tag's id, with statistics of a tag", schema: Schema.text),
        Parameter(name: "week", summary: "A date in the week, with weekly_training_time", schema: Schema.date),
        .limit, .after,
      ],
      answer: .json("A page of records; the totals are over all of them", Schema.named("Evidence")))
  ]

  private static let record: [(String, JSONValue)] = [
    ("kind", Schema.text), ("id", Schema.text), ("at", Schema.optional(Schema.instant)),
    ("name", Schema.optional(Schema.text)), ("value", number),
    ("page", Schema.optional(Schema.text)),
  ]
  /// A number, an instant, a status or null.
  private static let number = Schema.anyOf(["number", "string", "null"].map { ["type": .string($0)] })

  static let evidenceSchemas: [(String, JSONValue)] = [
    (
      "Evidence",
      Schema.object(
        [
          ("statistic", Schema.choice(Statistic.all.filter(Evidence.exists).map(\.key))), ("user", Schema.text),
          ("tag", Schema.text), ("week", Schema.date),
          ("value", Schema.anyOf([number, Schema.array(Schema.text)])), ("computed_at", Schema.instant),
          ("time_zone", Schema.text),
          ("records", Schema.array(Schema.object(record + [("contribution", number)]))),
          (
            "left_out",
            Schema.array(
              Schema.object(
                record + [
                  ("reason", Schema.choice(EvidenceReason.allCases.map(\.rawValue))), ("explanation", Schema.text),
                ]))
          ),
          ("total", total), ("next", Schema.optional(Schema.text)),
        ],
        required: [
          "statistic", "user", "value", "computed_at", "time_zone", "records", "left_out", "total", "next",
        ])
    )
  ]

  private static let total = Schema.object(
    [
      ("records", Schema.count), ("left_out", Schema.count), ("not_shown", Schema.count), ("sum", number),
      ("numerator", ["type": "number"]), ("denominator", Schema.count),
      ("parts", Schema.array(Schema.object([("kind", Schema.text), ("records", Schema.count), ("sum", number)]))),
    ], required: ["records", "left_out", "not_shown", "sum", "parts"])
}
