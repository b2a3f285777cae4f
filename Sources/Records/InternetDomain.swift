import CIdn2

/// A domain of the internet.
package enum InternetDomain {
  private static let limit = 253
  private static let labelLimit = 63

  /// The form in which domains are compared and sent: lower case, non-ASCII labels as A-labels (`xn--…`).
  ///
  /// Strict IDNA 2008 (RFC 5891): no mapping of other characters.
  /// - Parameter text: in lower case and NFC.
  /// - Returns: nil if it is not a domain, or ends in a dot.
  package static func ascii(_ text: String) -> String? {
    let isPlain = text.utf8.allSatisfy { $0 < 0x80 }
    // A-labels are checked too: each must be the encoding of a valid non-ASCII label.
    let domain =
      isPlain && !text.utf8.split(separator: UInt8(ascii: ".")).contains(where: \.isALabel) ? text : idna(text)
    guard let domain, domain.utf8.count <= limit else { return nil }
    let labels = domain.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return labels.allSatisfy(isLabel) ? domain : nil
  }

  private static func isLabel(_ label: Substring.UTF8View) -> Bool {
    (1...labelLimit).contains(label.count) && label.first != UInt8(ascii: "-") && label.last != UInt8(ascii: "-")
      && label.allSatisfy { $0.isLetterOrDigit || $0 == UInt8(ascii: "-") }
  }

  private static func idna(_ text: String) -> String? {
    let flags = Int32(IDN2_NO_TR46.rawValue | IDN2_NFC_INPUT.rawValue | IDN2_ALABEL_ROUNDTRIP.rawValue)
    var found: UnsafeMutablePointer<UInt8>?
    guard !text.utf8.contains(0), idn2_lookup_u8(text, &found, flags) == IDN2_OK.rawValue, let found else { return nil }
    defer { idn2_free(found) }
    return String(cString: found)
  }
}

extension Substring.UTF8View {
  fileprivate var isALabel: Bool { starts(with: "xn--".utf8) }
}
