package import DatabaseAccess

/// Totals of many users in one statement.
package struct Totals: Sendable {
  package let statistics: [Statistic]
  package let selection: Selection

  package init(_ statistics: [Statistic], _ selection: Selection) {
    self.statistics = statistics
    self.selection = selection
  }

  /// The number of columns that the statistics take.
  package var width: Int { statistics.reduce(0) { $0 + $1.width } }

  /// The expressions, in order; each statistic's `value(_:at:)` reads its own. They refer to the joined sources.
  package var columns: SQLText { SQLText(raw: statistics.flatMap(expressions).joined(separator: ", ")) }

  /// The expressions of one of the statistics: its value, or sum and count of a mean.
  package func expressions(of statistic: Statistic) -> [String] {
    guard let total = statistics.first(where: { $0 == statistic })?.total else { return [] }
    return isStored(statistic) ? total.stored.map { "standing.\($0)" } : total.expressions
  }

  /// The index of the first column of one of the statistics.
  package func index(of statistic: Statistic) -> Int {
    statistics.prefix { $0 != statistic }.reduce(0) { $0 + $1.width }
  }

  /// The values in a row, whose columns for them start at an index.
  package func cells(_ row: any SQLRow, from first: Int) -> [Cell] {
    statistics.map { $0.value(row, at: first + index(of: $0)) }
  }

  /// LEFT JOINs of the sources to a table with alias `u` and a column `user_key`.
  /// - Parameter users: a SELECT of user keys that covers all of `u`, to keep the sources small; nil for all users.
  package func joins(users: SQLText?) -> SQLText {
    let live = Totals(statistics.filter { !isStored($0) }, selection)
    let stored: SQLText =
      statistics.contains(where: isStored)
      ? " JOIN user_standings AS standing ON standing.user_key = u.user_key" : ""
    return "\(sql: stored)\(sql: live.joinsOfFacts(users: users))"
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

  /// Every fact counts, and the standings store the statistic.
  private func isStored(_ statistic: Statistic) -> Bool {
    selection.isWhole && !(statistic.total?.stored.isEmpty ?? true)
  }
}
