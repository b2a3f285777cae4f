import Support
import Testing

@testable import LRS

/// Numbers, durations and instants in exact arithmetic (xapi.md §3 and §10).
@Suite struct ExactValueTests {
  @Test(
    arguments: [
      ("PT10M", 600), ("P1W", 604_800), ("P1DT1H", 90_000), ("PT0.5H", 1_800), ("P0Y0M1D", 86_400), ("PT1,5M", 90),
      ("PT0.0000001H", 0.000_36),
    ] as [(String, Double)])
  func `A duration has a length`(_ text: String, _ seconds: Double) {
    let expected = ExactNumber("\(seconds)").map { ExactTime($0) }
    #expect(ISODuration(text)?.length == expected)
  }

  @Test func `Of the decimals of seconds, two are read`() {
    #expect(ISODuration("PT0.335S")?.length == ISODuration("PT0.33S")?.length)
    #expect(ISODuration("PT0.335S")?.length != ISODuration("PT0.34S")?.length)
  }

  @Test(arguments: ["PT0S", "P1Y", "P1MT1S", "PT0.001S"]) func `Some durations have no length`(_ text: String) {
    #expect(ISODuration(text) != nil)
    #expect(ISODuration(text)?.length == nil)
  }

  @Test(arguments: [
    "", "P", "PT", "P1", "1D", "P1DT", "P1S", "PT1D", "P4W1D", "P1D1W", "PT1M1H", "P-1D", "PT1.S", "PT.5S", "PT1.2.3S",
    "p1d", "PT1H ", "PTT1H",
  ])
  func `What is not a duration is not read`(_ text: String) {
    #expect(ISODuration(text) == nil)
  }

  @Test func `A duration of any size can be added`() {
    let longest = ISODuration("P" + String(repeating: "9", count: 400) + "W")?.length
    #expect(longest == .longest)
    #expect((ExactTime.longest + .longest).seconds == 2_000_000_000_000)
  }

  @Test func `Instants keep 20 decimals`() throws {
    let early = try #require(Timestamp.instant("2026-03-02T09:00:00.00000000000000000001Z"))
    let late = try #require(Timestamp.instant("2026-03-02T10:00:00.00000000000000000002+01:00"))
    #expect(early < late)
    #expect((late - early).units == 1)
    #expect((late - early).roundedUp.seconds == 1)
    #expect(ExactTime(units: -1).seconds == -1)
    #expect(late.instantText == "2026-03-02T09:00:00Z")
  }

  @Test(arguments: [
    "2026-03-02T09:00Z", "2026-03-02T09:00:00", "2026-03-02T10:00:00+0100", "2026-03-02T10:00:00.0+01",
    "2026-03-02T09:00:00,000Z",
  ])
  func `Notations of one instant`(_ text: String) {
    #expect(Timestamp.instant(text)?.instantText == "2026-03-02T09:00:00Z")
  }

  @Test(arguments: [
    "", "x", "2026-03-02", "2026-03-02T", "2026-03-02T09", "2026-03-02T25:00:00Z", "2026-03-02T09:00:00+1",
  ])
  func `What is not an instant is not read`(_ text: String) {
    #expect(Timestamp.instant(text) == nil)
    #expect(!Timestamp.isValid(text, .v1))
  }

  @Test func `Numbers are equal by value, and compared far apart`() throws {
    #expect(ExactNumber("1.0") == ExactNumber("1"))
    #expect(ExactNumber("1e2") == ExactNumber("100"))
    #expect(ExactNumber("0.0") == ExactNumber("-0e9"))
    let (huge, tiny) = (try #require(ExactNumber("1e400")), try #require(ExactNumber("1e-400")))
    #expect(tiny < huge)
    #expect(!(huge < tiny))
    #expect(ExactNumber(" 1") == nil)
    #expect(ExactNumber("1x") == nil)
    #expect(huge.hundredths == 1_000_000_000)
    #expect(tiny.hundredths == 0)
  }

  @Test(arguments: [
    ("50", "0", "100", 5_000), ("0.66665", "0", "1", 6_667), ("0.666649999999999999", "0", "1", 6_666),
    ("5", "-10", "10", 7_500), ("-1", "0", "1", 0), ("2", "0", "1", 10_000), ("1", "0", "3", 3_333),
    ("2", "0", "3", 6_667),
    ("1e400", "0", "1e400", 10_000), ("1", "0", "1e400", 0), ("1e400", "0", "1", 10_000),
  ])
  func `A share is rounded to hundredths`(_ value: String, _ low: String, _ high: String, _ hundredths: Int) throws {
    let numbers = try [value, low, high].map { try #require(ExactNumber($0)) }
    #expect(numbers[0].hundredths(from: numbers[1], to: numbers[2]) == hundredths)
  }
}
