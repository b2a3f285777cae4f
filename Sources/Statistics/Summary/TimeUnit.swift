import Calendar

/// A unit of the calendar by which *Summary* divides time. Weeks begin on Monday.
package enum TimeUnit: String, Sendable, CaseIterable {
  case day, week, month, quarter, year

  /// Counts the units from a fixed one on.
  /// - Parameter day: days since 1970-01-01, which was a Thursday.
  package func index(ofDay day: Int) -> Int {
    let date = CivilDate(days: day)
    return switch self {
    case .day: day
    case .week: (day + 3 - Self.remainder(day + 3, 7)) / 7
    case .month: date.year * 12 + date.month - 1
    case .quarter: date.year * 4 + (date.month - 1) / 3
    case .year: date.year
    }
  }

  /// The first day of the unit with this index.
  package func firstDay(ofIndex index: Int) -> Int {
    switch self {
    case .day: index
    case .week: index * 7 - 3
    case .month: Self.firstDay(month: index)
    case .quarter: Self.firstDay(month: index * 3)
    case .year: Self.firstDay(month: index * 12)
    }
  }

  /// `2026-03` for a month, `2026-Q1`, `2026`; nil for days and weeks, which are named by a date.
  package func name(ofIndex index: Int) -> String? {
    switch self {
    case .day, .week: nil
    case .month: String(Instant.dateText(firstDay(ofIndex: index)).dropLast(3))
    case .quarter: "\(Self.year(index, 4))-Q\(Self.remainder(index, 4) + 1)"
    case .year: Self.year(index, 1)
    }
  }

  /// The next longer unit.
  package var longer: TimeUnit? {
    switch self {
    case .day, .week: .month
    case .month: .quarter
    case .quarter: .year
    case .year: nil
    }
  }

  private static func firstDay(month index: Int) -> Int {
    let month = remainder(index, 12)
    return CivilDate.days(year: (index - month) / 12, month: month + 1, day: 1)
  }

  private static func year(_ index: Int, _ unitsAYear: Int) -> String {
    let first = CivilDate.days(year: (index - remainder(index, unitsAYear)) / unitsAYear, month: 1, day: 1)
    return String(Instant.dateText(first).dropLast(6))
  }

  private static func remainder(_ value: Int, _ divisor: Int) -> Int {
    let rest = value % divisor
    return rest < 0 ? rest + divisor : rest
  }
}
