import Calendar

/// Dates of HTTP headers (RFC 9110, 5.6.7).
enum HTTPDate {
  private static let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
  private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

  /// `Sun, 01 Mar 2026 09:30:00 GMT`.
  static func text(microseconds: Int) -> String {
    let seconds = microseconds / 1_000_000
    let weekday = weekdays[((Instant.day(of: seconds) % 7) + 7) % 7]
    let text = Array(Instant.text(seconds).utf8)
    func part(_ range: Range<Int>) -> String { String(decoding: text[range], as: UTF8.self) }
    let month = months[(Int(part(5..<7)) ?? 1) - 1]
    return "\(weekday), \(part(8..<10)) \(month) \(part(0..<4)) \(part(11..<19)) GMT"
  }
}
