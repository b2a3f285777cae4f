import Calendar
import Foundation
import Testing

@Suite("Local time")
struct LocalTimeTests {
  private func text(_ seconds: Int, _ zone: String, _ style: DateStyle = .iso) throws -> String {
    style.text(LocalTime(try #require(TimeZone(identifier: zone))).civil(at: seconds))
  }

  @Test("summer time begins and ends at its second")
  func summerTime() throws {
    #expect(try text(1_743_296_399, "Europe/Paris") == "2025-03-30 01:59")
    #expect(try text(1_743_296_400, "Europe/Paris") == "2025-03-30 03:00")
    #expect(try text(1_761_440_399, "Europe/Paris") == "2025-10-26 02:59")
    #expect(try text(1_761_440_400, "Europe/Paris") == "2025-10-26 02:00")
  }

  @Test("an offset that changed by decree is followed")
  func decree() throws {
    #expect(try text(1_301_180_399, "Europe/Moscow") == "2011-03-27 01:59")
    #expect(try text(1_414_274_399, "Europe/Moscow") == "2014-10-26 01:59")
    #expect(try text(1_414_274_400, "Europe/Moscow") == "2014-10-26 01:00")
    #expect(try text(1_420_070_400, "Europe/Moscow") == "2015-01-01 03:00")
  }

  @Test("seconds are cut off, and both styles spell the same moment")
  func styles() throws {
    #expect(try text(1_767_225_599, "UTC", .dmy) == "31/12/2025 23:59")
    #expect(try text(1_767_225_599, "UTC", .iso) == "2025-12-31 23:59")
    #expect(try text(1_767_225_599, "Asia/Kathmandu", .dmy) == "01/01/2026 05:44")
    #expect(try text(-1, "UTC", .dmy) == "31/12/1969 23:59")
  }

  @Test(
    "the offset is Foundation's at any moment",
    arguments: [
      "UTC", "Europe/Paris", "America/New_York", "America/St_Johns", "Asia/Kolkata", "Australia/Lord_Howe",
      "Africa/Casablanca", "Pacific/Apia", "Europe/Istanbul", "Asia/Pyongyang", "GMT+0200",
    ])
  func offsets(identifier: String) throws {
    let zone = try #require(TimeZone(identifier: identifier))
    let time = LocalTime(zone)
    for seconds in stride(from: -1_000_000_000, to: 4_300_000_000, by: 1_234_567) {
      #expect(time.offset(at: seconds) == zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds))))
    }
  }

  @Test("the local day of a moment is that of its clock")
  func days() throws {
    let auckland = LocalTime(try #require(TimeZone(identifier: "Pacific/Auckland")))
    #expect(auckland.day(at: 43_200) == 1)
    #expect(auckland.day(at: 43_199) == 0)
    #expect(LocalTime(.gmt).day(at: -1) == -1)
  }

  @Test(
    "days since 1970 are days of the calendar",
    arguments: [
      (0, "01/01/1970"), (-1, "31/12/1969"), (11_016, "29/02/2000"), (11_017, "01/03/2000"), (20_453, "31/12/2025"),
      (-25_508, "01/03/1900"), (-25_509, "28/02/1900"), (2_932_896, "31/12/9999"), (-719_528, "01/01/0000"),
    ])
  func dates(days: Int, text: String) {
    #expect(DateStyle.dmy.text(CivilDate(days: days)) == text)
  }

  @Test("every day follows the one before it, over 800 years")
  func succession() {
    var before = CivilDate(days: -146_098)
    for days in -146_097...146_097 {
      let date = CivilDate(days: days)
      let follows = (date.year, date.month, date.day) > (before.year, before.month, before.day)
      let isNext = date.day == before.day + 1 || (date.day == 1 && before.day >= 28)
      if !(follows && isNext) { Issue.record("\(before) is followed by \(date)") }
      before = date
    }
  }
}
