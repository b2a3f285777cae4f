/// What a number measures; decides how it is formatted.
package enum StatisticUnit: String, Sendable, CaseIterable {
  /// An integer, 0 or more.
  case count
  /// A mean of scores or of progress: 0–100; no value if there are none.
  case percent
  /// Whole seconds.
  case duration
  case instant
  /// A list of names.
  case names
  /// One of a fixed set of codes (`Status`).
  case status
  /// A mean of reaction scores: −100…100.
  case score

  package var title: String {
    switch self {
    case .count: "a whole number"
    case .percent: "percent, 0 to 100"
    case .duration: "hours and minutes; seconds in the API"
    case .instant: "date and time"
    case .names: "a list"
    case .status: "a status"
    case .score: "−100 to 100"
    }
  }

  var rounding: Statistic.Rounding? { self == .percent || self == .score ? .halfAwayFromZero : nil }
}
