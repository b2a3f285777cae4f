package import Calendar

/// A range of days relative to now, such as the last 30 days, resolved in the platform's time zone when the report
/// runs. *Last N days* end today; months, quarters and years are complete ones.
package enum RelativePeriod: String, Sendable, Codable, CaseIterable {
  case last7Days = "last_7_days"
  case last30Days = "last_30_days"
  case last90Days = "last_90_days"
  case thisMonth = "this_month"
  case lastMonth = "last_month"
  case thisQuarter = "this_quarter"
  case lastQuarter = "last_quarter"
  case thisYear = "this_year"
  case lastYear = "last_year"

  /// First and last day, as days since 1970-01-01.
  package func days(at moment: Moment) -> ClosedRange<Int> {
    let today = moment.today
    let date = CivilDate(days: today)
    return switch self {
    case .last7Days: today - 6...today
    case .last30Days: today - 29...today
    case .last90Days: today - 89...today
    case .thisMonth: Self.months(date.year, date.month, count: 1)
    case .lastMonth: Self.months(date.year, date.month - 1, count: 1)
    case .thisQuarter: Self.months(date.year, Self.quarter(of: date), count: 3)
    case .lastQuarter: Self.months(date.year, Self.quarter(of: date) - 3, count: 3)
    case .thisYear: Self.months(date.year, 1, count: 12)
    case .lastYear: Self.months(date.year - 1, 1, count: 12)
    }
  }

  /// The first month of the quarter.
  private static func quarter(of date: CivilDate) -> Int { (date.month - 1) / 3 * 3 + 1 }

  /// Complete months from one on, which may lie before January or after December.
  private static func months(_ year: Int, _ month: Int, count: Int) -> ClosedRange<Int> {
    firstDay(year, month)...firstDay(year, month + count) - 1
  }

  private static func firstDay(_ year: Int, _ month: Int) -> Int {
    let months = year * 12 + month - 1
    return CivilDate.days(year: months / 12, month: months % 12 + 1, day: 1)
  }
}
