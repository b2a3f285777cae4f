import Records
import Support

/// The format of a batch, which determines how errors refer to its records.
enum BatchForm: Sendable {
  case object, array, lines

  init(_ body: [UInt8], isLines: Bool) {
    let first = body.first { !" \t\r\n".utf8.contains($0) }
    self = isLines ? .lines : first == UInt8(ascii: "[") ? .array : .object
  }
}

/// An invalid batch: its first errors with their locations, and the number of errors.
struct RejectedBatch: Error {
  let errors: [JSONValue]
  let count: Int
  /// Whether a record has an id that cannot be used in URLs.
  let hasReservedID: Bool

  init(_ faults: [RowError], count: Int, _ form: BatchForm) {
    self.count = count
    hasReservedID = faults.contains { $0.fault.reason == ReservedID.reason }
    errors = faults.map { Self.error($0, form) }
  }

  private static func pointer(to field: String, in line: Int, _ form: BatchForm) -> String? {
    let name = field.isEmpty ? "" : "/" + field.replacing("~", with: "~0").replacing("/", with: "~1")
    return switch form {
    case .lines: nil
    case .object: name
    case .array: line > 0 ? "/\(line - 1)\(name)" : ""
    }
  }

  /// `element` counts from 1; in JSON lines it is the line number. `pointer` (RFC 6901) is null in JSON lines.
  private static func error(_ fault: RowError, _ form: BatchForm) -> JSONValue {
    let field = fault.fault.field
    return [
      "element": fault.line > 0 ? .integer(fault.line) : .null, "field": .string(field.isEmpty ? nil : field),
      "pointer": .string(pointer(to: field, in: fault.line, form)),
      "value": .string(String(fault.fault.value.prefix(80))), "reason": .string(fault.fault.reason),
    ]
  }
}
