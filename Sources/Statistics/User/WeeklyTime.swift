package import DatabaseAccess

/// A user's training time week by week; of each week, what `training_time` is over the facts dated in it.
package enum WeeklyTime {
  /// - Parameter weeks: one after another, without a gap.
  /// - Returns: seconds, for each week.
  package static func totals(of user: Int, _ weeks: [Period], _ session: any SQLSession) throws -> [Int] {
    var totals = [Int](repeating: 0, count: weeks.count)
    guard let start = weeks.first?.from, let end = weeks.last?.to else { return totals }
    // The first week that ends after the activity holds it. Summed up there, so that an attempt costs no row.
    let week = weeks.enumerated().map { index, week -> SQLText in
      "WHEN f.last_activity_at < \(week.to ?? end) THEN \(raw: String(index))"
    }
    try session.each(
      """
      SELECT w.week, sum(w.time_spent) FROM (
        SELECT CASE \(sql: week.joined(separator: " ")) END AS week, f.time_spent FROM attempts AS f
        WHERE f.user_key = \(user) AND \(sql: Period(from: start, to: end).contains("f.last_activity_at"))) AS w
      WHERE w.week IS NOT NULL GROUP BY w.week
      """
    ) { totals[$0.integer(at: 0)] = $0.integer(at: 1) }
    return totals
  }
}
