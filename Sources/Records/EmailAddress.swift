import Foundation

/// An email address as it is stored, compared and sent: trimmed of ASCII whitespace, in NFC, in lower case, with an
/// internationalised domain in its ASCII form.
///
/// Every entry point uses this type, so that a stored address and a typed one are the same text. Local parts are
/// dot-atoms (RFC 5321 §4.1.2), with non-ASCII letters as in RFC 6531. Characters that would turn into ASCII ones (the
/// Kelvin sign into `k`) and invisible ones are rejected, never folded, so that two mailboxes remain distinct.
package enum EmailAddress {
  /// Why a text is not an address. `reason` completes the sentence "the value …".
  package struct Fault: Error, Sendable, Equatable {
    package let reason: String
  }

  /// - Returns: nil if the text is not an address that mail can be sent to.
  package static func normalized(_ text: String) -> String? { try? checked(text) }

  /// The look-up key for a typed address: the address as it is stored. A text that is not an address is trimmed and its
  /// ASCII letters are lower-cased, since a store may hold addresses from before these rules.
  package static func lookup(_ text: String) -> String {
    normalized(text) ?? String(decoding: trimmed(text).map(\.lowercasedASCII), as: UTF8.self)
  }

  /// - Throws: `Fault`, which says what is wrong and how to fix it.
  package static func checked(_ text: String) throws(Fault) -> String {
    let bytes = trimmed(text)
    let folded =
      bytes.allSatisfy { $0 < 0x80 }
      ? bytes.map(\.lowercasedASCII) : try folded(String(decoding: bytes, as: UTF8.self))
    if folded.starts(with: Array("mailto:".utf8)) {
      throw Fault(reason: "starts with “mailto:”; leave that out, as in \(example)")
    }
    if folded.contains(UInt8(ascii: "<")) || folded.contains(UInt8(ascii: ">")) {
      throw Fault(reason: "has angle brackets; write the address without a name, as in \(example)")
    }
    let parts = folded.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }) else {
      throw Fault(reason: "is not an email address; write it as in \(example)")
    }
    try checkLocal(parts[0])
    return String(decoding: parts[0], as: UTF8.self) + "@" + (try domain(parts[1]))
  }

  private static let example = "name@example.com"
  private static let localLimit = 64

  private static func trimmed(_ text: String) -> [UInt8] {
    let isBlank = { (byte: UInt8) in byte == 0x20 || (0x09...0x0D).contains(byte) }
    let start = text.utf8.drop(while: isBlank)
    return Array(start.reversed().drop(while: isBlank).reversed())
  }

  /// Lower case and NFC, for text with non-ASCII characters.
  private static func folded(_ text: String) throws(Fault) -> [UInt8] {
    var lower = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if scalar.isASCII {
        lower.append(Unicode.Scalar(UInt8(scalar.value).lowercasedASCII))
        continue
      }
      let composed = String(scalar).precomposedStringWithCanonicalMapping.unicodeScalars
      guard scalar.isPrintable, !scalar.properties.isDefaultIgnorableCodePoint, composed.allSatisfy({ !$0.isASCII })
      else { throw Fault(reason: "has the character \(scalar.codePoint), which an address cannot have; retype it") }
      lower.append(contentsOf: composed.map(\.simpleLowercase))
    }
    return Array(String(lower).precomposedStringWithCanonicalMapping.utf8)
  }

  private static func checkLocal(_ local: ArraySlice<UInt8>) throws(Fault) {
    let atoms = local.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard atoms.allSatisfy({ !$0.isEmpty }) else {
      throw Fault(reason: "has a dot at the start, at the end or twice in a row before the @; remove it")
    }
    if let byte = local.first(where: { !$0.isAtomText && $0 != UInt8(ascii: ".") }) {
      let shown = byte > 0x20 && byte < 0x7F ? "“\(Unicode.Scalar(byte))”" : Unicode.Scalar(byte).codePoint
      throw Fault(
        reason: "has the character \(shown) before the @, which an address cannot have; write it as in \(example)")
    }
    guard local.count <= localLimit else {
      throw Fault(
        reason: "has more than \(localLimit) bytes before the @, the limit of mail servers; use a shorter address")
    }
  }

  private static func domain(_ bytes: ArraySlice<UInt8>) throws(Fault) -> String {
    let text = String(decoding: bytes, as: UTF8.self)
    if bytes.last == UInt8(ascii: ".") { throw Fault(reason: "has a dot at the end; remove it") }
    let labels = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard labels.allSatisfy({ !$0.isEmpty }) else {
      throw Fault(reason: "has a dot after the @ or two dots in a row in its domain; remove them")
    }
    guard let domain = InternetDomain.ascii(text) else {
      throw Fault(
        reason: "has no valid domain after the @: labels of 1 to 63 letters, digits and hyphens, none at either end, "
          + "253 in all, as in \(example)")
    }
    return domain
  }
}

extension UInt8 {
  package var lowercasedASCII: UInt8 { self >= UInt8(ascii: "A") && self <= UInt8(ascii: "Z") ? self | 0x20 : self }

  /// `atext` of RFC 5322 §3.2.3, or a byte of a non-ASCII character.
  fileprivate var isAtomText: Bool { self >= 0x80 || isLetterOrDigit || "!#$%&'*+-/=?^_`{|}~".utf8.contains(self) }
}

extension Unicode.Scalar {
  fileprivate var codePoint: String {
    let hex = String(value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - hex.count)) + hex
  }

  /// The lower-case form if it is a single non-ASCII scalar; otherwise the scalar itself.
  fileprivate var simpleLowercase: Unicode.Scalar {
    let lower = properties.lowercaseMapping.unicodeScalars
    guard let first = lower.first, lower.count == 1, !first.isASCII else { return self }
    return first
  }
}
