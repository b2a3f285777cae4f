import DatabaseAccess

/// Users in path sessions with an open enrolment: their standing and their status, which depends on now
/// (`statistics.md`, *Path status*). The same SELECT serves one user in all sessions and all users of one session.
enum PathSessionStatus {
  /// One row per user and path session: `user_key, path_session_key, progress, score_numerator, score_denominator,
  /// time_spent, last_activity, status, validated_at`. Without counting facts progress is 0; without steps it is null.
  ///
  /// - Parameter condition: on `e`, a row of `enrolments`.
  static func select(where condition: SQLText, now: Int) -> SQLText {
    """
    SELECT i.user_key, i.path_session_key, CASE WHEN i.steps > 0 THEN coalesce(t.progress, 0) END AS progress,
      coalesce(t.score_numerator, 0) AS score_numerator, coalesce(t.score_denominator, 0) AS score_denominator,
      coalesce(t.time_spent, 0) AS time_spent, t.last_activity, \(sql: status(now)) AS status,
      CASE WHEN \(raw: isSuccessful) THEN t.completed_at END AS validated_at
    FROM (\(sql: sums(condition))) AS i JOIN path_sessions AS s ON s.key = i.path_session_key
    LEFT JOIN path_standings AS t ON t.user_key = i.user_key AND t.path_session_key = i.path_session_key
    """
  }

  /// SQL: the step `d` counts. The mandatory steps of a path do, or all if none is mandatory.
  static let isCounted = """
    (d.mandatory = 1 OR NOT EXISTS (SELECT 1 FROM path_steps AS o WHERE o.path_key = d.path_key AND o.mandatory = 1))
    """

  /// SQL for the due time of a step in a session `s`: a number of days after the later of the earliest open enrolment
  /// and the session's start.
  static func dueTime(days: String, enrolledAt: String) -> String {
    "\(days) * 86400 + CASE WHEN s.starts_at > \(enrolledAt) THEN s.starts_at ELSE \(enrolledAt) END"
  }

  /// Steps that count, are not done and past their due time, as for the status *Late*, in sessions that have started and
  /// not ended: `user_key, path_session_key, position, due_at`.
  ///
  /// - Parameter condition: on `e`, a row of `enrolments`.
  static func overdue(where condition: SQLText, now: Int) -> SQLText {
    "SELECT w.* FROM (\(sql: due(where: condition, now: now))) AS w WHERE w.due_at < \(now)"
  }

  /// The same, whether or not the due time has passed.
  static func due(where condition: SQLText, now: Int) -> SQLText {
    let due = dueTime(days: "d.due_after_days", enrolledAt: "e.enrolled_at")
    return """
      SELECT e.user_key, e.path_session_key, d.position, \(raw: due) AS due_at
      FROM (\(sql: FactSource.Kind.path.enrolled(where: condition))) AS e
      JOIN path_sessions AS s ON s.key = e.path_session_key
      JOIN path_steps AS d ON d.path_key = s.path_key AND d.due_after_days IS NOT NULL
      LEFT JOIN step_standings AS t
        ON t.user_key = e.user_key AND t.path_session_key = e.path_session_key AND t.position = d.position
      WHERE \(sql: FactSource.Kind.isOpen(now)) AND \(raw: isCounted)
      AND (t.progress IS NULL OR NOT \(raw: FactSource.isComplete("t")))
      """
  }

  private static let isSuccessful = "i.steps > 0 AND i.lacking = 0"

  /// The first status that applies, in the order of `statistics.md`.
  private static func status(_ now: Int) -> SQLText {
    """
    CASE WHEN \(raw: isSuccessful) THEN 'successful'
      WHEN \(now) < s.starts_at THEN 'not_open'
      WHEN \(now) >= s.ends_at OR i.failed = 1 THEN 'unsuccessful'
      WHEN i.to_retake = 1 THEN 'to_retake'
      WHEN i.gap % 2 = 0 AND i.gap > 2 * i.first_position THEN 'awaiting_correction'
      WHEN i.started = 1
        AND \(raw: dueTime(days: "i.due_after_days", enrolledAt: "i.enrolled_at")) < \(now) THEN 'late'
      WHEN i.started = 1 THEN 'on_time' ELSE 'not_started' END
    """
  }

  /// Aggregates the steps of a user's session. `counted` steps are those that count (`isCounted`).
  ///
  /// `gap` is twice the position of the first step that is not done, plus one unless that step is a counted assessment.
  /// An even gap after the first step means that all steps before an assessment are done and its result is awaited.
  private static func sums(_ condition: SQLText) -> SQLText {
    """
    SELECT d.user_key, d.path_session_key, d.enrolled_at, count(d.position) AS steps,
      min(d.position) AS first_position, max(d.started) AS started,
      max(CASE WHEN d.counted = 1 AND (d.done = 0 OR d.below = 1) THEN 1 ELSE 0 END) AS lacking,
      max(CASE WHEN d.counted = 1 AND d.kind = 'course' AND d.below = 1 AND d.used_up = 1 THEN 1 ELSE 0 END) AS failed,
      max(CASE WHEN d.counted = 1 AND d.kind = 'course' AND d.below = 1 AND d.done = 1 THEN 1 ELSE 0 END) AS to_retake,
      min(CASE WHEN d.done = 0
        THEN 2 * d.position + CASE WHEN d.counted = 1 AND d.kind = 'assessment' THEN 0 ELSE 1 END END) AS gap,
      min(CASE WHEN d.counted = 1 AND d.done = 0 THEN d.due_after_days END) AS due_after_days
    FROM (\(sql: steps(condition))) AS d GROUP BY d.user_key, d.path_session_key, d.enrolled_at
    """
  }

  /// Each step of each user's session, with flags as 1 and 0; a session without steps has one empty row. `below`
  /// compares `min_score` with the best score for courses and with the step's own score for other steps; a missing
  /// score is below. An assessment is done once it has a result, so one that is not done has none.
  private static func steps(_ condition: SQLText) -> SQLText {
    """
    SELECT m.user_key, m.path_session_key, m.enrolled_at, d.position, d.kind, d.due_after_days,
      CASE WHEN \(raw: isCounted) THEN 1 ELSE 0 END AS counted,
      CASE WHEN t.position IS NULL THEN 0 ELSE 1 END AS started,
      CASE WHEN \(raw: FactSource.isComplete("t")) THEN 1 ELSE 0 END AS done,
      CASE WHEN d.min_score IS NULL OR d.kind = 'course' AND t.best_score >= d.min_score
        OR d.kind <> 'course' AND t.score_count > 0 AND t.score_sum >= d.min_score * t.score_count
        THEN 0 ELSE 1 END AS below,
      CASE WHEN t.attempts >= d.attempts_limit THEN 1 ELSE 0 END AS used_up
    FROM (\(sql: FactSource.Kind.path.enrolled(where: condition))) AS m
    JOIN path_sessions AS s ON s.key = m.path_session_key
    LEFT JOIN path_steps AS d ON d.path_key = s.path_key
    LEFT JOIN step_standings AS t
      ON t.user_key = m.user_key AND t.path_session_key = m.path_session_key AND t.position = d.position
    """
  }
}
