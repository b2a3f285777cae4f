import Foundation
import Support

// Text fields: ids, choices, lists, email addresses and so on.

extension Field {
  /// Checks a text by the field's type and returns it as it is stored.
  /// - Throws: `FieldError` that says what was expected.
  package func words(_ text: String) throws(FieldError) -> String {
    if text.utf8.contains(0) { throw fault(text, "contains a NUL character; remove it") }
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

  /// 1–128 printable characters, without whitespace or control characters.
  func id(_ text: String) throws(FieldError) -> String {
    if (1...128).contains(text.utf8.count), text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) { return text }
    let scalars = text.unicodeScalars
    guard !scalars.isEmpty, scalars.count <= 128, scalars.allSatisfy(\.isPrintable) else {
      throw fault(text, "is not a valid id; use 1 to 128 printable characters without whitespace")
    }
    return text
  }

  /// The ids of a list as a JSON array; duplicates are a fault.
  package func list(_ ids: [String]) throws(FieldError) -> String {
    var seen: Set<ID> = []
    for id in ids {
      guard seen.insert(ID(text: try self.id(id))).inserted else { throw fault(id, "is in the list twice; remove one") }
    }
    return JSONText.array(ids)
  }

  private func email(_ text: String) throws(FieldError) -> String {
    do { return try EmailAddress.checked(text) } catch { throw fault(text, error.reason) }
  }

  private func choice(_ text: String, of known: [String]) throws(FieldError) -> String {
    if known.contains(text) { return text }
    let nearest = closestMatch(to: text, in: known).map { "; did you mean \($0)?" } ?? ""
    throw fault(text, "is not one of \(known.joined(separator: ", "))\(nearest)")
  }

  /// Checks the grammar of BCP 47: subtags of 1–8 letters or digits, the first of 2 or more letters only.
  private func language(_ text: String) throws(FieldError) -> String {
    let subtags = text.split(separator: "-", omittingEmptySubsequences: false)
    let good = subtags.allSatisfy { tag in
      (1...8).contains(tag.utf8.count) && tag.utf8.allSatisfy(\.isLetterOrDigit)
    }
    guard good, subtags[0].utf8.count >= 2, subtags[0].utf8.allSatisfy({ !$0.isDigit }) else {
      throw fault(text, "is not a language tag (BCP 47), such as en or pt-BR")
    }
    return text
  }

  private func timeZone(_ text: String) throws(FieldError) -> String {
    guard TimeZones.isKnown(text) else { throw fault(text, "is not a time zone (IANA), such as Europe/Berlin") }
    return text
  }
}

/// The IANA time zones that this machine knows.
package enum TimeZones {
  private static let known = Set(TimeZone.knownTimeZoneIdentifiers)

  /// The list omits links such as the older name of `Europe/Kyiv`; zones that the machine can open also count.
  package static func isKnown(_ name: String) -> Bool {
    known.contains(name) || (name.unicodeScalars.allSatisfy(\.isPrintable) && TimeZone(identifier: name) != nil)
  }
}

extension Unicode.Scalar {
  /// Neither whitespace nor a control, format, unassigned, private or line-breaking character.
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
