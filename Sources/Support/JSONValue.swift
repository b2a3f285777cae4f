/// JSON as the API writes it: members in the given order, exact decimals.
package indirect enum JSONValue: Sendable {
  case null
  case bool(Bool)
  case integer(Int)
  /// At most two decimals, trailing zeros dropped: 6250 is 62.5.
  case hundredths(Int)
  /// A number as it was written, such as `1.50` or `1e400`; see `JSONParser`.
  case number(String)
  case string(String)
  case array([JSONValue])
  case object([(String, JSONValue)])

  package static func string(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }

  package var text: String {
    var result = ""
    write(to: &result)
    return result
  }

  private func write(to result: inout String) {
    switch self {
    case .null: result += "null"
    case .bool(let value): result += value ? "true" : "false"
    case .integer(let value): result += String(value)
    case .hundredths(let value): Self.writeHundredths(value, to: &result)
    case .number(let text): result += text
    case .string(let text): JSONText.append(text, to: &result, isShort: true)
    case .array(let items):
      result += "["
      for (index, item) in items.enumerated() {
        if index > 0 { result += "," }
        item.write(to: &result)
      }
      result += "]"
    case .object(let members):
      result += "{"
      for (index, member) in members.enumerated() {
        if index > 0 { result += "," }
        JSONText.append(member.0, to: &result, isShort: true)
        result += ":"
        member.1.write(to: &result)
      }
      result += "}"
    }
  }

  private static func writeHundredths(_ value: Int, to result: inout String) {
    let (whole, rest) = abs(value).quotientAndRemainder(dividingBy: 100)
    result += (value < 0 ? "-" : "") + String(whole)
    if rest > 0 { result += "." + (rest % 10 == 0 ? String(rest / 10) : (rest < 10 ? "0" : "") + String(rest)) }
  }
}

// No `nil`: in `a[name] = isKept ? value : nil` it could mean JSON's null.
extension JSONValue: ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral, ExpressibleByStringInterpolation,
  ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  package init(booleanLiteral value: Bool) { self = .bool(value) }
  package init(integerLiteral value: Int) { self = .integer(value) }
  package init(stringLiteral value: String) { self = .string(value) }
  package init(arrayLiteral items: JSONValue...) { self = .array(items) }
  /// Keeps the order.
  package init(dictionaryLiteral members: (String, JSONValue)...) { self = .object(members) }
}
