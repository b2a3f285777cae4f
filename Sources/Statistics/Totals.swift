package import DatabaseAccess

/// Totals of many users in one statement.
package struct Totals: Sendable {
  package let statistics: [Statistic]
  package let selection: Selection

  package init(_ statistics: [Statistic], _ selection: Selection = .everything) {
    self.statistics = statistics
    self.selection = selection
  }

  /// How many columns the statistics take, one after another.
  package var width: Int { statistics.reduce(0) { $0 + $1.width } }

  /// The expressions, in order; each statistic's `value(_:at:)` reads its own. They name the joined sources.
  package var columns: SQLText {
    SQLText(
      raw: statistics.flatMap { statistic in
        guard let total = statistic.total else { return [String]() }
        return isStored ? total.stored.map { "standing.\($0)" } : total.expressions
      }.joined(separator: ", "))
  }

  /// LEFT JOINs that bring the sources to a table whose alias is `u` and which has `user_key`.
  /// - Parameter users: a SELECT of user keys that holds all of `u`, to keep the sources small; nil for everybody.
  package func joins(users: SQLText?) -> SQLText {
    if isStored { return " JOIN user_standings AS standing ON standing.user_key = u.user_key" }
    return joinsOfFacts(users: users)
  }

  func joinsOfFacts(users: SQLText?) -> SQLText {
    let needed = Set(statistics.flatMap { $0.total?.sources ?? [] })
    return FactSource.allCases.filter(needed.contains).map { source in
      """
       LEFT JOIN (\(sql: source.sql(selection, users: users))) AS \(raw: source.rawValue)
       ON \(raw: source.rawValue).user_key = u.user_key
      """
    }.joined(separator: "")
  }

  /// All facts count, so the stored standings answer.
  private var isStored: Bool {
    selection == .everything && statistics.allSatisfy { !($0.total?.stored.isEmpty ?? false) }
  }
}
