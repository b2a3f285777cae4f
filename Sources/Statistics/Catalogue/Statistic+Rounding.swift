extension Statistic {
  package enum Rounding: String, Sendable, CaseIterable {
    case halfAwayFromZero = "percent"
    /// So that 100 % means that nothing is missing.
    case down

    package var title: String {
      switch self {
      case .halfAwayFromZero:
        """
        once, at the end, half away from zero: to a whole percent on pages, to two decimals in files and the API
        """
      case .down: "down to a whole percent"
      }
    }
  }
}
