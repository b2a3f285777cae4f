import Foundation

/// JSON as it is stored: sorted keys and no whitespace, so that equal values are equal texts.
package enum JSONText {
  package static func array(_ items: [String]) -> String { canonical(items) ?? "[]" }

  /// Written by hand because it runs for every user and was visible in the profile of an import.
  package static func object(_ members: [String: String]) -> String? {
    if members.isEmpty { return nil }
    let sorted = members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    return "{" + sorted.map { quoted($0.key) + ":" + quoted($0.value) }.joined(separator: ",") + "}"
  }

  /// The inverse of `object`; empty for nil.
  package static func members(_ text: String?) -> [String: String] {
    let object = text.flatMap { try? JSONSerialization.jsonObject(with: Data($0.utf8)) }
    return object as? [String: String] ?? [:]
  }

  /// The inverse of `array`; empty for nil.
  package static func items(_ text: String?) -> [String] {
    text.flatMap { try? JSONSerialization.jsonObject(with: Data($0.utf8)) } as? [String] ?? []
  }

  /// A text as a JSON string.
  package static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case _ where scalar.value < 0x20:
        let hex = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  static func canonical(_ value: Any) -> String? {
    guard JSONSerialization.isValidJSONObject(value),
      let data = try? JSONSerialization.data(withJSONObject: value, options: [.sortedKeys, .withoutEscapingSlashes])
    else { return nil }
    return String(decoding: data, as: UTF8.self)
  }

  static func parse(_ text: String) -> Any? {
    try? JSONSerialization.jsonObject(with: Data(text.utf8), options: [.fragmentsAllowed])
  }
}

/// The choices of a question: an array of `{"id","description"}`; for `matching` an object with two such arrays,
/// `source` and `target`.
enum Choices {
  static func canonical(_ text: String, of field: Field) throws(FieldError) -> String {
    guard let value = JSONText.parse(text) else { throw field.fault(text, "is not valid JSON") }
    guard isChoices(value) || isMatching(value), let canonical = JSONText.canonical(value) else {
      throw field.fault(
        text,
        "is not a list of choices: [{\"id\": …, \"description\": …}], for matching {\"source\": […], \"target\": […]}"
      )
    }
    return canonical
  }

  private static func isChoices(_ value: Any) -> Bool {
    guard let list = value as? [Any] else { return false }
    return list.allSatisfy { ($0 as? [String: Any])?["id"] is String }
  }

  private static func isMatching(_ value: Any) -> Bool {
    guard let sides = value as? [String: Any], let source = sides["source"], let target = sides["target"] else {
      return false
    }
    return isChoices(source) && isChoices(target)
  }
}
