import Records
import Support

// JSON schemas of the record types, generated from the definitions that the import uses.

extension Schema {
  static func record(_ kind: RecordKind) -> JSONValue {
    var members: [(String, JSONValue)] = [
      ("type", "object"),
      ("properties", .object(kind.fields.map { ($0.name, $0.isRequired ? field($0) : optional(field($0))) })),
      ("required", .array(kind.fields.filter(\.isRequired).map { .string($0.name) })),
      ("additionalProperties", false),
    ]
    if kind.takesCustomFields {
      members.append(("patternProperties", ["^custom:.+": optional(text)]))
    }
    return .object(members)
  }

  private static func field(_ field: Field) -> JSONValue {
    switch field.type {
    case .id: id("")
    case .text: ["type": "string", "maxLength": .integer(Field.textLimit)]
    case .email: ["type": "string", "format": "email"]
    case .instant, .end: instant
    case .date: date
    case .duration: count
    case .percentage: percent
    case .boolean: ["type": "boolean"]
    case .number(let minimum): integer(in: minimum...Int.max)
    case .choice(let words): choice(words)
    case .language: described("A language tag (BCP 47).")
    case .timeZone: described("A time zone (IANA).")
    case .choices:
      anyOf([
        array(choice),
        object([("source", array(choice)), ("target", array(choice))]),
      ])
    case .reference(let kind): id("The id of one of the \(kind).")
    case .item(let kindField, _): id("The id of a record of the type named in `\(kindField)`.")
    case .list(let kind):
      ["type": "array", "items": id("The id of one of the \(kind)."), "uniqueItems": true]
    }
  }

  /// One of a question's choices.
  private static let choice = object([("id", text), ("description", text)], required: ["id"])

  private static func described(_ words: String) -> JSONValue {
    ["type": "string", "description": .string(words)]
  }

  private static func id(_ words: String) -> JSONValue {
    let form: [(String, JSONValue)] = [
      ("type", "string"), ("minLength", 1), ("maxLength", 128),
    ]
    return .object(form + (words.isEmpty ? [] : [("description", .string(words))]))
  }
}
