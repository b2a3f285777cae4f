/// A day of the proleptic Gregorian calendar: years before 1583 follow the same rules.
package struct CivilDate: Sendable, Equatable {
  package let year: Int
  /// 1–12
  package let month: Int
  /// 1–31
  package let day: Int

  /// The day that is `days` after 1970-01-01, or before it if negative.
  ///
  /// Howard Hinnant, *chrono-Compatible Low-Level Date Algorithms*, `civil_from_days`: years begin in March, so that
  /// the leap day is the last of its year; an era is 400 years, 146,097 days.
  package init(days: Int) {
    let sinceMarch0000 = days + 719_468
    let era = quotient(sinceMarch0000, 146_097)
    let dayOfEra = sinceMarch0000 - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  /// The inverse, `days_from_civil`.
  package static func days(year: Int, month: Int, day: Int) -> Int {
    let fromMarch = month <= 2 ? year - 1 : year
    let era = quotient(fromMarch, 400)
    let yearOfEra = fromMarch - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }
}

/// A date and a time of day, as shown by a clock.
package struct CivilTime: Sendable, Equatable {
  package let date: CivilDate
  /// 0–23
  package let hour: Int
  /// 0–59
  package let minute: Int
  /// 0–59
  package let second: Int

  /// The reading of a clock `localSeconds` after its own 1970-01-01 00:00:00.
  init(localSeconds: Int) {
    let days = quotient(localSeconds, 86_400)
    let rest = localSeconds - days * 86_400
    date = CivilDate(days: days)
    hour = rest / 3_600
    minute = rest / 60 % 60
    second = rest % 60
  }
}

/// The quotient rounded down, while `/` rounds towards zero. `divisor` is positive.
func quotient(_ dividend: Int, _ divisor: Int) -> Int {
  dividend >= 0 ? dividend / divisor : (dividend + 1) / divisor - 1
}
