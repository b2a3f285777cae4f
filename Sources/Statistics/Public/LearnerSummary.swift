import DatabaseAccess
import Records

/// The statistics of the learner card.
struct LearnerSummary {
  let user: Int
  let window: Period
  let session: any SQLSession

  func values(_ statistics: [Statistic]) throws -> [Statistic: Cell] {
    var values: [Statistic: Cell] = [
      .commentsReceived: .count(try replies()), .reactionsReceived: .count(try likes()),
    ]
    guard statistics.contains(.recentCompletions) || statistics.contains(.recentTrainingTime) else { return values }
    try session.each(
      """
      SELECT coalesce(sum(CASE WHEN progress = \(Percentage.whole)
          AND \(sql: window.contains("coalesce(completed_at, last_activity_at)")) THEN 1 ELSE 0 END), 0),
        coalesce(sum(CASE WHEN \(sql: window.contains("last_activity_at")) THEN time_spent ELSE 0 END), 0)
      FROM attempts WHERE user_key = \(user)
      """
    ) { row in
      values[.recentCompletions] = .count(row.integer(at: 0))
      values[.recentTrainingTime] = .duration(row.integer(at: 1))
    }
    return values
  }

  /// The user's posts that are not replies, in a group's Messages or the forum of a course or path.
  private var own: SQLText {
    """
    p.author_key = \(user) AND p.reply_to IS NULL
    AND (p.kind = 'message' AND p.place = 'group' OR p.kind = 'comment' AND p.place IN ('course', 'path'))
    """
  }

  private func replies() throws -> Int {
    try session.number(
      """
      SELECT count(*) FROM posts AS p JOIN posts AS r ON r.reply_to = p.id
      WHERE \(sql: own) AND r.author_key <> \(user) AND \(sql: window.contains("r.created_at"))
      """)
  }

  private func likes() throws -> Int {
    try session.number(
      """
      SELECT count(*) FROM posts AS p JOIN reactions AS r ON r.post_key = p.key
      WHERE \(sql: own) AND r.kind = 'like' AND r.user_key <> \(user) AND \(sql: window.contains("r.created_at"))
      """)
  }
}
