import Records
import Reports

extension APIDescription {
  static let reports: [String: APIDescription] = [
    "GET /api/v1/reports/general-stats": APIDescription(
      summary: "General stats of many users: the rows of the file, by the keys of its columns",
      parameters: [
        .repeating("group", "Members of one of these groups (ids)"), .repeating("user", "These users (ids)"),
        .repeating(
          "session", "Only facts of these sessions",
          .object([("type", .string("string")), ("pattern", .string("^(program|path):.*$"))])),
        Parameter(name: "from", summary: "The first day, in the platform's zone", schema: Schema.date),
        Parameter(name: "to", summary: "The last day", schema: Schema.date),
        .repeating("field", "The custom fields that are shown (ids); all by default"),
        .repeating("column", "The statistics that are shown, in order", Schema.choice(Report.generalStatsColumns)),
      ],
      answer: Content(
        summary:
          "The rows; a duration is whole seconds, `custom:ID` a custom field, `group:ID` an \"x\" for its members",
        types: [
          ("application/json", Schema.object([("rows", Schema.array(row))])), ("application/x-ndjson", row),
        ]))
  ]

  private static let row: JSONValue = .object([
    ("type", .string("object")),
    (
      "additionalProperties",
      Schema.anyOf(["number", "string", "null"].map { .object([("type", .string($0))]) })
    ),
  ])

  static let records: [String: APIDescription] = [
    "POST /api/v1/records/{kind}": APIDescription(
      summary: "Takes records in: one, an array, or a line of JSON each; all of them or none",
      body: Content(
        summary:
          "At most \(RecordsAPI.bodyLimit / 1_048_576) MiB of JSON; JSON lines are read as a stream, by default up to 2 GiB",
        types: [
          ("application/json", Schema.anyOf([record, Schema.array(record)])), ("application/x-ndjson", record),
        ]),
      answer: .json(
        "How many were new, changed, the same",
        Schema.object([("new", Schema.count), ("changed", Schema.count), ("same", Schema.count)])))
  ]

  /// By the kind that the path names.
  private static let record = Schema.anyOf(RecordKind.all.map { Schema.named(schemaName(of: $0)) })

  private static func schemaName(of kind: RecordKind) -> String { "record_\(kind.name)" }

  static let recordSchemas: [(String, JSONValue)] = RecordKind.all.map { (schemaName(of: $0), Schema.record($0)) }
}
