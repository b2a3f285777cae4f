import Foundation
import Records

/// Reads one JSON object as a record.
struct JSONRow {
  let kind: RecordKind
  let context: FieldContext

  func fault(_ line: Int, _ reason: String) -> RowError {
    RowError(kind: kind.name, line: line, fault: FieldError(field: "", value: "", reason: reason))
  }

  func read(_ value: Any, _ line: Int) -> RecordItem {
    guard let object = value as? [String: Any] else { return .fault(fault(line, "is not a JSON object")) }
    var row = RecordRow(kind: kind)
    row.given = kind.alwaysGiven
    row.givesAllCustom = false
    var (faults, unreadable) = ([FieldError](), FieldSet.none)
    for name in object.keys.sorted() {
      do throws(FieldError) { try set(name, object[name] ?? NSNull(), in: &row) } catch {
        faults.append(error)
        if let index = kind.index(of: name) { unreadable.insert(index) }
      }
    }
    if kind.fields.indices.allSatisfy({ row.given.contains($0) }) { row.given = .all }
    faults += row.settleFromOutside(besides: unreadable)
    return faults.isEmpty ? .row(row, line: line) : .faulty(row, line: line, unreadable: unreadable, faults)
  }

  private func set(_ name: String, _ value: Any, in row: inout RecordRow) throws(FieldError) {
    if let index = kind.index(of: name) {
      row.given.insert(index)
      row.values[index] = .none
      row.values[index] = try kind.fields[index].read(json: value, context)
    } else if let id = CSVHeader.customField(name, kind) {
      row.custom[id] = try Field.custom(id).read(json: value, context).text ?? ""
    } else {
      throw FieldError(field: name, value: name, reason: kind.unknownField(name))
    }
  }
}

extension Field {
  /// Reads a field's JSON value; `null` and the empty text mean "no value".
  func read(json value: Any, _ context: FieldContext) throws(FieldError) -> FieldValue {
    switch value {
    case is NSNull: return fallback
    case let number as NSNumber where number.isBoolean:
      guard case .boolean = type else { throw wrong("\(number.boolValue)", "true or false") }
      return .integer(number.boolValue ? 1 : 0)
    case let number as NSNumber: return try read(number: number, context)
    case let text as String: return try read(Array(text.utf8).span, context)
    case let list as [Any]:
      if case .choices = type { return try structured(list, context) }
      guard case .list = type, let ids = list as? [String] else { throw wrong("[…]", "a list") }
      return ids.isEmpty ? fallback : .text(try self.list(ids))
    default: return try structured(value, context)
    }
  }

  private func wrong(_ value: String, _ given: String) -> FieldError {
    FieldError(field: name, value: value, reason: "is \(given), which this field does not accept")
  }

  private func read(number: NSNumber, _ context: FieldContext) throws(FieldError) -> FieldValue {
    switch type {
    case .duration, .percentage, .number:
      // The shortest decimal that reads as the same number is what was written.
      let whole = number.doubleValue.rounded() == number.doubleValue && abs(number.doubleValue) < 1e15
      let text = whole ? String(number.int64Value) : String(number.doubleValue)
      return try read(Array(text.utf8).span, context)
    default: throw wrong(number.stringValue, "a number")
    }
  }

  private func structured(_ value: Any, _ context: FieldContext) throws(FieldError) -> FieldValue {
    guard case .choices = type, let data = try? JSONSerialization.data(withJSONObject: value) else {
      throw wrong("{…}", "an object")
    }
    return try read(Array(data).span, context)
  }
}

extension NSNumber {
  /// Foundation represents JSON's `true` as an `NSNumber` of a special type.
  var isBoolean: Bool {
    self === NSNumber(value: true) || self === NSNumber(value: false) || String(cString: objCType) == "c"
  }
}
