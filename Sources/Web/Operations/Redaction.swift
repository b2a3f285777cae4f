/// Redacts e-mail addresses and possible secrets in log text.
///
/// Messages are constant and metadata is chosen, but the text of an error may come from anywhere: a mail server names
/// the recipient, a database the row.
enum Redaction {
  /// Secrets have 43 characters, hashes 64; nothing else in the log is as long without a break.
  private static let secretLength = 32

  /// Splits at whitespace, brackets and the like, scalar by scalar: a combining mark cannot hide an `@` or the end of a
  /// word.
  static func cleaned(_ text: String) -> String {
    guard text.utf8.contains(UInt8(ascii: "@")) || text.utf8.count >= secretLength else { return text }
    var result = ""
    var word = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if isBetweenWords(scalar) {
        result += shown(String(word))
        word = .init()
        result.unicodeScalars.append(scalar)
      } else {
        word.append(scalar)
      }
    }
    return result + shown(String(word))
  }

  private static func isBetweenWords(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isWhitespace || "\"'`<>()[]{},;=&?|".unicodeScalars.contains(scalar)
  }

  private static func shown(_ word: String) -> String {
    if word.utf8.contains(UInt8(ascii: "@")) { return "[address]" }
    return hasSecret(word) ? "[secret]" : word
  }

  private static func hasSecret(_ word: String) -> Bool {
    var run = 0
    for byte in word.utf8 {
      let isPart =
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
        || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) || byte == UInt8(ascii: "-")
        || byte == UInt8(ascii: "_")
      run = isPart ? run + 1 : 0
      if run >= secretLength { return true }
    }
    return false
  }
}
