package import Calendar
package import Statistics

/// The period of the overview or of a comparison, checked, and the one before it (insights.md §1).
package struct ComparedPeriod: Sendable {
  /// Days since 1970-01-01, both inclusive.
  package let days: ClosedRange<Int>

  package static let usual = RelativePeriod.last90Days

  /// - Parameters:
  ///   - period: excludes `from` and `to`. Without any of the three: `usual`.
  ///   - to: nil: today.
  /// - Throws: `BadFilter`.
  package init(_ period: RelativePeriod?, from: String?, to: String?, at moment: Moment) throws {
    if from == nil, to == nil {
      days = (period ?? Self.usual).days(at: moment)
      return
    }
    if period != nil {
      throw BadFilter(name: "period", reason: "cannot be combined with from or to; use only one of them")
    }
    let days = try Days(from: ("from", from), to: ("to", to ?? Instant.dateText(moment.today)))
    guard let first = days.first, let last = days.last else {
      throw BadFilter(name: "from", reason: "is missing; a comparison needs the first day", fault: .date)
    }
    // Years before 1 cannot be written.
    guard CivilDate(days: first - (last - first + 1)).year >= 1 else {
      throw BadFilter(name: "from", reason: "leaves no days to compare with before it; choose a later one")
    }
    self.days = first...last
  }

  /// As many days, until the day before.
  package var previous: ClosedRange<Int> { days.lowerBound - days.count...days.lowerBound - 1 }

  /// The unit of the trend.
  package var unit: TimeUnit { days.count <= 182 ? .week : .month }
}
