import Records
import Testing

/// Percentages and scores, stored as hundredths.
@Suite struct PercentageTests {
  @Test(arguments: [
    ("0", 0), ("0.0", 0), ("0.07", 7), ("0.7", 70), ("7", 700), ("33.33", 3333), ("98.33", 9833), ("99.99", 9999),
    ("100", 10_000), ("100.0", 10_000), ("100.00", 10_000),
  ])
  func `A percentage is kept exactly`(text: String, hundredths: Int) {
    #expect(read(text) == hundredths)
  }

  @Test(arguments: [
    "", "101", "100.01", "100.001", "0.001", "99.999", "-1", "-0", "+5", ".5", "5.", ".", "5..5", "5.5.5", "1e2", "5,5",
    "٥", " 5",
    "5 ", "5%", "NaN", "0x10", "999999",
  ])
  func `What is none from 0 to 100 with at most two decimals is refused`(text: String) {
    #expect(read(text) == nil)
  }

  @Test func `Every hundredth reads as itself`() {
    for hundredths in 0...10_000 {
      let (whole, rest) = (hundredths / 100, hundredths % 100)
      #expect(read("\(whole).\(rest < 10 ? "0" : "")\(rest)") == hundredths)
    }
  }

  private func read(_ text: String) -> Int? {
    let bytes = Array(text.utf8)
    return Percentage.hundredths(bytes.span)
  }
}
