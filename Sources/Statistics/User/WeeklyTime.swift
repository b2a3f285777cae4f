package import Access
package import DatabaseAccess

/// A user's training time per week: `training_time` over the facts dated in the week.
package enum WeeklyTime {
  /// - Parameter weeks: consecutive, without gaps.
  /// - Returns: seconds per week.
  package static func totals(of user: VisibleUser, _ weeks: [Period], _ session: any SQLSession) throws -> [Int] {
    var totals = [Int](repeating: 0, count: weeks.count)
    guard let start = weeks.first?.from, let end = weeks.last?.to else { return totals }
    // An attempt belongs to the first week that ends after its last activity. Summed in SQL, so that no attempt is
    // fetched.
    let week = weeks.enumerated().map { index, week -> SQLText in
      "WHEN f.last_activity_at < \(week.to ?? end) THEN \(raw: String(index))"
    }
    try session.each(
      """
      SELECT w.week, sum(w.time_spent) FROM (
        SELECT CASE \(sql: week.joined(separator: " ")) END AS week, f.time_spent FROM attempts AS f
        WHERE f.user_key = \(user.key) AND \(sql: Period(from: start, to: end).contains("f.last_activity_at"))) AS w
      WHERE w.week IS NOT NULL GROUP BY w.week
      """
    ) { totals[$0.integer(at: 0)] = $0.integer(at: 1) }
    return totals
  }
}
