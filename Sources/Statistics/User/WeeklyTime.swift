package import DatabaseAccess

/// A user's training time week by week; of each week, what `training_time` is over the facts dated in it.
package enum WeeklyTime {
  /// - Parameter weeks: one after another, without a gap.
  /// - Returns: seconds, for each week.
  package static func totals(of user: Int, _ weeks: [Period], _ session: any SQLSession) throws -> [Int] {
    var totals = [Int](repeating: 0, count: weeks.count)
    guard let start = weeks.first?.from, let end = weeks.last?.to else { return totals }
    let ends = weeks.map { $0.to ?? end }
    try session.each(
      """
      SELECT f.last_activity_at, f.time_spent FROM attempts AS f
      WHERE f.user_key = \(user) AND \(sql: Period(from: start, to: end).contains("f.last_activity_at"))
      """
    ) { row in
      if let week = ends.firstIndex(where: { row.integer(at: 0) < $0 }) { totals[week] += row.integer(at: 1) }
    }
    return totals
  }
}
