import Hummingbird
import Statistics

/// JSON as the API writes it: members in the given order, exact decimals.
indirect enum JSONValue: Sendable {
  case null
  case bool(Bool)
  case integer(Int)
  /// At most two decimals, trailing zeros dropped: 6250 is 62.5.
  case hundredths(Int)
  case string(String)
  case array([JSONValue])
  case object([(String, JSONValue)])

  static func string(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }

  var text: String {
    var result = ""
    write(to: &result)
    return result
  }

  func write(to result: inout String) {
    switch self {
    case .null: result += "null"
    case .bool(let value): result += value ? "true" : "false"
    case .integer(let value): result += String(value)
    case .hundredths(let value): Self.writeHundredths(value, to: &result)
    case .string(let text): Self.writeString(text, to: &result)
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
        Self.writeString(member.0, to: &result)
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

  private static func writeString(_ text: String, to result: inout String) {
    result += "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case _ where scalar.value < 0x20:
        let hex = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      default: result.unicodeScalars.append(scalar)
      }
    }
    result += "\""
  }
}

extension JSONValue {
  func response(_ status: HTTPResponse.Status = .ok, type: String = "application/json") -> Response {
    Response(status: status, headers: [.contentType: type], body: .init(byteBuffer: ByteBuffer(string: text)))
  }
}
