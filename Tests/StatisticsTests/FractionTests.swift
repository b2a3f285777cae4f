import Statistics
import Testing

/// Means, exactly.
@Suite struct FractionTests {
  @Test func `The mean of negative fractions is negative, and no value only for nothing`() {
    #expect(Fraction.mean([Fraction(-7, 2), Fraction(1, 3)]) == Fraction(-19, 12))
    #expect(Fraction.mean([Fraction(-6, 4)]).rounded() == -2)
    #expect(Fraction.mean([Fraction(-10_000, 1), Fraction(10_000, 1)]) == Fraction(0, 1))
    #expect(Fraction.mean([]).rounded() == nil)
  }

  @Test func `Many fractions of different denominators stay within 64 bits, and exact to the last hundredth`() {
    let values = (1...300).map { Fraction(($0.isMultiple(of: 3) ? -10_000 : 10_000) * ($0 - 1), $0) }
    let mean = values.map { Double($0.numerator) / Double($0.denominator) }.reduce(0, +) / 300
    let found = Fraction.mean(values)
    #expect(abs(Double(found.numerator) / Double(found.denominator) - mean) < 1e-6)
    #expect(found.rounded() == Int(mean.rounded()))
  }
}
