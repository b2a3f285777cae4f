/// Instants and dates as integers, and their RFC 3339 texts.
///
/// An instant is whole seconds since 1970-01-01T00:00:00Z, a date is whole days since 1970-01-01, both in the
/// proleptic Gregorian calendar, years 0000–9999.
package enum Instant {
  package static let secondsADay = 86_400
  private static let first = CivilDate.days(year: 0, month: 1, day: 1) * secondsADay
  private static let last = CivilDate.days(year: 10_000, month: 1, day: 1) * secondsADay - 1

  /// Reads `2026-03-01T09:30:00Z` or `2026-03-01T09:30:00.5+01:00`; a fraction of a second is truncated.
  /// - Returns: nil if the text is not an RFC 3339 instant with an offset, or the day or time does not exist.
  package static func seconds(_ text: Span<UInt8>) -> Int? {
    guard text.count >= 20, text[10] | 0x20 == UInt8(ascii: "t"), let day = days(text.extracting(0..<10)),
      text[13] == UInt8(ascii: ":"), text[16] == UInt8(ascii: ":"),
      let hour = number(text, 11..<13), hour < 24, let minute = number(text, 14..<16), minute < 60,
      let second = number(text, 17..<19), second <= 60, let offset = offset(text, from: 19)
    else { return nil }
    let result = day * secondsADay + hour * 3600 + minute * 60 + second - offset
    // The offset must not lead outside the years 0000–9999.
    guard (first...last).contains(result) else { return nil }
    // A leap second is valid only at the end of a UTC day; it counts as the first second of the next day.
    return second == 60 && result % secondsADay != 0 ? nil : result
  }

  /// Reads `2026-03-01`.
  package static func days(_ text: Span<UInt8>) -> Int? {
    guard text.count == 10, text[4] == UInt8(ascii: "-"), text[7] == UInt8(ascii: "-"),
      let year = number(text, 0..<4), let month = number(text, 5..<7), (1...12).contains(month),
      let day = number(text, 8..<10), day >= 1, day <= lengthOfMonth(month, year)
    else { return nil }
    return CivilDate.days(year: year, month: month, day: day)
  }

  package static func seconds(_ text: String) -> Int? { seconds(Array(text.utf8).span) }
  package static func days(_ text: String) -> Int? { days(Array(text.utf8).span) }

  /// `2026-03-01T09:30:00Z`.
  package static func text(_ seconds: Int) -> String {
    let time = CivilTime(localSeconds: seconds)
    return DateStyle.iso.text(time.date) + "T" + padded(time.hour) + ":" + padded(time.minute) + ":"
      + padded(time.second) + "Z"
  }

  /// `2026-03-01`.
  package static func dateText(_ days: Int) -> String { DateStyle.iso.text(CivilDate(days: days)) }

  /// The day of an instant, rounded down.
  package static func day(of seconds: Int) -> Int { quotient(seconds, secondsADay) }

  private static func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  private static func lengthOfMonth(_ month: Int, _ year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// The digits of a range as a number; nil if a byte is not a digit.
  private static func number(_ text: Span<UInt8>, _ range: Range<Int>) -> Int? {
    var result = 0
    for index in range {
      let digit = text[index] &- UInt8(ascii: "0")
      guard digit < 10 else { return nil }
      result = result * 10 + Int(digit)
    }
    return result
  }

  /// `Z` or `±HH:MM` at the end, after an optional fraction; seconds east of UTC.
  private static func offset(_ text: Span<UInt8>, from start: Int) -> Int? {
    var index = start
    if text[index] == UInt8(ascii: ".") {
      index += 1
      let first = index
      while index < text.count, text[index] &- UInt8(ascii: "0") < 10 { index += 1 }
      guard index > first, index < text.count else { return nil }
    }
    if text[index] | 0x20 == UInt8(ascii: "z") { return index + 1 == text.count ? 0 : nil }
    guard text[index] == UInt8(ascii: "+") || text[index] == UInt8(ascii: "-"), text.count == index + 6,
      text[index + 3] == UInt8(ascii: ":"), let hours = number(text, index + 1..<index + 3), hours < 24,
      let minutes = number(text, index + 4..<index + 6), minutes < 60
    else { return nil }
    return (text[index] == UInt8(ascii: "-") ? -1 : 1) * (hours * 3600 + minutes * 60)
  }
}
