/// An exact mean: sum / count, in lowest terms; 0 / 0 is "no value".
package struct Fraction: Sendable, Equatable {
  package let numerator: Int
  package let denominator: Int

  package static let noValue = Fraction(0, 0)

  package init(_ numerator: Int, _ denominator: Int) {
    self.numerator = numerator
    self.denominator = denominator
  }

  /// The exact mean of means. Computed in 128 bits; if the terms still do not fit into 64 bits (more than forty program
  /// steps with as many different numbers of blocks), both are halved until they do: the error is below 10⁻⁶.
  package static func mean(_ values: [Fraction]) -> Fraction { mean(of: values, over: values.count) }

  /// The mean of `count` values, given as partial sums.
  static func mean(of sums: [Fraction], over count: Int) -> Fraction {
    guard count > 0 else { return .noValue }
    var numerator: Int128 = 0
    var denominator: Int128 = 1
    for value in sums {
      numerator = numerator * Int128(value.denominator) + Int128(value.numerator) * denominator
      denominator *= Int128(value.denominator)
      (numerator, denominator) = reduced(numerator, denominator)
    }
    (numerator, denominator) = reduced(numerator, denominator * Int128(count))
    return Fraction(Int(numerator), Int(denominator))
  }

  private static func reduced(_ numerator: Int128, _ denominator: Int128) -> (Int128, Int128) {
    var (a, b) = (abs(numerator), denominator)
    while b != 0 { (a, b) = (b, a % b) }
    guard a != 0 else { return (numerator, denominator) }
    var (n, d) = (numerator / a, denominator / a)
    while abs(n) > Int128(Int.max) / 2 || d > Int128(Int.max) / 2 { (n, d) = (n / 2, max(1, d / 2)) }
    return (n, d)
  }

  /// Rounded half away from zero to a multiple of `unit` (1: hundredths as they are; 100: whole percents).
  package func rounded(to unit: Int = 1) -> Int? {
    guard denominator > 0 else { return nil }
    // 128 bits, because the terms of a mean of means may be large.
    let (scaled, doubled) = (Int128(denominator) * Int128(unit), 2 * Int128(abs(numerator)))
    let magnitude = Int((doubled + scaled) / (2 * scaled)) * unit
    return numerator < 0 ? -magnitude : magnitude
  }
}
