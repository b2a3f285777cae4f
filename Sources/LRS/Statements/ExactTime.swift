import Calendar

/// A length of time, or an instant as the time since 1970-01-01T00:00:00Z, exact to 20 decimals of a second.
package struct ExactTime: Hashable, Comparable, Sendable {
  /// In units of 10⁻²⁰ s.
  let units: Int128

  static let decimals = 20
  static let unitsASecond: Int128 = 100_000_000_000_000_000_000
  /// Longer lengths are held at it, so that sums do not overflow: 10¹² s are more than 31,000 years.
  static let longest = ExactTime(units: 1_000_000_000_000 * unitsASecond)
  static let zero = ExactTime(units: 0)

  init(units: Int128) { self.units = units }

  package init(seconds: Int) { units = Int128(seconds) * Self.unitsASecond }

  /// A number of seconds, within ±`longest`.
  init(_ number: ExactNumber) { units = number.scaled(by: Self.decimals, bound: Self.longest.units) }

  package static func < (a: ExactTime, b: ExactTime) -> Bool { a.units < b.units }
  static func + (a: ExactTime, b: ExactTime) -> ExactTime { ExactTime(units: a.units + b.units) }
  static func - (a: ExactTime, b: ExactTime) -> ExactTime { ExactTime(units: a.units - b.units) }

  /// Whole seconds, rounded down.
  var seconds: Int {
    let (quotient, rest) = units.quotientAndRemainder(dividingBy: Self.unitsASecond)
    return Int(rest < 0 ? quotient - 1 : quotient)
  }

  /// Whole seconds, rounded up.
  var roundedUp: ExactTime { ExactTime(seconds: -ExactTime(units: -units).seconds) }

  /// An instant as text, rounded down to a second and held within the years 0000–9999.
  var instantText: String {
    Instant.text(min(max(seconds, Self.firstInstant), Self.lastInstant))
  }

  private static let firstInstant = CivilDate.days(year: 0, month: 1, day: 1) * Instant.secondsADay
  private static let lastInstant = CivilDate.days(year: 10_000, month: 1, day: 1) * Instant.secondsADay - 1
}
