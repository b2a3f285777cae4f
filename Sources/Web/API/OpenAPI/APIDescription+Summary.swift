import Reports
import Statistics
import Support

extension APIDescription {
  static let summaryParameters: [Parameter] = [
    .repeating(
      "by",
      "One or two dimensions of the rows: \(SummaryDimension.fixed.map(\.key).joined(separator: ", ")), custom:ID"),
    Parameter(
      name: "total", summary: "Whether JSON lines end with the total, whose `by` is empty; default false",
      schema: Schema.choice(["true", "false"])),
  ]

  static let summaryAnswer = Content(
    summary: "The rows and the total of the whole population; durations are whole seconds, shares and scores percent",
    types: [
      (
        "application/json",
        Schema.object([
          ("rows", Schema.array(summaryRow)), ("total", Schema.object(summaryNumbers, required: [])),
        ])
      ), ("application/x-ndjson", summaryRow),
    ])

  /// A row has those that were asked for.
  private static let summaryNumbers: [(String, JSONValue)] = SummaryColumn.allCases.map { column in
    (column.rawValue, Schema.optional(["type": "number"]))
  }

  private static let summaryRow = Schema.object(
    [("by", Schema.array(summaryMember))] + summaryNumbers, required: ["by"])

  private static let summaryMember = Schema.object([
    ("key", ["type": "string"]), ("id", Schema.optional(["type": "string"])), ("name", ["type": "string"]),
  ])
}
