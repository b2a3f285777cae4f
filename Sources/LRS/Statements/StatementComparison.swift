import Records
package import Support

/// Whether two statements are copies of one statement (xAPI 1.0.3, Data 2.3.1; xapi.md §3.1).
package enum StatementComparison {
  package static func areEqual(_ a: JSONValue, _ b: JSONValue) -> Bool {
    guard comparable(a).utf8.elementsEqual(comparable(b).utf8) else { return false }
    guard let first = a["timestamp"]?.string, let second = b["timestamp"]?.string else { return true }
    return instant(first) == instant(second)
  }

  /// What has to be equal, as text; without the timestamp, which the LRS may have set.
  private static func comparable(_ statement: JSONValue) -> String {
    let mayDiffer = ["authority", "stored", "version", "timestamp"]
    return rewriter.rewrite(statement.mapMembers { mayDiffer.contains($0) ? nil : $1 }).withPlainNumbers.sorted.text
  }

  private static let rewriter = StatementRewriter(
    actor: actor,
    verb: { $0.mapMembers { $0 == "display" ? nil : $1 } },
    activity: { json in
      json.mapMembers { key, value in key == "definition" || key == "objectType" ? nil : value }
    },
    member: { key, value in
      switch key {
      case "id", "registration", "language": value.lowercased
      case "timestamp": value.string.map { .string(instant($0)) }
      case "object", "statement": value.mapMembers { $0 == "id" ? $1.lowercased : $1 }
      case "result": value.mapMembers { $0 == "duration" ? .string(duration($1.string ?? "")) : $1 }
      default: value
      }
    })

  private static func actor(_ json: JSONValue) -> JSONValue {
    json.mapMembers { key, value in
      switch key {
      case "objectType": value.string == "Agent" ? nil : value
      case "mbox": value.string.map { .string(address($0)) }
      case "mbox_sha1sum": value.lowercased
      case "member": .array(inOrder((value.items ?? []).map(actor)))
      default: value
      }
    }
  }

  /// In an order that does not depend on theirs.
  private static func inOrder(_ values: [JSONValue]) -> [JSONValue] {
    values.map { (value: $0, key: Array($0.sorted.text.utf8)) }
      .sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.value)
  }

  /// The domain in lower case.
  private static func address(_ text: String) -> String {
    guard let at = text.utf8.lastIndex(of: UInt8(ascii: "@")) else { return text }
    return String(text[..<at]) + text[at...].asciiLowercased
  }

  private static func instant(_ text: String) -> String { Timestamp.instant(text).map { "\($0.units)" } ?? text }

  private static func duration(_ text: String) -> String { ISODuration(text)?.comparable ?? text }
}

extension JSONValue {
  fileprivate var lowercased: JSONValue { string.map { .string($0.asciiLowercased) } ?? self }

  /// The value with equal numbers as equal texts.
  fileprivate var withPlainNumbers: JSONValue {
    switch self {
    case .number(let text): ExactNumber(text).map { .number("\($0.mantissa)e\($0.exponent)") } ?? self
    case .array(let items): .array(items.map(\.withPlainNumbers))
    case .object: mapMembers { $1.withPlainNumbers }
    default: self
    }
  }
}
