import DatabaseAccess

/// Reads the facts of some of the touched users, one statement per kind of fact.
struct FactReader {
  let session: any SQLSession

  /// - Parameter range: of user keys; those in the table `touched` are read.
  func facts(_ range: ClosedRange<Int>) throws -> [Int: UserFacts] {
    var users: [Int: UserFacts] = [:]
    try session.each(
      "SELECT user_key FROM touched WHERE user_key BETWEEN \(range.lowerBound) AND \(range.upperBound)"
    ) { users[$0.integer(at: 0)] = UserFacts() }
    try each("attempts", Self.attemptColumns, range) { users[$0.integer(at: 0)]?.attempts.append(Self.attempt($0)) }
    try each("answers", "question_key, answered_at, score", range) { row in
      users[row.integer(at: 0)]?.answers.append(
        .init(question: row.integer(at: 1), answeredAt: row.integer(at: 2), score: row.integer(3)))
    }
    try each(
      "assessment_results", "id, assessment_key, program_session_key, path_session_key, assessed_at, score", range
    ) { users[$0.integer(at: 0)]?.results.append(Self.result($0)) }
    try readPresences(range, &users)
    try each("enrolments", "path_session_key", range) { row in
      if let path = row.integer(1) { users[row.integer(at: 0)]?.pathSessions.insert(path) }
    }
    return users
  }

  private func each(
    _ table: String, _ columns: String, _ range: ClosedRange<Int>, _ body: (any SQLRow) throws -> Void
  ) throws {
    // CROSS JOIN: the facts of the next user, and the next, in the order in which they lie.
    let named = columns.split(separator: ", ").map { "f.\($0)" }.joined(separator: ", ")
    try session.each(
      """
      SELECT f.user_key, \(raw: named) FROM touched AS u CROSS JOIN \(raw: table) AS f
      WHERE f.user_key = u.user_key AND u.user_key BETWEEN \(range.lowerBound) AND \(range.upperBound)
      """, body)
  }

  private static let attemptColumns =
    "id, course_key, program_session_key, path_session_key, started_at, last_activity_at, time_spent, progress, score, completed_at"

  private static func attempt(_ row: any SQLRow) -> UserFacts.Attempt {
    .init(
      id: row.text(at: 1), course: row.integer(at: 2), programSession: row.integer(3), pathSession: row.integer(4),
      startedAt: row.integer(at: 5), lastActivityAt: row.integer(at: 6), timeSpent: row.integer(at: 7),
      progress: row.integer(at: 8), score: row.integer(9), completedAt: row.integer(10))
  }

  private static func result(_ row: any SQLRow) -> UserFacts.Result {
    .init(
      id: row.text(at: 1), assessment: row.integer(at: 2), programSession: row.integer(3),
      pathSession: row.integer(4), assessedAt: row.integer(at: 5), score: row.integer(6))
  }

  private func readPresences(_ range: ClosedRange<Int>, _ users: inout [Int: UserFacts]) throws {
    try session.each(
      """
      SELECT f.user_key, s.classroom_key, s.starts_at, f.program_session_key, f.path_session_key
      FROM touched AS u CROSS JOIN attendances AS f JOIN classroom_slots AS s ON s.key = f.slot_key
      WHERE f.user_key = u.user_key AND f.status = 'present'
      AND u.user_key BETWEEN \(range.lowerBound) AND \(range.upperBound)
      """
    ) { row in
      users[row.integer(at: 0)]?.presences.append(
        .init(
          classroom: row.integer(at: 1), startsAt: row.integer(at: 2), programSession: row.integer(3),
          pathSession: row.integer(4)))
    }
  }
}
