import Foundation

// The text fields: ids, choices, lists, e-mail addresses and the like.

extension Field {
  /// Checks a text by the field's type and gives it as it is kept.
  /// - Throws: `FieldFault` with what was expected.
  package func words(_ text: String) throws(FieldFault) -> String {
    if text.utf8.contains(0) { throw fault(text, "contains a NUL character") }
    switch type {
    case .id, .reference, .item: return try id(text)
    case .email: return try email(text)
    case .choice(let known): return try choice(text, of: known)
    case .language: return try language(text)
    case .timeZone: return try timeZone(text)
    case .list: return try list(text.split(separator: "|", omittingEmptySubsequences: false).map(String.init))
    case .choices: return try Choices.canonical(text, of: self)
    default: return text
    }
  }

  /// 1–128 printable characters, without white space or control characters.
  func id(_ text: String) throws(FieldFault) -> String {
    if (1...128).contains(text.utf8.count), text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) { return text }
    let scalars = text.unicodeScalars
    guard !scalars.isEmpty, scalars.count <= 128, scalars.allSatisfy(\.isPrintable) else {
      throw fault(text, "is no id: 1 to 128 printable characters without white space")
    }
    return text
  }

  /// A list's ids, each once, as a JSON array.
  package func list(_ ids: [String]) throws(FieldFault) -> String {
    var seen: Set<ID> = []
    for id in ids {
      guard seen.insert(ID(text: try self.id(id))).inserted else { throw fault(id, "stands twice in the list") }
    }
    return JSONText.array(ids)
  }

  private func email(_ text: String) throws(FieldFault) -> String {
    do { return try EmailAddress.checked(text) } catch { throw fault(text, error.reason) }
  }

  private func choice(_ text: String, of known: [String]) throws(FieldFault) -> String {
    if known.contains(text) { return text }
    let nearest = nearestName(to: text, in: known).map { "; did you mean \($0)?" } ?? ""
    throw fault(text, "is none of \(known.joined(separator: ", "))\(nearest)")
  }

  /// BCP 47 by its grammar: subtags of 1–8 letters or digits, the first of letters alone.
  private func language(_ text: String) throws(FieldFault) -> String {
    let subtags = text.split(separator: "-", omittingEmptySubsequences: false)
    let good = subtags.allSatisfy { tag in
      (1...8).contains(tag.utf8.count) && tag.utf8.allSatisfy(\.isLetterOrDigit)
    }
    guard good, subtags[0].utf8.count >= 2, subtags[0].utf8.allSatisfy({ !$0.isDigit }) else {
      throw fault(text, "is no language tag (BCP 47), such as en or pt-BR")
    }
    return text
  }

  private func timeZone(_ text: String) throws(FieldFault) -> String {
    guard TimeZones.isKnown(text) else { throw fault(text, "is no time zone (IANA), such as Europe/Berlin") }
    return text
  }
}

/// Which IANA time zones this machine knows.
package enum TimeZones {
  private static let known = Set(TimeZone.knownTimeZoneIdentifiers)

  /// The list leaves out links such as `Europe/Kyiv`'s older name; those the machine can open count too.
  package static func isKnown(_ name: String) -> Bool {
    known.contains(name) || (name.unicodeScalars.allSatisfy(\.isPrintable) && TimeZone(identifier: name) != nil)
  }
}

extension Unicode.Scalar {
  /// Neither white space nor a control, format, unassigned, private or line-breaking character.
  var isPrintable: Bool {
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .spaceSeparator, .surrogate, .unassigned:
      false
    default: !properties.isWhitespace
    }
  }
}

extension UInt8 {
  var isDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }
  var isLetterOrDigit: Bool { isDigit || (self | 0x20 >= UInt8(ascii: "a") && self | 0x20 <= UInt8(ascii: "z")) }
}
