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

  /// Leaves out the pieces that start at a position and have an end. An end that is not found once is not there for
  /// later starts either, so the time grows with the length only.
  /// - Parameters:
  ///   - findEnd: the position after the piece that starts at a position.
  ///   - leavesBlank: whether a blank replaces the piece.
  private static func without(
    _ bytes: [UInt8], from starts: (Int) -> Bool, to findEnd: (Int) -> Int?,
    leavingBlank leavesBlank: (Int) -> Bool = { _ in false }
  ) -> [UInt8] {
    var result: [UInt8] = []
    var (position, hasEnd) = (0, true)
    while position < bytes.count {
      if hasEnd, starts(position) {
        if let end = findEnd(position) {
          if leavesBlank(position) { result.append(UInt8(ascii: " ")) }
          position = end
          continue
        }
        hasEnd = false
      }
      result.append(bytes[position])
      position += 1
    }
    return result
  }

  private static func withoutComments(_ bytes: [UInt8]) -> [UInt8] {
    without(bytes, from: { matches("<!--", bytes, $0) }, to: { find("-->", bytes, from: $0 + 4) })
  }

  /// Removes elements of this name, with their content.
  private static func withoutElement(_ name: String, _ bytes: [UInt8]) -> [UInt8] {
    let (opening, closing) = ("<" + name, "</" + name)
    return without(
      bytes, from: { isTag(opening, bytes, $0) },
      to: { start in find(">", bytes, from: start).flatMap { closingTag(closing, bytes, from: $0) } })
  }

  private static func closingTag(_ tag: String, _ bytes: [UInt8], from start: Int) -> Int? {
    var position = start
    while let found = find(tag, bytes, from: position) {
      if isTag(tag, bytes, found - tag.utf8.count) { return find(">", bytes, from: found) }
      position = found
    }
    return nil
  }

  private static func withoutTags(_ bytes: [UInt8]) -> [UInt8] {
    without(
      bytes, from: { startsTag(bytes, $0) }, to: { find(">", bytes, from: $0) },
      leavingBlank: { position in ["<br", "</p", "</div", "</li"].contains { isTag($0, bytes, position) } })
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
