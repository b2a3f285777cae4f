import Records

/// The texts of Moodle as records have them (moodle.md §3).
enum PlainText {
  /// Runs of Unicode white space become one blank; trimmed; at most 64 KiB.
  static func of(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    var isAfterSpace = false
    for scalar in text.unicodeScalars {
      if scalar.properties.isWhitespace {
        isAfterSpace = true
      } else {
        if isAfterSpace, !result.isEmpty { result.append(" ") }
        isAfterSpace = false
        result.append(scalar)
      }
    }
    return cut(String(result))
  }

  /// Like `of`; nil if nothing is left.
  static func value(of text: String?) -> String? {
    let plain = text.map(of) ?? ""
    return plain.isEmpty ? nil : plain
  }

  /// The name of a person or a thing: `-` if it is blank.
  static func name(_ text: String?) -> String { value(of: text) ?? "-" }

  /// A list in one text of at most 65,536 bytes of UTF-8, which ends with the last whole element that fits.
  static func list(_ elements: [String], by separator: String) -> (text: String, isWhole: Bool) {
    var text = ""
    for element in elements {
      let piece = text.isEmpty ? element : separator + element
      if text.utf8.count + piece.utf8.count > Field.textLimit { return (text, false) }
      text += piece
    }
    return (text, true)
  }

  /// At most 65,536 bytes of UTF-8, cut between two characters.
  static func cut(_ text: String) -> String {
    guard text.utf8.count > Field.textLimit else { return text }
    var end = text.utf8.index(text.utf8.startIndex, offsetBy: Field.textLimit)
    while end.samePosition(in: text.unicodeScalars) == nil { end = text.utf8.index(before: end) }
    return String(text.unicodeScalars[..<end])
  }
}
