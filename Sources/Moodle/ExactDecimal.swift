/// A decimal number as Moodle's `NUMERIC` columns and SCORM values have them, without binary fractions: 15 decimals;
/// further decimals are cut off, and magnitudes are held at 10¹⁵.
struct ExactDecimal: Comparable {
  /// In units of 10⁻¹⁵.
  let units: Int128

  private static let decimals = 15
  private static let one = power(decimals)
  private static let limit = one * one

  init(_ integer: Int) { units = Self.held(Int128(integer) * Self.one) }

  private init(units: Int128) { self.units = units }

  /// Reads `6.60000`, `-3`, `.5` or `0E-7`, as databases write numbers.
  /// - Returns: nil for anything else.
  init?(_ text: some StringProtocol) {
    let parts = text.utf8.split(maxSplits: 1, omittingEmptySubsequences: false) { $0 | 0x20 == UInt8(ascii: "e") }
    guard let mantissa = parts.first, let shift = parts.count == 2 ? Self.exponent(parts[1]) : 0
    else { return nil }
    self.init(mantissa: mantissa, shift: shift)
  }

  /// The power of ten after `e`, held within ±2⁴⁰: farther than the digits of any text reach.
  private static func exponent(_ digits: some Collection<UInt8>) -> Int? {
    let (text, farthest) = (String(decoding: digits, as: UTF8.self), 1 << 40)
    guard text.wholeMatch(of: #/[+-]?[0-9]+/#) != nil else { return nil }
    guard let exponent = Int(text) else { return text.hasPrefix("-") ? -farthest : farthest }
    return max(-farthest, min(farthest, exponent))
  }

  /// Reads a number of Moodle's texts (moodle.md §3): `-?\d+(\.\d+)?` after trimming.
  init?(number text: String?) {
    guard let text = text.map(PlainText.of), text.wholeMatch(of: #/-?[0-9]+(\.[0-9]+)?/#) != nil else { return nil }
    self.init(text)
  }

  private init?(mantissa: some Collection<UInt8>, shift: Int) {
    let isNegative = mantissa.first == UInt8(ascii: "-")
    let digits = isNegative || mantissa.first == UInt8(ascii: "+") ? mantissa.dropFirst() : mantissa.dropFirst(0)
    var (result, place, hasDigit, isPastPoint) = (Int128(0), shift, false, false)
    for byte in digits {
      if byte == UInt8(ascii: "."), !isPastPoint {
        isPastPoint = true
        continue
      }
      guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
      hasDigit = true
      // 31 significant digits are more than a value can have; further ones before the point still move the others.
      if result < Self.limit {
        result = result * 10 + Int128(byte - UInt8(ascii: "0"))
        if isPastPoint { place -= 1 }
      } else if !isPastPoint {
        place += 1
      }
    }
    guard hasDigit else { return nil }
    units = Self.held(isNegative ? -result : result, shiftedBy: place + Self.decimals)
  }

  static func < (a: Self, b: Self) -> Bool { a.units < b.units }
  static func - (a: Self, b: Self) -> Self { Self(units: a.units - b.units) }

  /// Whether `a × b ≥ c × d`, exactly.
  static func product(_ a: Self, _ b: Self, isAtLeast c: Self, _ d: Self) -> Bool {
    let (left, right) = (a.units.multipliedFullWidth(by: b.units), c.units.multipliedFullWidth(by: d.units))
    return (left.high, left.low) >= (right.high, right.low)
  }

  private static func held(_ units: Int128, shiftedBy places: Int = 0) -> Int128 {
    var units = units
    for _ in 0..<min(abs(places), 62) {
      units = places > 0 ? max(-limit, min(limit, units * 10)) : units / 10
    }
    return max(-limit, min(limit, units))
  }

  private static func power(_ exponent: Int) -> Int128 { (0..<exponent).reduce(1) { result, _ in result * 10 } }
}

/// Percentages in hundredths, 0–10,000 (moodle.md §3, *Percent*).
enum Percent {
  /// 100 × part / whole, rounded half away from zero.
  /// - Parameter whole: more than 0.
  static func rounded(_ part: ExactDecimal, of whole: ExactDecimal) -> Int {
    if part.units <= 0 { return 0 }
    if part >= whole { return 10_000 }
    return Int((part.units * 20_000 + whole.units) / (2 * whole.units))
  }

  /// 100 × part / whole, cut off.
  /// - Parameter whole: more than 0.
  static func cut(_ part: Int, of whole: Int) -> Int { min(10_000, max(0, part) * 10_000 / whole) }

  /// `66.66`, `80` or `0.5`.
  static func text(_ hundredths: Int) -> String {
    let (whole, rest) = hundredths.quotientAndRemainder(dividingBy: 100)
    if rest == 0 { return String(whole) }
    return rest % 10 == 0 ? "\(whole).\(rest / 10)" : "\(whole).\(rest < 10 ? "0" : "")\(rest)"
  }
}
