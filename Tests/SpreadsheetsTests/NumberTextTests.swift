import Spreadsheets
import Testing

@Suite("Numbers as text")
struct NumberTextTests {
  @Test(
    "hundredths drop their trailing zeros",
    arguments: [
      (6250, "62.5"), (10_000, "100"), (0, "0"), (7, "0.07"), (70, "0.7"), (6667, "66.67"), (-50, "-0.5"),
      (-7, "-0.07"), (-12_345, "-123.45"), (Int.min, "-92233720368547758.08"), (Int.max, "92233720368547758.07"),
    ])
  func hundredths(number: Int, text: String) {
    #expect(hundredthsText(number) == text)
  }

  @Test(
    "durations have unpadded hours that may pass 24",
    arguments: [
      (0, "0:00:00"), (59, "0:00:59"), (300, "0:05:00"), (3_600, "1:00:00"), (86_399, "23:59:59"),
      (403_509, "112:05:09"), (-300, "-0:05:00"),
    ])
  func durations(seconds: Int, text: String) {
    #expect(durationText(seconds: seconds) == text)
  }
}
