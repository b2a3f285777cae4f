import Calendar
import Support

// The reverse of `read`: a stored value as it is written in a file.

extension Field {
  /// The value as the text of a CSV cell; empty for no value.
  /// - Throws: `FieldError` if a cell cannot hold it.
  package func cell(_ value: FieldValue) throws(FieldError) -> String {
    switch value {
    case .none: return ""
    case .integer(let integer): return type.text(integer)
    case .text(let text):
      guard case .list = type else { return text }
      let ids = JSONText.items(text)
      let cell = ids.joined(separator: "|")
      guard cell.split(separator: "|", omittingEmptySubsequences: false).count == ids.count else {
        throw fault(text, "has an id with a vertical bar, which a list in a CSV cell cannot contain; use NDJSON")
      }
      return cell
    }
  }

  /// The value as JSON.
  package func json(_ value: FieldValue) -> String {
    switch (value, type) {
    case (.none, _): "null"
    // Stored as JSON.
    case (.text(let text), .list), (.text(let text), .choices): text
    case (.text(let text), _): JSONValue.string(text).text
    case (.integer(let integer), .instant), (.integer(let integer), .end), (.integer(let integer), .date):
      "\"\(type.text(integer))\""
    case (.integer(let integer), _): type.text(integer)
    }
  }
}

extension FieldType {
  fileprivate func text(_ integer: Int) -> String {
    switch self {
    case .instant, .end: Instant.text(integer)
    case .date: Instant.dateText(integer)
    case .percentage: JSONValue.hundredths(integer).text
    case .boolean: integer == 1 ? "true" : "false"
    default: String(integer)
    }
  }
}
