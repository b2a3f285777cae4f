/// The spelling of dates on pages and in files (setting `TALLYBOOK_DATE_STYLE`).
package enum DateStyle: String, Sendable, CaseIterable {
  /// `31/12/2025 23:59` and `31/12/2025`
  case dmy
  /// `2025-12-31 23:59` and `2025-12-31`
  case iso

  /// The day in this style. Years have at least four digits.
  package func text(_ date: CivilDate) -> String {
    String(bytesOf: { append(date, to: &$0) })
  }

  /// Day, hour and minute in this style; seconds are truncated.
  package func text(_ time: CivilTime) -> String {
    String(bytesOf: { append(time, to: &$0) })
  }

  package func append(_ date: CivilDate, to bytes: inout [UInt8]) {
    switch self {
    case .dmy:
      bytes.append(twoDigits: date.day)
      bytes.append(UInt8(ascii: "/"))
      bytes.append(twoDigits: date.month)
      bytes.append(UInt8(ascii: "/"))
      bytes.append(year: date.year)
    case .iso:
      bytes.append(year: date.year)
      bytes.append(UInt8(ascii: "-"))
      bytes.append(twoDigits: date.month)
      bytes.append(UInt8(ascii: "-"))
      bytes.append(twoDigits: date.day)
    }
  }

  package func append(_ time: CivilTime, to bytes: inout [UInt8]) {
    append(time.date, to: &bytes)
    bytes.append(UInt8(ascii: " "))
    bytes.append(twoDigits: time.hour)
    bytes.append(UInt8(ascii: ":"))
    bytes.append(twoDigits: time.minute)
  }
}

extension String {
  /// The text whose UTF-8 bytes `write` appends.
  package init(bytesOf write: (inout [UInt8]) -> Void) {
    var bytes: [UInt8] = []
    write(&bytes)
    self.init(decoding: bytes, as: UTF8.self)
  }
}

/// Writes digits directly into a buffer: a string per date would cost more than the rest of a CSV file.
extension [UInt8] {
  /// Two digits of a number from 0 to 99.
  package mutating func append(twoDigits number: Int) {
    append(digit: UInt(number / 10))
    append(digit: UInt(number % 10))
  }

  /// A year with at least four digits.
  mutating func append(year: Int) {
    if year < 0 { append(UInt8(ascii: "-")) }
    let year = year.magnitude
    guard year <= 9_999 else { return append(digits: year) }
    append(twoDigits: Int(year / 100))
    append(twoDigits: Int(year % 100))
  }

  package mutating func append(digits number: UInt) {
    if number >= 10 { append(digits: number / 10) }
    append(digit: number % 10)
  }

  package mutating func append(digit: UInt) {
    append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit))
  }
}
