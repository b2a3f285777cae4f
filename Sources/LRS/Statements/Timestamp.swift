import Calendar

/// `timestamp` and `stored`: texts and the instants that they name.
package enum Timestamp {
  /// Whether a text is a timestamp: RFC 3339 in 2.0; in 1.0.3 also other forms of ISO 8601 (an offset of hours only, or
  /// without a colon; time without seconds; no offset, which is read as UTC). An offset of -00:00 is refused in both.
  package static func isValid(_ text: String, _ version: XAPIVersion) -> Bool {
    if text.utf8.suffix(6).elementsEqual("-00:00".utf8) { return false }
    return version == .v2 ? Instant.seconds(text) != nil : instant(text) != nil && !hasNegativeZero(text)
  }

  private static func hasNegativeZero(_ text: String) -> Bool {
    text.utf8.count > 11 && ["-00", "-0000"].contains { text.utf8.suffix($0.utf8.count).elementsEqual($0.utf8) }
  }

  /// The instant of a timestamp of either version; nil if it is not one.
  package static func instant(_ text: String) -> ExactTime? {
    let bytes = Array(text.utf8)
    guard bytes.count > 11, let seconds = Instant.seconds(normalized(bytes)) else { return nil }
    let fraction = bytes.dropFirst(19)
    guard let point = fraction.first, point == UInt8(ascii: ".") || point == UInt8(ascii: ",") else {
      return ExactTime(seconds: seconds)
    }
    let digits = fraction.dropFirst().prefix(while: TextFormat.isDigit).prefix(ExactTime.decimals)
    let zeros = repeatElement(UInt8(ascii: "0"), count: ExactTime.decimals - digits.count)
    let units = Int128(String(decoding: digits + zeros, as: UTF8.self)) ?? 0
    return ExactTime(units: ExactTime(seconds: seconds).units + units)
  }

  /// The text in the one form that `Instant` reads.
  private static func normalized(_ bytes: [UInt8]) -> String {
    let time = bytes[11...]
    let end = time.firstIndex { !TextFormat.isDigit($0) && !":.,".utf8.contains($0) } ?? bytes.endIndex
    var clock = String(decoding: bytes[11..<end], as: UTF8.self).replacing(",", with: ".")
    if clock.utf8.count == 5 { clock += ":00" }
    var offset = String(decoding: bytes[end...], as: UTF8.self)
    if offset.isEmpty { offset = "Z" }
    if offset.utf8.count == 3 { offset += ":00" }
    if offset.utf8.count == 5 { offset = offset.prefix(3) + ":" + offset.suffix(2) }
    return String(decoding: bytes[..<11], as: UTF8.self) + clock + offset
  }
}
