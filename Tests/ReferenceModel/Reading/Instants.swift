import Foundation

/// Instants as whole seconds UTC, and how they are read and written. The calendar is computed here (days from civil),
/// so that only the offset of a time zone comes from Foundation.
package enum Instants {
  /// "RFC 3339 with offset. Stored as whole seconds UTC; a fraction of a second is cut off."
  package static func seconds(_ text: String) -> Int {
    let bytes = Array(text.utf8)
    func number(_ start: Int, _ length: Int) -> Int {
      bytes[start..<start + length].reduce(0) { $0 * 10 + Int($1) - 48 }
    }
    let day = daysFromCivil(number(0, 4), number(5, 2), number(8, 2))
    let local = day * 86_400 + number(11, 2) * 3600 + number(14, 2) * 60 + number(17, 2)
    var index = 19
    if bytes[index] == UInt8(ascii: ".") {
      repeat { index += 1 } while (48...57).contains(bytes[index])
    }
    if bytes[index] == UInt8(ascii: "Z") || bytes[index] == UInt8(ascii: "z") { return local }
    let offset = number(index + 1, 2) * 3600 + number(index + 4, 2) * 60
    return bytes[index] == UInt8(ascii: "-") ? local + offset : local - offset
  }

  /// RFC 3339, UTC, `Z`: `2026-03-01T09:30:00Z`.
  package static func rfc3339(_ seconds: Int) -> String {
    let (day, time) = (floorDivision(seconds, 86_400), floorRemainder(seconds, 86_400))
    return "\(isoDate(day))T\(padded(time / 3600)):\(padded(time / 60 % 60)):\(padded(time % 60))Z"
  }

  /// The date on which an instant falls in a time zone: `2026-03-01`.
  package static func localDate(_ seconds: Int, in zone: String) -> String {
    isoDate(floorDivision(seconds + offset(seconds, in: zone), 86_400))
  }

  /// "Instants: CSV `DD/MM/YYYY HH:mm` (seconds cut off), in the platform's time zone."
  package static func cell(_ seconds: Int, in zone: String) -> String {
    let local = seconds + offset(seconds, in: zone)
    let time = floorRemainder(local, 86_400)
    return "\(dateCell(isoDate(floorDivision(local, 86_400)))) \(padded(time / 3600)):\(padded(time / 60 % 60))"
  }

  /// Days since 1970-01-01, from `YYYY-MM-DD`.
  static func day(_ isoDate: String) -> Int { floorDivision(seconds(isoDate + "T00:00:00Z"), 86_400) }

  /// The Monday of the day's week.
  static func monday(_ day: Int) -> Int { day - floorRemainder(day + 3, 7) }

  /// "Dates `DD/MM/YYYY`", from `YYYY-MM-DD`.
  package static func dateCell(_ isoDate: String) -> String {
    isoDate.split(separator: "-").reversed().joined(separator: "/")
  }

  /// The date a number of days later or, if negative, earlier.
  static func date(_ isoDate: String, plus days: Int) -> String {
    self.isoDate(floorDivision(seconds(isoDate + "T00:00:00Z"), 86_400) + days)
  }

  private static func offset(_ seconds: Int, in zone: String) -> Int {
    if zone == "UTC" { return 0 }
    guard let zone = TimeZone(identifier: zone) else { preconditionFailure("no such time zone: \(zone)") }
    return zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds)))
  }

  /// Days since 1970-01-01 of a day of the proleptic Gregorian calendar.
  private static func daysFromCivil(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let shifted = month <= 2 ? year - 1 : year
    let era = floorDivision(shifted, 400)
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  static func isoDate(_ days: Int) -> String {
    let shifted = days + 719_468
    let era = floorDivision(shifted, 146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return "\(padded(year, to: 4))-\(padded(month))-\(padded(day))"
  }

  private static func floorDivision(_ value: Int, _ divisor: Int) -> Int {
    value >= 0 ? value / divisor : -((-value + divisor - 1) / divisor)
  }

  private static func floorRemainder(_ value: Int, _ divisor: Int) -> Int {
    value - floorDivision(value, divisor) * divisor
  }

  private static func padded(_ number: Int, to width: Int = 2) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
