import Support

/// A decimal number with its digits, as JSON writes it: `mantissa` × 10^`exponent`, without zeros at the end.
package struct ExactNumber: Hashable, Sendable {
  /// Up to 28 significant digits; further digits are cut off.
  let mantissa: Int128
  let exponent: Int

  private static let significantDigits = 28
  private static let maximumExponent = 1_000_000

  init(mantissa: Int128, exponent: Int) {
    var (mantissa, exponent) = (mantissa, exponent)
    while mantissa != 0, mantissa % 10 == 0 { (mantissa, exponent) = (mantissa / 10, exponent + 1) }
    self.mantissa = mantissa
    self.exponent = mantissa == 0 ? 0 : exponent
  }

  /// - Returns: nil if the text does not follow the syntax of numbers in JSON.
  package init?(_ text: String) {
    guard let value = try? JSONParser.parse(text), case .number(let number) = value,
      number.utf8.count == text.utf8.count
    else { return nil }
    var (mantissa, exponent, digits, isFraction) = (Int128(0), 0, 0, false)
    let parts = number.utf8.split { $0 | 0x20 == UInt8(ascii: "e") }
    for byte in parts[0] {
      if byte == UInt8(ascii: ".") { isFraction = true }
      guard TextFormat.isDigit(byte) else { continue }
      let isKept = digits < Self.significantDigits
      if isKept { mantissa = mantissa * 10 + Int128(byte - UInt8(ascii: "0")) }
      digits += mantissa == 0 ? 0 : 1
      exponent += (isKept ? 0 : 1) - (isFraction ? 1 : 0)
    }
    if parts.count == 2 { exponent += Self.exponent(Substring(parts[1])) }
    self.init(mantissa: number.utf8.first == UInt8(ascii: "-") ? -mantissa : mantissa, exponent: exponent)
  }

  private static func exponent(_ text: Substring) -> Int {
    let value = Int(text) ?? (text.utf8.first == UInt8(ascii: "-") ? -maximumExponent : maximumExponent)
    return min(max(value, -maximumExponent), maximumExponent)
  }

  private var double: Double { Double("\(mantissa)e\(exponent)") ?? 0 }

  static let zero = ExactNumber(mantissa: 0, exponent: 0)
  static let one = ExactNumber(mantissa: 1, exponent: 0)

  /// Numbers over a common power of ten; nil if they are so far apart that 10^33 is not enough for them.
  private static func aligned(_ numbers: [ExactNumber]) -> [Int128]? {
    let least = numbers.filter { $0.mantissa != 0 }.map(\.exponent).min() ?? 0
    var result: [Int128] = []
    for number in numbers {
      var value = number.mantissa
      for _ in 0..<(value == 0 ? 0 : min(number.exponent - least, 40)) {
        value *= 10
        if value.magnitude >= bound { return nil }
      }
      result.append(value)
    }
    return result
  }

  private static let bound: UInt128 = 1_000_000_000_000_000_000_000_000_000_000_000

  package static func < (a: ExactNumber, b: ExactNumber) -> Bool {
    if let pair = aligned([a, b]) { return pair[0] < pair[1] }
    return a.double < b.double
  }

  /// 10,000 × (self − low) / (high − low), rounded half up; within 0…10,000.
  func hundredths(from low: ExactNumber, to high: ExactNumber) -> Int {
    guard let numbers = Self.aligned([self, low, high]) else {
      let share = (double - low.double) / (high.double - low.double)
      return share.isNaN ? 0 : Int((min(max(share, 0), 1) * 10_000).rounded(.toNearestOrAwayFromZero))
    }
    let (part, whole) = (numbers[0] - numbers[1], numbers[2] - numbers[1])
    if part <= 0 { return 0 }
    if part >= whole { return 10_000 }
    return Int((part * 20_000 + whole) / (whole * 2))
  }

  /// 100 × the number, cut off towards zero and held within ±1,000,000,000.
  var hundredths: Int { Int(scaled(by: 2, bound: 1_000_000_000)) }

  /// The number × 10^`power`, cut off towards zero and held within ±`bound`.
  func scaled(by power: Int, bound: Int128) -> Int128 {
    var (value, rest) = (mantissa, exponent + power)
    while rest < 0, value != 0 { (value, rest) = (value / 10, rest + 1) }
    while rest > 0, value.magnitude < bound.magnitude { (value, rest) = (value * 10, rest - 1) }
    return min(max(value, -bound), bound)
  }
}

extension ExactNumber: Comparable {}

extension ExactNumber {
  /// Whether this is a whole number from 0.
  var isNaturalNumber: Bool { mantissa >= 0 && exponent >= 0 }
}
