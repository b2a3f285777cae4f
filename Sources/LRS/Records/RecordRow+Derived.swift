import Records
import Support

extension RecordRow {
  /// A row of a derived record. What a field cannot have is left out, or shortened to what it can have, so that no
  /// statement fails because of what follows from it.
  /// - Parameter fields: a JSON object.
  /// - Returns: nil if a field that a record must have cannot be given.
  init?(derived kind: RecordKind, _ fields: JSONValue) {
    self.init(kind: kind)
    given = .none
    for (index, field) in kind.fields.enumerated() {
      let value = fields[field.name] ?? .null
      let text = value.string ?? (value.isNull ? "" : value.text)
      values[index] = Self.value(field, text, fields)
      if !value.isNull || kind.alwaysGiven.contains(index) { given.insert(index) }
    }
    // Of facts, everything is derived. A course that someone archives stays archived, and a question keeps its tags.
    if kind.key.contains("user") || kind.isWithdrawable { given = .all }
    if kind == .questions { given = FieldSet(kind.fields.indices.filter { kind.fields[$0].name != "tags" }) }
    givesAllCustom = false
    guard settle().isEmpty else { return nil }
  }

  private static let context = FieldContext(now: Int.max / 2)

  private static func value(_ field: Field, _ text: String, _ fields: JSONValue) -> FieldValue {
    if let value = try? field.read(Array(text.utf8).span, context) { return value }
    switch field.type {
    case .duration: return .integer(longestDuration)
    case .text: return .text(text.prefix(bytes: Field.textLimit).replacing("\0", with: "\u{FFFD}"))
    case .email: return .text((fields["id"]?.string ?? "") + "@xapi.invalid")
    default: return field.fallback
    }
  }

  /// Twelve digits, in seconds.
  private static let longestDuration = 999_999_999_999
}

extension String {
  /// The longest beginning with at most this number of bytes.
  fileprivate func prefix(bytes limit: Int) -> String {
    var count = 0
    return String(
      String.UnicodeScalarView(
        unicodeScalars.prefix { scalar in
          count += UTF8.width(scalar)
          return count <= limit
        }))
  }
}
