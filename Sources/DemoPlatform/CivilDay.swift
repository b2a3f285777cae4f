/// A day of the proleptic Gregorian calendar, computed from the days since 1970-01-01.
///
/// Howard Hinnant's `civil_from_days`; Foundation's calendar is slower by orders of magnitude, and most of a demo
/// platform consists of instants.
struct CivilDay: Sendable {
  let year: Int
  let month: Int
  let day: Int

  init(daysSince1970: Int) {
    let shifted = daysSince1970 + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  /// The day of the week, 0 = Sunday … 6 = Saturday.
  static func weekday(_ daysSince1970: Int) -> Int { ((daysSince1970 + 4) % 7 + 7) % 7 }

  /// The days since 1970-01-01 of `instant` (seconds UTC).
  static func of(_ instant: Int) -> Int {
    instant >= 0 ? instant / .day : (instant - Int.day + 1) / .day
  }

  /// Days until the next Monday to Friday; 0 on one.
  static func daysToWorkday(_ daysSince1970: Int) -> Int {
    switch weekday(daysSince1970) {
    case 6: 2
    case 0: 1
    default: 0
    }
  }
}

extension Int {
  /// Seconds per day.
  static let day = 86_400
  /// Seconds per hour.
  static let hour = 3600
}
