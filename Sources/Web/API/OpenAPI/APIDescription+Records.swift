import Records
import Reports
import Support

extension APIDescription {
  /// A description for each type of custom report.
  static let reports = Dictionary(
    uniqueKeysWithValues: CustomReport.Kind.allCases.flatMap { kind in
      [
        ("GET /api/v1/reports/\(kind.rawValue)", report(kind)),
        ("GET /api/v1/reports/\(kind.rawValue)/why", presence(kind, report(kind).parameters)),
      ]
    })

  private static func report(_ kind: CustomReport.Kind) -> APIDescription {
    let type = kind.type
    return APIDescription(
      summary: "A report of \(kind.rawValue): the rows of the file, keyed by column",
      parameters: [
        .repeating("group", "Members of one of these groups (ids)"), .subgroups,
        .repeating("user", "These users (ids)"), .conditions,
      ] + type.filters.sorted { $0.rawValue < $1.rawValue }.flatMap(parameters)
        + (type.isSummary
          ? summaryParameters : [.repeating("field", "The custom fields to include (ids); all by default")])
        + [.repeating("column", "The columns to include, in order", Schema.choice(type.columns))],
      answer: type.isSummary ? summaryAnswer : answer)
  }

  private static let answer = Content(
    summary: "The rows; durations are whole seconds, `custom:ID` a custom field, `group:ID` an \"x\" for its members",
    types: [
      ("application/json", Schema.object([("rows", Schema.array(row))])), ("application/x-ndjson", row),
    ])

  private static func parameters(_ filter: ReportType.Filter) -> [Parameter] {
    switch filter {
    case .date:
      [
        Parameter(name: "from", summary: "The first day, in the platform's zone", schema: Schema.date),
        Parameter(name: "to", summary: "The last day", schema: Schema.date),
        Parameter(
          name: "period", summary: "A relative period, instead of from and to",
          schema: Schema.choice(RelativePeriod.allCases.map(\.rawValue))),
      ]
    case .session:
      [
        .repeating(
          "session", "Only facts of these sessions",
          ["type": "string", "pattern": "^(program|path):.*$"])
      ]
    }
  }

  private static let row: JSONValue = [
    "type": "object", "additionalProperties": Schema.anyOf(["number", "string", "null"].map { ["type": .string($0)] }),
  ]

  static let records: [String: APIDescription] = [
    "POST /api/v1/records/{kind}": APIDescription(
      summary: "Imports records: one object, an array, or JSON lines; all or nothing",
      body: Content(
        summary:
          "At most \(RecordsAPI.bodyLimit / 1_048_576) MiB of JSON; JSON lines up to 2 GiB by default",
        types: [
          ("application/json", Schema.anyOf([record, Schema.array(record)])), ("application/x-ndjson", record),
        ]),
      answer: .json(
        "The numbers of new, changed and unchanged records",
        Schema.object([("new", Schema.count), ("changed", Schema.count), ("same", Schema.count)])))
  ]

  /// One of the record types; the path names which.
  private static let record = Schema.anyOf(RecordKind.all.map { Schema.named(schemaName(of: $0)) })

  private static func schemaName(of kind: RecordKind) -> String { "record_\(kind.name)" }

  static let recordSchemas: [(String, JSONValue)] = RecordKind.all.map { (schemaName(of: $0), Schema.record($0)) }
}
