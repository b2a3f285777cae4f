import Calendar
import Testing

/// RFC 3339 instants and dates.
@Suite struct InstantTests {
  @Test(arguments: [
    ("1970-01-01T00:00:00Z", 0), ("2026-03-01T09:30:00Z", 1_772_357_400), ("2026-03-01t09:30:00z", 1_772_357_400),
    ("2026-03-01T10:30:00+01:00", 1_772_357_400), ("2026-03-01T00:00:00-09:30", 1_772_357_400),
    ("2026-03-01T09:30:00-00:00", 1_772_357_400), ("2000-02-29T00:00:00Z", 951_782_400),
    ("1969-12-31T23:59:59Z", -1), ("0000-01-01T00:00:00Z", -62_167_219_200),
    ("9999-12-31T23:59:59Z", 253_402_300_799), ("1969-12-31T22:30:00-01:30", 0),
  ])
  func `An instant is whole seconds UTC, whatever its offset`(text: String, seconds: Int) {
    #expect(Instant.seconds(text) == seconds)
  }

  @Test(arguments: ["0", "5", "999", "000000001", "123456789012345678901234567890"])
  func `A fraction of a second is cut off, before 1970 too`(digits: String) {
    #expect(Instant.seconds("2026-03-01T09:30:00.\(digits)Z") == 1_772_357_400)
    #expect(Instant.seconds("2026-03-01T10:30:00.\(digits)+01:00") == 1_772_357_400)
    #expect(Instant.seconds("1969-12-31T23:59:59.\(digits)Z") == -1)
  }

  @Test func `A leap second exists at the end of a UTC day alone and counts as the next day's first`() {
    #expect(Instant.seconds("2016-12-31T23:59:60Z") == Instant.seconds("2017-01-01T00:00:00Z"))
    #expect(Instant.seconds("2017-01-01T00:59:60.5+01:00") == Instant.seconds("2017-01-01T00:00:00Z"))
    #expect(Instant.seconds("2016-12-31T23:59:60+01:00") == nil)
    #expect(Instant.seconds("2016-12-31T12:00:60Z") == nil)
    #expect(Instant.seconds("2016-12-31T23:59:61Z") == nil)
  }

  @Test(arguments: [
    "", "2026-03-01", "2026-03-01T09:30:00", "2026-03-01 09:30:00Z", "2026-03-01T09:30Z", "2026-03-01T24:00:00Z",
    "2026-03-01T09:60:00Z", "2026-02-30T00:00:00Z", "2025-02-29T00:00:00Z", "1900-02-29T00:00:00Z",
    "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z", "2026-01-00T00:00:00Z", "2026-04-31T00:00:00Z",
    "2026-03-01T09:30:00.Z", "2026-03-01T09:30:00.5", "2026-03-01T09:30:00+0100", "2026-03-01T09:30:00+24:00",
    "2026-03-01T09:30:00+01:60", "2026-03-01T09:30:00Z ", " 2026-03-01T09:30:00Z", "2026-03-01T09:30:00ZZ",
    "2026-03-01T09:30:00,5Z", "26-03-01T09:30:00Z", "+026-03-01T09:30:00Z", "2026-03-01T09:30:00+01:00x",
    "２０２６-03-01T09:30:00Z", "2026-3-1T09:30:00Z", "20260301T093000Z", "2026-03-01T09:30:00\u{2212}01:00",
  ])
  func `What is no instant, or none that exists, is refused`(text: String) {
    #expect(Instant.seconds(text) == nil)
  }

  @Test(arguments: ["0000-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01"])
  func `An offset cannot lead out of the years 0000 to 9999`(text: String) {
    #expect(Instant.seconds(text) == nil)
  }

  @Test func `A date is a day of the Gregorian calendar`() {
    #expect(Instant.days("1970-01-01") == 0)
    #expect(Instant.days("2000-02-29") == 11_016)
    for text in ["2026-02-30", "2100-02-29", "2026-02-3", "2026/02/03", "2026-02-03Z", ""] {
      #expect(Instant.days(text) == nil)
    }
  }

  @Test func `Every day of four centuries reads as it is written, one after the other`() {
    let first = CivilDate.days(year: 1899, month: 12, day: 31)
    for day in first..<first + 146_100 {
      #expect(Instant.days(Instant.dateText(day)) == day)
    }
  }

  @Test(arguments: [-62_167_219_200, -1, 0, 951_782_399, 1_772_357_400, 253_402_300_799])
  func `An instant reads as it is written`(seconds: Int) {
    #expect(Instant.seconds(Instant.text(seconds)) == seconds)
  }
}
