import DatabaseAccess

/// A user in a path session with an open enrolment: all that the status depends on.
struct PathSituation {
  let key: Int
  let id: String
  let name: String
  let sessionName: String
  let startsAt: Int?
  let endsAt: Int?
  let enrolledAt: Int
  let progress: Int?
  let score: Fraction
  let timeSpent: Int
  let completedAt: Int?
  var steps: [Step] = []

  struct Step {
    let isCourse: Bool
    let isAssessment: Bool
    var isMandatory: Bool
    let minimum: Int?
    let attemptsLimit: Int?
    let dueAfter: Int?
    /// Whether any fact counts in it.
    let isStarted: Bool
    let isDone: Bool
    let attempts: Int
    /// The score that is held against `minimum`: of a course the best, else the step's own.
    let score: Fraction

    /// No score yet counts as below.
    var isBelow: Bool {
      guard let minimum else { return false }
      return score.denominator == 0 || score.numerator < minimum * score.denominator
    }

    var isUsedUp: Bool { attemptsLimit.map { attempts >= $0 } ?? false }
  }

  static func all(of user: Int, _ session: any SQLSession) throws -> [PathSituation] {
    var found = try session.all(
      """
      SELECT s.key, s.id, p.name, s.name, s.starts_at, s.ends_at, e.enrolled_at,
        t.progress, t.score_numerator, t.score_denominator, t.time_spent, t.completed_at
      FROM (SELECT path_session_key, min(enrolled_at) AS enrolled_at FROM enrolments
        WHERE user_key = \(user) AND unenrolled_at IS NULL AND path_session_key IS NOT NULL GROUP BY path_session_key) AS e
      JOIN path_sessions AS s ON s.key = e.path_session_key JOIN paths AS p ON p.key = s.path_key
      LEFT JOIN path_standings AS t ON t.path_session_key = s.key AND t.user_key = \(user)
      """, decode)
    let places = Dictionary(uniqueKeysWithValues: found.enumerated().map { ($1.key, $0) })
    try session.each(
      """
      SELECT s.key, d.kind, d.mandatory, d.min_score, d.attempts_limit, d.due_after_days, t.position, t.progress,
        t.attempts, t.best_score, t.score_sum, t.score_count
      FROM path_sessions AS s JOIN path_steps AS d ON d.path_key = s.path_key
      LEFT JOIN step_standings AS t
        ON t.user_key = \(user) AND t.path_session_key = s.key AND t.position = d.position
      WHERE s.key \(anyOf: found.map(\.key)) ORDER BY s.key, d.position
      """
    ) { row in
      if let place = places[row.integer(at: 0)] { found[place].steps.append(step(row)) }
    }
    return found.map(\.normalized)
  }

  private static func decode(_ row: any SQLRow) -> PathSituation {
    PathSituation(
      key: row.integer(at: 0), id: row.text(at: 1), name: row.text(at: 2), sessionName: row.text(at: 3),
      startsAt: row.integer(4), endsAt: row.integer(5), enrolledAt: row.integer(at: 6), progress: row.integer(7),
      score: Fraction(row.integer(at: 8), row.integer(at: 9)), timeSpent: row.integer(at: 10),
      completedAt: row.integer(11))
  }

  private static func step(_ row: any SQLRow) -> Step {
    let isCourse = row.text(at: 1) == "course"
    let best = row.integer(9)
    return Step(
      isCourse: isCourse, isAssessment: row.text(at: 1) == "assessment", isMandatory: row.flag(2),
      minimum: row.integer(3), attemptsLimit: row.integer(4), dueAfter: row.integer(5),
      isStarted: row.integer(6) != nil, isDone: row.integer(7) == wholePercentage, attempts: row.integer(at: 8),
      score: isCourse ? Fraction(best ?? 0, best == nil ? 0 : 1) : Fraction(row.integer(at: 10), row.integer(at: 11)))
  }

  /// Where no step is mandatory, every step counts as mandatory; where nothing counts yet, progress is 0.
  private var normalized: PathSituation {
    var steps = steps
    if !steps.contains(where: \.isMandatory) { for index in steps.indices { steps[index].isMandatory = true } }
    return PathSituation(
      key: key, id: id, name: name, sessionName: sessionName, startsAt: startsAt, endsAt: endsAt,
      enrolledAt: enrolledAt, progress: progress ?? (steps.isEmpty ? nil : 0), score: score, timeSpent: timeSpent,
      completedAt: completedAt, steps: steps)
  }

  /// The first that applies, in the order of `statistics.md`.
  func status(now: Int) -> PathStatus {
    let mandatory = steps.filter(\.isMandatory)
    if !mandatory.isEmpty, mandatory.allSatisfy({ $0.isDone && !$0.isBelow }) { return .successful }
    if let startsAt, now < startsAt { return .notOpen }
    if let endsAt, now >= endsAt { return .unsuccessful }
    let courses = mandatory.filter(\.isCourse)
    if courses.contains(where: { $0.isBelow && $0.isUsedUp }) { return .unsuccessful }
    if courses.contains(where: { $0.isDone && $0.isBelow }) { return .toRetake }
    if isAwaitingCorrection { return .awaitingCorrection }
    let isStarted = steps.contains(where: \.isStarted)
    if isStarted, mandatory.contains(where: { isOverdue($0, now) }) { return .late }
    return isStarted ? .onTime : .notStarted
  }

  /// A mandatory assessment has no result, and all steps before it, at least one, are done.
  private var isAwaitingCorrection: Bool {
    steps.indices.contains { index in
      let step = steps[index]
      return step.isMandatory && step.isAssessment && !step.isStarted && index > 0
        && steps[..<index].allSatisfy(\.isDone)
    }
  }

  private func isOverdue(_ step: Step, _ now: Int) -> Bool {
    guard !step.isDone, let days = step.dueAfter else { return false }
    return max(enrolledAt, startsAt ?? enrolledAt) + days * 86_400 < now
  }
}
