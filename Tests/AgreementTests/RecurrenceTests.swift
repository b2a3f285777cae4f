import Calendar
import Foundation
import Reports
import Testing

/// The calendar of schedules.
@Suite struct RecurrenceTests {
  private static func day(_ text: String) throws -> Int { try moment(text + "T00:00:00Z") / 86_400 }

  private static func moment(_ text: String) throws -> Int {
    Int(try Date(text, strategy: .iso8601).timeIntervalSince1970)
  }

  private static func check(
    _ rule: Recurrence, after moment: String, in zone: String = "Europe/Berlin", _ expected: [String]
  ) throws {
    let time = LocalTime(try #require(TimeZone(identifier: zone)))
    let found = rule.runs(after: try Self.moment(moment), count: expected.count, time)
    #expect(found.map { Date(timeIntervalSince1970: Double($0)).formatted(.iso8601) } == expected)
  }

  @Test func `Each day at the same hour, though clocks are changed`() throws {
    try Self.check(
      Recurrence(.day, hour: 7, start: try Self.day("2026-01-01")), after: "2026-03-27T12:00:00Z",
      ["2026-03-28T06:00:00Z", "2026-03-29T05:00:00Z", "2026-03-30T05:00:00Z"])
    try Self.check(
      Recurrence(.day, every: 2, hour: 0, start: try Self.day("2026-10-23")), after: "2026-10-01T00:00:00Z",
      ["2026-10-22T22:00:00Z", "2026-10-24T22:00:00Z", "2026-10-26T23:00:00Z"])
  }

  @Test func `An hour that is left out is when the clock is put forward, one shown twice counts once`() throws {
    let rule = Recurrence(.day, hour: 2, start: try Self.day("2026-01-01"))
    try Self.check(
      rule, after: "2026-03-28T12:00:00Z", ["2026-03-29T01:00:00Z", "2026-03-30T00:00:00Z", "2026-03-31T00:00:00Z"])
    try Self.check(
      rule, after: "2026-10-24T12:00:00Z", ["2026-10-25T00:00:00Z", "2026-10-26T01:00:00Z", "2026-10-27T01:00:00Z"])
    // Half an hour is skipped in the first zone, and midnight in the second.
    try Self.check(
      rule, after: "2026-10-02T20:00:00Z", in: "Australia/Lord_Howe",
      ["2026-10-03T15:30:00Z", "2026-10-04T15:00:00Z"])
    try Self.check(
      Recurrence(.day, hour: 0, start: try Self.day("2026-01-01")), after: "2026-09-05T12:00:00Z",
      in: "America/Santiago", ["2026-09-06T04:00:00Z", "2026-09-07T03:00:00Z"])
  }

  @Test func `A month without such a day takes its last one`() throws {
    try Self.check(
      Recurrence(.month, hour: 12, start: try Self.day("2027-10-31")), after: "2027-01-01T00:00:00Z", in: "GMT",
      [
        "2027-10-31T12:00:00Z", "2027-11-30T12:00:00Z", "2027-12-31T12:00:00Z", "2028-01-31T12:00:00Z",
        "2028-02-29T12:00:00Z", "2028-03-31T12:00:00Z", "2028-04-30T12:00:00Z",
      ])
    try Self.check(
      Recurrence(.year, hour: 0, start: try Self.day("2024-02-29")), after: "2024-02-29T00:00:00Z", in: "GMT",
      ["2025-02-28T00:00:00Z", "2026-02-28T00:00:00Z", "2027-02-28T00:00:00Z", "2028-02-29T00:00:00Z"])
  }

  @Test func `Weeks begin on Monday, and their days are chosen`() throws {
    // Begins on a Wednesday: the Monday of that week is before the start.
    try Self.check(
      Recurrence(.week, every: 2, weekdays: [5, 1], hour: 9, start: try Self.day("2026-11-25")),
      after: "2026-11-01T00:00:00Z", in: "GMT",
      ["2026-11-27T09:00:00Z", "2026-12-07T09:00:00Z", "2026-12-11T09:00:00Z", "2026-12-21T09:00:00Z"])
  }

  @Test func `It ends on its last day, and counts what lies between`() throws {
    let time = LocalTime(.gmt)
    let start = try Self.day("2026-03-01")
    let rule = Recurrence(.day, hour: 6, start: start, end: start + 2)
    let first = start * 86_400 + 6 * 3_600
    #expect(rule.runs(after: 0, count: 9, time) == [first, first + 86_400, first + 172_800])
    #expect(rule.next(after: first + 172_800, time) == nil)
    #expect(rule.count(from: first, until: first, time) == 1)
    #expect(rule.count(from: first, until: first + 86_400, time) == 2)
    #expect(rule.count(from: first, until: .max / 2, time) == 3)
    #expect(Recurrence(.year, every: 99, hour: 6, start: start).next(after: first, time) != nil)
  }

  /// The same result, found by trying every minute of the days according to Foundation's calendar.
  private static func plainly(_ rule: Recurrence, after moment: Int, in zone: TimeZone) -> Int? {
    var calendar = Calendar(identifier: .iso8601)
    calendar.timeZone = .gmt
    let units: [Recurrence.Unit: Calendar.Component] = [.day: .day, .week: .weekOfYear, .month: .month, .year: .year]
    let start = Date(timeIntervalSince1970: Double(rule.start) * 86_400)
    for step in 0... {
      let date = calendar.date(byAdding: units[rule.unit]!, value: step * rule.every, to: start)!
      var days = [date]
      if rule.unit == .week, !rule.weekdays.isEmpty {
        let monday = calendar.dateInterval(of: .weekOfYear, for: date)!.start
        days = rule.weekdays.map { monday.addingTimeInterval(Double($0 - 1) * 86_400) }.filter { $0 >= start }
      }
      for day in days.map({ Int($0.timeIntervalSince1970) / 86_400 }) {
        if let end = rule.end, day > end { return nil }
        let run = first(day, rule.hour, zone)
        if run > moment { return run }
      }
    }
    return nil
  }

  /// The first minute at which the clock shows this hour or, on that day or the next, a later one.
  private static func first(_ day: Int, _ hour: Int, _ zone: TimeZone) -> Int {
    let wanted = day * 86_400 + hour * 3_600
    var minute = wanted - 15 * 3_600
    while true {
      let offset = zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(minute)))
      if minute + offset >= wanted { return minute }
      minute += 60
    }
  }

  @Test(arguments: ["Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "America/Santiago"])
  func `It agrees with a plain search, whatever the rule`(name: String) throws {
    let zone = try #require(TimeZone(identifier: name))
    let time = LocalTime(zone)
    var dice = SystemRandomNumberGenerator()
    for _ in 0..<150 {
      let unit = Recurrence.Unit.allCases.randomElement(using: &dice)!
      let start = Int.random(in: 19_000...22_000, using: &dice)
      let rule = Recurrence(
        unit, every: Int.random(in: 1...5, using: &dice),
        weekdays: (1...7).filter { _ in Int.random(in: 0...3, using: &dice) == 0 },
        hour: Int.random(in: 0...4, using: &dice), start: start,
        end: Bool.random(using: &dice) ? start + Int.random(in: 0...400, using: &dice) : nil)
      var moment = (start + Int.random(in: -30...800, using: &dice)) * 86_400 + Int.random(in: 0..<86_400, using: &dice)
      for _ in 0..<4 {
        let found = rule.next(after: moment, time)
        #expect(found == Self.plainly(rule, after: moment, in: zone), "\(rule) after \(moment) in \(name)")
        guard let found else { break }
        moment = found
      }
    }
  }
}
