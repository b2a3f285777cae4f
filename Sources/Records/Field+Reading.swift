import Calendar
import Foundation

/// What reading a field depends on in addition to its text.
package struct FieldContext: Sendable {
  /// Seconds UTC; an end more than 24 h later is rejected.
  package let now: Int
  /// Whether percentages and scores may have a decimal comma; a decimal point is always accepted.
  package let readsDecimalComma: Bool

  package init(now: Int, readsDecimalComma: Bool = false) {
    self.now = now
    self.readsDecimalComma = readsDecimalComma
  }
}

extension Field {
  /// The longest text of a field, in bytes of UTF-8.
  package static let textLimit = 65_536

  /// Reads a field's text as written in a CSV cell; an empty cell gives the fallback.
  /// - Throws: `FieldError` that says what was expected.
  package func read(_ text: Span<UInt8>, _ context: FieldContext) throws(FieldError) -> FieldValue {
    if text.isEmpty { return fallback }
    switch type {
    case .duration:
      return .integer(try wholeNumber(text, minimum: 0, "a duration: whole seconds, 0 or more"))
    case .number(let minimum):
      return .integer(try wholeNumber(text, minimum: minimum, "a whole number, \(minimum) or more"))
    case .percentage: return .integer(try percentage(text, context))
    case .instant, .end: return .integer(try instant(text, context))
    case .date:
      guard let days = Instant.days(text) else { throw fault(text, "is not a valid date; use one such as 2026-03-01") }
      return .integer(days)
    case .boolean: return .integer(try boolean(text))
    case .id, .reference, .item:
      // Nearly all ids are ASCII: checking them byte by byte avoids the Unicode tables.
      return .text(text.count <= 128 && text.isPlain ? try string(text) : try words(string(text)))
    default: return .text(try words(string(text)))
    }
  }

  private func wholeNumber(_ text: Span<UInt8>, minimum: Int, _ expected: String) throws(FieldError) -> Int {
    var result = 0
    guard text.count <= 12 else { throw fault(text, "is not \(expected)") }
    for index in text.indices {
      let digit = text[index] &- UInt8(ascii: "0")
      guard digit < 10 else { throw fault(text, "is not \(expected)") }
      result = result * 10 + Int(digit)
    }
    guard result >= minimum else { throw fault(text, "is not \(expected)") }
    return result
  }

  private func percentage(_ text: Span<UInt8>, _ context: FieldContext) throws(FieldError) -> Int {
    guard let hundredths = Percentage.hundredths(text, readsComma: context.readsDecimalComma) else {
      for index in text.indices where text[index] == UInt8(ascii: ",") && !context.readsDecimalComma {
        throw fault(text, "has a decimal comma; use a decimal point, or pass `--decimal ','` for CSV files")
      }
      throw fault(text, "is not a number from 0 to 100 with at most two decimals")
    }
    return hundredths
  }

  private func instant(_ text: Span<UInt8>, _ context: FieldContext) throws(FieldError) -> Int {
    guard let seconds = Instant.seconds(text) else {
      throw fault(text, "is not a valid date-time; use RFC 3339 with an offset, such as 2026-03-01T09:30:00Z")
    }
    if case .end = type, seconds > context.now + Instant.secondsADay {
      throw fault(text, "is an end more than 24 hours in the future; leave it empty until it has happened")
    }
    return seconds
  }

  private func boolean(_ text: Span<UInt8>) throws(FieldError) -> Int {
    switch try string(text) {
    case "true", "TRUE", "True", "1", "yes": return 1
    case "false", "FALSE", "False", "0", "no": return 0
    default: throw fault(text, "is neither `true` nor `false`")
    }
  }

  private func string(_ text: Span<UInt8>) throws(FieldError) -> String {
    guard text.count <= Self.textLimit else {
      throw fault(text, "is longer than 64 KiB; shorten it, or store it elsewhere and give its URL")
    }
    guard let valid = try? UTF8Span(validating: text) else { throw fault(text, "is not UTF-8; save the file as UTF-8") }
    return String(copying: valid)
  }

  func fault(_ text: Span<UInt8>, _ reason: String) -> FieldError {
    var start: [UInt8] = []
    for index in 0..<min(text.count, 400) { start.append(text[index]) }
    return FieldError(field: name, value: String(decoding: start, as: UTF8.self), reason: reason)
  }

  func fault(_ text: String, _ reason: String) -> FieldError {
    FieldError(field: name, value: text, reason: reason)
  }
}

extension Span<UInt8> {
  /// Printable ASCII without spaces.
  fileprivate var isPlain: Bool {
    for index in indices where self[index] <= 0x20 || self[index] >= 0x7F { return false }
    return true
  }
}
