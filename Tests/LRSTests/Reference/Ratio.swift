import Support

/// A fraction, for the reference implementation.
struct Ratio: Comparable {
  let top: Int128
  let bottom: Int128

  init(_ top: Int128, _ bottom: Int128 = 1) {
    var (a, b) = (top.magnitude, bottom.magnitude)
    while b != 0 { (a, b) = (b, a % b) }
    let divisor = Int128(max(a, 1)) * (bottom < 0 ? -1 : 1)
    (self.top, self.bottom) = (top / divisor, bottom / divisor)
  }

  /// A decimal number such as `-1.50`, possibly with an exponent.
  init?(_ text: String) {
    guard text.wholeMatch(of: #/-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/#) != nil else { return nil }
    let parts = text.lowercased().split(separator: "e").map(String.init)
    let decimals = parts[0].split(separator: ".").dropFirst().first.map(\.count) ?? 0
    var value = Ratio(Int128(parts[0].filter { $0 != "." }) ?? 0, Self.power(decimals))
    if parts.count == 2, let exponent = Int(parts[1]) {
      value = exponent < 0 ? value / Ratio(Self.power(-exponent)) : value * Ratio(Self.power(exponent))
    }
    self = value
  }

  init?(json: JSONValue?) {
    switch json {
    case .number(let text), .string(let text): self.init(text)
    case .integer(let value): self.init(Int128(value))
    default: return nil
    }
  }

  private static func power(_ exponent: Int) -> Int128 { (0..<exponent).reduce(1) { value, _ in value * 10 } }

  static func + (a: Ratio, b: Ratio) -> Ratio { Ratio(a.top * b.bottom + b.top * a.bottom, a.bottom * b.bottom) }
  static func - (a: Ratio, b: Ratio) -> Ratio { Ratio(a.top * b.bottom - b.top * a.bottom, a.bottom * b.bottom) }
  static func * (a: Ratio, b: Ratio) -> Ratio { Ratio(a.top * b.top, a.bottom * b.bottom) }
  static func / (a: Ratio, b: Ratio) -> Ratio { Ratio(a.top * b.bottom, a.bottom * b.top) }
  static func < (a: Ratio, b: Ratio) -> Bool { a.top * b.bottom < b.top * a.bottom }

  /// Rounded down.
  var floor: Int { Int(top >= 0 ? top / bottom : -((-top + bottom - 1) / bottom)) }
  /// Rounded up.
  var ceiling: Int { -Ratio(-top, bottom).floor }
}
