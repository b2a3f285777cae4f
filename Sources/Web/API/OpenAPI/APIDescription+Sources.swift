import Store
import Support

extension APIDescription {
  static let sources: [String: APIDescription] = [
    "GET /api/v1/sources": APIDescription(
      summary: "The sources of records, each with its last run",
      answer: .json("The sources", Schema.object([("sources", Schema.array(source))])))
  ]

  private static let source = Schema.object([
    ("name", Schema.text), ("kind", Schema.choice(Source.Kind.allCases.map(\.rawValue))),
    ("last_run", Schema.optional(run)),
  ])

  private static let run = Schema.object([
    ("at", Schema.instant), ("seconds", Schema.count), ("rows_read", members(Schema.count)),
    (
      "records",
      members(
        Schema.object(["new", "changed", "unchanged", "ended"].map { ($0, Schema.count) }))
    ),
    ("notes", Schema.count), ("error", Schema.optional(Schema.text)),
  ])

  /// An object with any names.
  private static func members(_ schema: JSONValue) -> JSONValue { ["type": "object", "additionalProperties": schema] }
}
