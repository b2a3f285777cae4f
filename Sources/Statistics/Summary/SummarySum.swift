/// A sum that *Summary* computes for each row: columns of sources, added up over users.
struct SummarySum: Hashable, Sendable {
  /// `source.column`, as in the catalogue.
  let terms: [String]

  init(_ terms: [String]) { self.terms = terms }

  /// The number of users with an attempt: the source has a row for each of them.
  static let activeUsers = SummarySum(["attempts.*"])

  /// SQL for its part from a source `s`; nil if it adds up nothing of the source.
  func expression(over source: FactSource) -> String? {
    let prefix = source.rawValue + "."
    let columns = terms.filter { $0.hasPrefix(prefix) }.map { $0.dropFirst(prefix.count) }
    if columns.isEmpty { return nil }
    return columns.map { $0 == "*" ? "count(*)" : "coalesce(sum(s.\($0)), 0)" }.joined(separator: " + ")
  }

  /// SQL over the stored totals `s` (`user_standings`), for all facts; nil if they lack it.
  var storedExpression: String? {
    if self == .activeUsers { return "count(s.last_activity)" }
    for total in Statistic.stored.compactMap(\.total) {
      if let index = total.terms.firstIndex(of: terms) { return "coalesce(sum(s.\(total.stored[index])), 0)" }
    }
    return nil
  }
}
