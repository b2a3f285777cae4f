package import Calendar

/// A recurrence rule: every n days, weeks, months or years, at an hour in the platform's time zone, from a start date
/// on.
///
/// Intervals count from the start date: weeks begin on Monday, and a month without that day (31 April, 29 February)
/// uses its last day. If a clock change skips the hour, the run is at the moment of the change; if the hour occurs
/// twice, the first one counts.
package struct Recurrence: Sendable, Codable, Equatable {
  package enum Unit: String, Sendable, Codable, CaseIterable { case day, week, month, year }

  package var unit: Unit
  /// 1–99
  package var every: Int
  /// 1 (Monday) to 7, ascending, only for weeks; if empty, the weekday of the start date.
  package var weekdays: [Int]
  /// 0–23
  package var hour: Int
  /// The first and the last day, as days since 1970-01-01, both inclusive.
  package var start: Int
  package var end: Int?

  package static let everyRange = 1...99

  package init(_ unit: Unit, every: Int = 1, weekdays: [Int] = [], hour: Int, start: Int, end: Int? = nil) {
    self.unit = unit
    self.every = every
    self.weekdays = unit == .week ? weekdays.sorted() : []
    self.hour = hour
    self.start = start
    self.end = end
  }

  /// The first run after a moment; nil after the last one.
  package func next(after moment: Int, _ time: LocalTime) -> Int? {
    // Starts a day earlier: if the clock is put forward over midnight, a run occurs on the day after its own.
    let first = max(start, time.day(at: moment) - 1)
    let last = min(end ?? .max, first + longestPause)
    return (first...max(first, last)).lazy.filter { $0 <= last && falls(on: $0) }
      .map { time.moment(ofDay: $0, hour: hour) }.first { $0 > moment }
  }

  /// The next runs, at most `count`.
  package func runs(after moment: Int, count: Int, _ time: LocalTime) -> [Int] {
    var runs: [Int] = []
    while runs.count < count, let next = next(after: runs.last ?? moment, time) { runs.append(next) }
    return runs
  }

  /// The number of runs from one until a moment, including the first; counts up to 1,000.
  package func count(from run: Int, until moment: Int, _ time: LocalTime) -> Int {
    var count = 1
    var last = run
    while count < 1_000, let next = next(after: last, time), next <= moment { (count, last) = (count + 1, next) }
    return count
  }

  private var longestPause: Int { (every + 1) * [.day: 1, .week: 7, .month: 31, .year: 366][unit, default: 366] + 1 }

  private func falls(on day: Int) -> Bool {
    switch unit {
    case .day: return (day - start) % every == 0
    case .week:
      let chosen = weekdays.isEmpty ? [Self.weekday(of: start)] : weekdays
      return (Self.week(of: day) - Self.week(of: start)) % every == 0 && chosen.contains(Self.weekday(of: day))
    case .month, .year:
      let (date, first) = (CivilDate(days: day), CivilDate(days: start))
      let months = (date.year - first.year) * 12 + date.month - first.month
      guard months % (unit == .month ? every : every * 12) == 0 else { return false }
      return date.day == first.day || date.day < first.day && CivilDate(days: day + 1).day == 1
    }
  }

  /// 1 (Monday) to 7; 1970-01-01 was a Thursday.
  package static func weekday(of day: Int) -> Int { (day + 3) % 7 + 1 }

  private static func week(of day: Int) -> Int { (day + 3) / 7 }
}
