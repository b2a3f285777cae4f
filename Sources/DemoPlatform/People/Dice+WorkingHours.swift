import Calendar

/// When people learn: on workdays, during the day of their own time zone, less in summer and hardly at the turn of the
/// year.
extension Dice {
  /// An instant of `window` at which a person in `zone` would learn; any instant of it if none is found quickly.
  mutating func workingInstant(in window: Range<Int>, _ zone: NamePool.TimeZone) -> Int {
    let days = CivilDay.of(window.lowerBound + zone.offset)..<CivilDay.of(window.upperBound + zone.offset) + 1
    for _ in 0..<8 {
      let day = within(days)
      guard chance(Dice.readiness(day, zone)) else { continue }
      let second = Int(Dice.hours[below(Dice.hours.count)]) * .hour + below(.hour)
      let instant = day * .day + second - zone.offset
      if window.contains(instant) { return instant }
    }
    return within(window)
  }

  /// The probability of learning on a day, in percent.
  private static func readiness(_ day: Int, _ zone: NamePool.TimeZone) -> Int {
    let weekday = CivilDay.weekday(day)
    let rests = zone.restsFromFriday ? weekday == 5 || weekday == 6 : weekday == 0 || weekday == 6
    if rests { return 5 }
    let civil = CivilDate(days: day)
    switch (civil.month, civil.day) {
    case (12, 24...), (1, ...1): return 8
    case (8, _): return 45
    case (7, _): return 70
    default: return 95
    }
  }

  /// The hours of a day, weighted by use; the dip at noon is lunch.
  private static let hours: [UInt8] = [
    (6, 1), (7, 3), (8, 9), (9, 14), (10, 14), (11, 11), (12, 4), (13, 8), (14, 13), (15, 11), (16, 9), (17, 5),
    (18, 2),
    (19, 2), (20, 3), (21, 2),
  ].flatMap { hour, times in [UInt8](repeating: hour, count: times) }
}
