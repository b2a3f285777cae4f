extension Team {
  /// A team's sums and means, over the listed reports, in the order of the columns.
  package struct Summary: Sendable {
    package let reports: Int
    /// Without instants and scores, which have no sum.
    package let sums: [(statistic: Statistic, value: Cell)]
    /// Per report, in the statistic's own unit; the mean score pools all scored facts of the team instead of averaging
    /// means.
    package let means: [(statistic: Statistic, value: Fraction)]

    /// - Parameter values: for each report, the values of `Team.stored`.
    init(_ values: [[Cell]], _ deadlines: Deadlines) {
      var sums = Team.stored.enumerated().map { index, statistic in
        (statistic: statistic, value: Self.sum(values.map { $0[index] }, of: statistic))
      }
      sums.append((.sessionsEnding, .count(deadlines.endings.values.reduce(0) { $0 + $1.count })))
      sums.append((.overdueSteps, .count(deadlines.overdue.values.reduce(0, +))))
      reports = values.count
      means = sums.compactMap { statistic, sum in
        Self.mean(of: sum, per: values.count).map { (statistic: statistic, value: $0) }
      }
      self.sums = sums.filter { statistic, _ in statistic.unit == .count || statistic.unit == .duration }
    }

    private static func mean(of sum: Cell, per reports: Int) -> Fraction? {
      switch sum {
      case .percent(let pooled): pooled
      case .count(let number), .duration(let number): Fraction(number, reports)
      default: nil
      }
    }

    private static func sum(_ values: [Cell], of statistic: Statistic) -> Cell {
      values.reduce(nothing(statistic.unit)) { sum, value in
        switch (sum, value) {
        case (.count(let a), .count(let b)): .count(a + b)
        case (.duration(let a), .duration(let b)): .duration(a + b)
        case (.percent(let a), .percent(let b)):
          .percent(Fraction(a.numerator + b.numerator, a.denominator + b.denominator))
        default: sum
        }
      }
    }

    private static func nothing(_ unit: StatisticUnit) -> Cell {
      switch unit {
      case .count, .names, .status: .count(0)
      case .duration: .duration(0)
      case .percent, .score: .percent(.noValue)
      case .instant: .none
      }
    }
  }
}
