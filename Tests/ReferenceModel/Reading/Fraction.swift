/// An exact number: means are Σ/n, "rounded once, at the end".
package struct Fraction: Sendable, Comparable {
  package let numerator: Int128
  package let denominator: Int128

  package init(_ numerator: Int128, over denominator: Int128) {
    precondition(denominator > 0, "a denominator is positive")
    var (a, b) = (numerator.magnitude, denominator.magnitude)
    while b != 0 { (a, b) = (b, a % b) }
    self.numerator = numerator / Int128(a)
    self.denominator = denominator / Int128(a)
  }

  /// "Percentages and scores: kept exactly, as hundredths."
  package init(hundredths: Int) {
    self.init(Int128(hundredths), over: 100)
  }

  /// "The mean of nothing is no value."
  package static func mean(_ values: [Fraction]) -> Fraction? {
    guard let first = values.first else { return nil }
    return values.dropFirst().reduce(first, +) / values.count
  }

  /// "Rounded once, at the end, half away from zero", to hundredths.
  package var roundedToHundredths: Int {
    let doubled = numerator.magnitude * 200 + denominator.magnitude
    let rounded = Int(doubled / (2 * denominator.magnitude))
    return numerator < 0 ? -rounded : rounded
  }

  package static func + (left: Fraction, right: Fraction) -> Fraction {
    Fraction(
      left.numerator * right.denominator + right.numerator * left.denominator,
      over: left.denominator * right.denominator)
  }

  package static func / (left: Fraction, divisor: Int) -> Fraction {
    Fraction(left.numerator, over: left.denominator * Int128(divisor))
  }

  package static func < (left: Fraction, right: Fraction) -> Bool {
    left.numerator * right.denominator < right.numerator * left.denominator
  }
}

/// Hundredths as text and back: `66.67`, `62.5`, `3`.
package enum Hundredths {
  /// "Decimal 0–100 with at most two decimals."
  package static func read(_ text: String) -> Int {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard let whole = Int(parts[0]) else { preconditionFailure("not a decimal: \(text)") }
    let decimals = parts.count > 1 ? parts[1] : ""
    guard decimals.count <= 2, let rest = Int((decimals + "00").prefix(2)) else {
      preconditionFailure("not a decimal: \(text)")
    }
    return whole * 100 + rest
  }

  /// "To two decimals (trailing zeros dropped) in files and JSON."
  package static func text(_ hundredths: Int) -> String {
    let sign = hundredths < 0 ? "-" : ""
    let (whole, rest) = hundredths.magnitude.quotientAndRemainder(dividingBy: 100)
    if rest == 0 { return "\(sign)\(whole)" }
    return rest % 10 == 0 ? "\(sign)\(whole).\(rest / 10)" : "\(sign)\(whole).\(rest < 10 ? "0" : "")\(rest)"
  }
}
