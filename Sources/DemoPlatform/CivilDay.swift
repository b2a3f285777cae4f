import Calendar

/// Computations with days, which are counted from 1970-01-01.
enum CivilDay {
  /// The day of the week, 0 = Sunday … 6 = Saturday.
  static func weekday(_ daysSince1970: Int) -> Int { ((daysSince1970 + 4) % 7 + 7) % 7 }

  /// The days since 1970-01-01 of `instant` (seconds UTC).
  static func of(_ instant: Int) -> Int { Instant.day(of: instant) }

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
