import Calendar
import Spreadsheets
import Statistics

/// A week, Monday to Sunday, in the platform's time zone. Nothing after now counts: the current week's period ends now,
/// and that of a later week is empty.
struct TrainingWeek: Sendable {
  /// The Monday, in days since 1970-01-01.
  private let day: Int
  let period: Period

  /// How many weeks a trend shows, including the current one.
  static let shown = 26

  private init(day: Int, at moment: Moment) {
    let (start, end) = (moment.time.start(ofDay: day), moment.time.start(ofDay: day + 7))
    self.day = day
    period = Period(from: start, to: min(end, max(moment.now + 1, start)))
  }

  /// The week that contains a date such as `2026-03-09`; nil: the current week.
  /// - Throws: `BadRequest`.
  init(_ date: String?, _ visit: WebRequest) throws {
    let days = try date.map { text in
      guard let days = Instant.days(text) else {
        throw BadRequest("week", "is not a valid date; use YYYY-MM-DD, such as 2026-03-09")
      }
      return days
    }
    self.init(day: Self.monday(of: days ?? visit.moment.today), at: visit.moment)
  }

  /// The last weeks, earliest first.
  static func last(_ visit: WebRequest, count: Int = shown) -> [TrainingWeek] {
    let current = monday(of: visit.moment.today)
    return (0..<count).map { TrainingWeek(day: current - 7 * (count - 1 - $0), at: visit.moment) }
  }

  /// 1970-01-01 was a Thursday.
  private static func monday(of day: Int) -> Int { day - ((day + 3) % 7 + 7) % 7 }

  /// The Monday as an ISO 8601 date.
  var monday: String { Instant.dateText(day) }

  /// The title on a page.
  func title(_ visit: WebRequest) -> String { visit.language("trend_week", ["date": date(visit)]) }

  func date(_ visit: WebRequest) -> String { visit.services.settings.style.dateText(days: day) }
}
