import Calendar

/// Consecutive units of time in the platform's time zone, each limited to a period.
///
/// Their bounds are computed here and compared in SQL, since days differ in length where clocks change.
struct TimeUnits: Sendable {
  let unit: TimeUnit
  /// The index of the first unit.
  let first: Int
  /// The instants at which the units begin, and at which the last one ends.
  private let bounds: [Int]

  var count: Int { bounds.count - 1 }
  /// The number of units that meet these days.
  static func count(_ unit: TimeUnit, _ days: ClosedRange<Int>) -> Int {
    unit.index(ofDay: days.upperBound) - unit.index(ofDay: days.lowerBound) + 1
  }

  /// - Parameters:
  ///   - days: the first and the last day that the units meet.
  ///   - isOpen: whether the first (last) unit is whole, instead of beginning (ending) with the days.
  init(_ unit: TimeUnit, _ days: ClosedRange<Int>, isOpen: (first: Bool, last: Bool), _ time: LocalTime) {
    let (first, next) = (unit.index(ofDay: days.lowerBound), unit.index(ofDay: days.upperBound) + 1)
    self.unit = unit
    self.first = first
    bounds = (first...next).map { index in
      let day = unit.firstDay(ofIndex: index)
      if index == first, !isOpen.first { return time.start(ofDay: max(day, days.lowerBound)) }
      if index == next, !isOpen.last { return time.start(ofDay: min(day, days.upperBound + 1)) }
      return time.start(ofDay: day)
    }
  }

  private init(_ unit: TimeUnit, first: Int, bounds: [Int]) {
    self.unit = unit
    self.first = first
    self.bounds = bounds
  }

  var period: Period { Period(from: bounds[0], to: bounds[count]) }

  /// In pieces of at most this many units, which bounds the length of a statement.
  func pieces(of size: Int) -> [TimeUnits] {
    stride(from: 0, to: count, by: size).map { start in
      TimeUnits(unit, first: first + start, bounds: Array(bounds[start...min(start + size, count)]))
    }
  }

  /// SQL for the index of the unit that contains an instant of the period.
  func index(_ column: String) -> String { choice(column, 0..<count) { String(first + $0) } }

  /// SQL for the beginning of the unit that contains an instant of the period.
  func start(_ column: String) -> String { choice(column, 0..<count) { String(bounds[$0]) } }

  /// SQL for the end, exclusive.
  func end(_ column: String) -> String { choice(column, 0..<count) { String(bounds[$0 + 1]) } }

  /// A binary search: an instant is compared with as many bounds as the number of units has binary digits.
  private func choice(_ column: String, _ units: Range<Int>, _ value: (Int) -> String) -> String {
    guard units.count > 1 else { return value(units.lowerBound) }
    let middle = (units.lowerBound + units.upperBound) / 2
    let (before, after) = (units.lowerBound..<middle, middle..<units.upperBound)
    return "CASE WHEN \(column) < \(bounds[middle]) THEN \(choice(column, before, value)) "
      + "ELSE \(choice(column, after, value)) END"
  }
}
