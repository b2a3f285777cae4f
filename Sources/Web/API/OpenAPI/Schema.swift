import Statistics
import Support

/// The part of JSON Schema (2020-12) that the OpenAPI document uses.
enum Schema {
  static let text: JSONValue = ["type": "string"]
  static let instant: JSONValue = ["type": "string", "format": "date-time"]
  static let date: JSONValue = ["type": "string", "format": "date"]
  static let count = integer(in: 0...Int.max)
  static let percent: JSONValue = ["type": "number", "minimum": 0, "maximum": 100]

  static func integer(in range: ClosedRange<Int>, default fallback: Int? = nil) -> JSONValue {
    var members: [(String, JSONValue)] = [("type", "integer"), ("minimum", .integer(range.lowerBound))]
    if range.upperBound < Int.max { members.append(("maximum", .integer(range.upperBound))) }
    if let fallback { members.append(("default", .integer(fallback))) }
    return .object(members)
  }

  static func choice(_ words: [String], default fallback: String? = nil) -> JSONValue {
    var members: [(String, JSONValue)] = [
      ("type", "string"), ("enum", .array(words.map { .string($0) })),
    ]
    if let fallback { members.append(("default", .string(fallback))) }
    return .object(members)
  }

  static func array(_ items: JSONValue) -> JSONValue { ["type": "array", "items": items] }

  static func anyOf(_ schemas: [JSONValue]) -> JSONValue { ["anyOf": .array(schemas)] }

  static func optional(_ schema: JSONValue) -> JSONValue {
    anyOf([schema, ["type": "null"]])
  }

  /// All members are required unless stated otherwise.
  static func object(_ members: [(String, JSONValue)], required: [String]? = nil) -> JSONValue {
    [
      "type": "object", "properties": .object(members),
      "required": .array((required ?? members.map(\.0)).map { .string($0) }),
    ]
  }

  /// A reference to a schema in the document's components.
  static func named(_ name: String) -> JSONValue { ["$ref": "#/components/schemas/\(name)"] }

  /// The value of a statistic (`statistics.md`, rules 1, 2 and 7).
  static func value(of statistic: Statistic) -> JSONValue {
    switch statistic.unit {
    case .count, .duration: count
    case .percent: optional(percent)
    case .score:
      optional(["type": "number", "minimum": .integer(-100), "maximum": 100])
    case .instant: optional(instant)
    case .names: array(text)
    case .status: text
    }
  }

  static func statistics(_ statistics: [Statistic]) -> JSONValue {
    object(statistics.map { ($0.key, value(of: $0)) })
  }

  /// A row of a section.
  static func row(_ columns: [Column]) -> JSONValue {
    object(
      columns.map { column in
        let schema: JSONValue =
          switch column.kind {
          case .id: column.isNullable ? optional(text) : text
          case .status: text
          case .text: optional(text)
          case .count, .duration: count
          case .percent, .progress: optional(percent)
          case .instant: optional(instant)
          case .date: optional(date)
          case .flag: ["type": "boolean"]
          case .names: array(text)
          }
        return (column.key, schema)
      })
  }
}
