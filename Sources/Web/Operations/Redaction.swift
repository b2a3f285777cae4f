/// Takes out of a text what no log may hold: addresses of people, and what may be a secret.
///
/// Messages are constant and what stands beside them is chosen; but the words of an error may come from anywhere: a mail server
/// names the recipient, a database the row.
enum Redaction {
  /// Secrets have 43 characters, hashes 64; nothing else in our log has so many without a break.
  private static let secretLength = 32

  static func cleaned(_ text: String) -> String {
    guard text.contains("@") || text.utf8.count >= secretLength else { return text }
    var result = ""
    var word = ""
    for character in text {
      if isBetweenWords(character) {
        result += shown(word)
        word = ""
        result.append(character)
      } else {
        word.append(character)
      }
    }
    return result + shown(word)
  }

  private static func isBetweenWords(_ character: Character) -> Bool {
    character.isWhitespace || "\"'`<>()[]{},;=&?|".contains(character)
  }

  private static func shown(_ word: String) -> String {
    if word.contains("@") { return "[address]" }
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
