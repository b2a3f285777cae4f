/// The text of Moodle's HTML fields, *text(h)* of moodle.md §3.
enum HTMLText {
  /// - Returns: the text without markup, entities decoded once, as `PlainText`; nil if nothing is left.
  static func value(of html: String?) -> String? {
    html.flatMap { PlainText.value(of: HTMLEntities.decode(strip($0))) }
  }

  /// The name of a thing: `-` if it is blank.
  static func name(_ html: String?) -> String { value(of: html) ?? "-" }

  private static func strip(_ html: String) -> String {
    guard html.utf8.contains(UInt8(ascii: "<")) else { return html }
    let bytes = withoutElement("style", withoutElement("script", withoutComments(Array(html.utf8))))
    return String(decoding: withoutTags(bytes), as: UTF8.self)
  }

  private static func withoutComments(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var position = 0
    while position < bytes.count {
      if matches("<!--", bytes, position), let end = find("-->", bytes, from: position + 4) {
        position = end
      } else {
        result.append(bytes[position])
        position += 1
      }
    }
    return result
  }

  /// Removes elements of this name, with their content.
  private static func withoutElement(_ name: String, _ bytes: [UInt8]) -> [UInt8] {
    guard find("<" + name, bytes, from: 0) != nil else { return bytes }
    var result: [UInt8] = []
    var position = 0
    while position < bytes.count {
      if isTag("<" + name, bytes, position), let open = find(">", bytes, from: position),
        let end = closingTag("</" + name, bytes, from: open)
      {
        position = end
      } else {
        result.append(bytes[position])
        position += 1
      }
    }
    return result
  }

  private static func closingTag(_ tag: String, _ bytes: [UInt8], from start: Int) -> Int? {
    var position = start
    while let found = find(tag, bytes, from: position) {
      if isTag(tag, bytes, found - tag.utf8.count), let end = find(">", bytes, from: found) { return end }
      position = found
    }
    return nil
  }

  private static func withoutTags(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var position = 0
    while position < bytes.count {
      if startsTag(bytes, position), let end = find(">", bytes, from: position) {
        if ["<br", "</p", "</div", "</li"].contains(where: { isTag($0, bytes, position) }) {
          result.append(UInt8(ascii: " "))
        }
        position = end
      } else {
        result.append(bytes[position])
        position += 1
      }
    }
    return result
  }

  /// `<` and then a letter, `/`, `!` or `?`.
  private static func startsTag(_ bytes: [UInt8], _ position: Int) -> Bool {
    guard bytes[position] == UInt8(ascii: "<"), position + 1 < bytes.count else { return false }
    let next = bytes[position + 1]
    return isLetter(next) || "/!?".utf8.contains(next)
  }

  /// Whether a tag of exactly this name starts here.
  private static func isTag(_ start: String, _ bytes: [UInt8], _ position: Int) -> Bool {
    guard matches(start, bytes, position) else { return false }
    let end = position + start.utf8.count
    return end == bytes.count || !(isLetter(bytes[end]) || isDigit(bytes[end]) || "-_:".utf8.contains(bytes[end]))
  }

  /// Whether this text, in lower case, is here in any case.
  private static func matches(_ text: String, _ bytes: [UInt8], _ position: Int) -> Bool {
    guard position + text.utf8.count <= bytes.count else { return false }
    return text.utf8.enumerated().allSatisfy { offset, byte in
      bytes[position + offset] == byte || isLetter(byte) && bytes[position + offset] | 0x20 == byte
    }
  }

  /// The position after the next occurrence.
  private static func find(_ text: String, _ bytes: [UInt8], from start: Int) -> Int? {
    guard let first = text.utf8.first else { return nil }
    var position = start
    while position < bytes.count {
      if bytes[position] == first, matches(text, bytes, position) { return position + text.utf8.count }
      position += 1
    }
    return nil
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }
  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
