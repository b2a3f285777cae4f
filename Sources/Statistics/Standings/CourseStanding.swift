/// A row of the section *Courses*: all of a user's attempts on a course, in any session or none.
package struct CourseStanding: Standing {
  package static let table = "course_standings"
  package static let columns = [
    "course_key", "attempts", "time_spent", "progress", "score", "last_activity", "first_completed_at",
  ]

  let course: Int
  var attempts = 0
  var timeSpent = 0
  var progress = 0
  /// Of the most recent scored attempt.
  var score: Int?
  var lastActivity = Int.min
  /// The earliest completion; from then on the course counts as completed.
  var firstCompletedAt: Int?

  package var values: [Int?] {
    [course, attempts, timeSpent, progress, score, lastActivity, firstCompletedAt]
  }

  static func all(_ attempts: [UserFacts.Attempt]) -> [CourseStanding] {
    var standings: [Int: CourseStanding] = [:]
    var latestScored: [Int: UserFacts.Attempt] = [:]
    for attempt in attempts {
      standings[attempt.course, default: CourseStanding(course: attempt.course)].count(attempt)
      guard attempt.score != nil, latestScored[attempt.course].map({ $0.isBefore(attempt) }) ?? true else { continue }
      latestScored[attempt.course] = attempt
    }
    for (course, attempt) in latestScored { standings[course]?.score = attempt.score }
    return standings.values.sorted { $0.course < $1.course }
  }

  private mutating func count(_ attempt: UserFacts.Attempt) {
    attempts += 1
    timeSpent += attempt.timeSpent
    progress = max(progress, attempt.progress)
    lastActivity = max(lastActivity, attempt.lastActivityAt)
    if let completion = attempt.completion { firstCompletedAt = min(firstCompletedAt ?? completion, completion) }
  }
}
