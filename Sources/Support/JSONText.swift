package import Foundation

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

  /// A value of the program; the same value is always the same text.
  package static func encoded(
    _ value: some Encodable, _ formatting: JSONEncoder.OutputFormatting = .withoutEscapingSlashes
  ) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = formatting.union(.sortedKeys)
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  /// A text as a JSON string.
  package static func quoted(_ text: String) -> String {
    var result = ""
    append(text, to: &result)
    return result
  }

  /// Appends a text as a JSON string.
  /// - Parameter isShort: whether line breaks and tabs become `\n`, `\r` and `\t`, not `\u000a` and so on.
  static func append(_ text: String, to result: inout String, isShort: Bool = false) {
    result += "\""
    // Most texts need no escapes.
    guard text.utf8.contains(where: { $0 < 0x20 || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") }) else {
      result += text
      result += "\""
      return
    }
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n" where isShort: result += "\\n"
      case "\r" where isShort: result += "\\r"
      case "\t" where isShort: result += "\\t"
      case _ where scalar.value < 0x20:
        let hex = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      default: result.unicodeScalars.append(scalar)
      }
    }
    result += "\""
  }

  package static func canonical(_ value: Any) -> String? {
    guard JSONSerialization.isValidJSONObject(value),
      let data = try? JSONSerialization.data(withJSONObject: value, options: [.sortedKeys, .withoutEscapingSlashes])
    else { return nil }
    return String(decoding: data, as: UTF8.self)
  }

  package static func parse(_ text: String) -> Any? {
    try? JSONSerialization.jsonObject(with: Data(text.utf8), options: [.fragmentsAllowed])
  }
}
