import Calendar
import Foundation
import Reports
import Testing

/// Relative date ranges.
@Suite struct RelativePeriodTests {
  /// Days since 1970-01-01 of 2024-02-29, 2024-03-31 and so on, by Foundation.
  private static func day(_ text: String) throws -> Int {
    let date = try Date(text + "T00:00:00Z", strategy: .iso8601)
    return Int(date.timeIntervalSince1970) / 86_400
  }

  private static func check(_ today: String, _ expected: [(RelativePeriod, String, String)]) throws {
    let now = try day(today) * 86_400 + 3_600
    for (period, from, to) in expected {
      let days = period.days(at: Moment(now, in: .utc))
      #expect(days == (try day(from))...(try day(to)), "\(period) on \(today)")
    }
  }

  @Test func `Months, quarters and years are whole, the last days end today`() throws {
    try Self.check(
      "2024-02-29",
      [
        (.last7Days, "2024-02-23", "2024-02-29"), (.last30Days, "2024-01-31", "2024-02-29"),
        (.last90Days, "2023-12-02", "2024-02-29"), (.thisMonth, "2024-02-01", "2024-02-29"),
        (.lastMonth, "2024-01-01", "2024-01-31"), (.thisQuarter, "2024-01-01", "2024-03-31"),
        (.lastQuarter, "2023-10-01", "2023-12-31"), (.thisYear, "2024-01-01", "2024-12-31"),
        (.lastYear, "2023-01-01", "2023-12-31"),
      ])
    try Self.check(
      "2025-01-01",
      [
        (.lastMonth, "2024-12-01", "2024-12-31"), (.lastQuarter, "2024-10-01", "2024-12-31"),
        (.thisQuarter, "2025-01-01", "2025-03-31"), (.last7Days, "2024-12-26", "2025-01-01"),
      ])
    try Self.check(
      "2025-12-31", [(.thisMonth, "2025-12-01", "2025-12-31"), (.thisQuarter, "2025-10-01", "2025-12-31")])
  }

  @Test func `Today is the platform's today`() throws {
    let zone = try #require(TimeZone(identifier: "Pacific/Auckland"))
    let now = try Self.day("2025-06-30") * 86_400 + 20 * 3_600
    let days = RelativePeriod.thisMonth.days(at: Moment(now, in: LocalTime(zone)))
    #expect(days == (try Self.day("2025-07-01"))...(try Self.day("2025-07-31")))
  }

  @Test func `A moving range beside fixed dates is refused`() {
    var choice = ReportFilters()
    choice.period = .lastYear
    choice.from = "2025-01-01"
    #expect(throws: BadFilter.self) { try choice.request(at: Moment(0, in: .utc)) }
  }
}
