/// The numbers of a row of a *Summary*.
struct SummaryReference {
  var users = 0
  var activeUsers = 0
  var timeSpent = 0
  var totalTimeSpent = 0
  var scores: [Int] = []
  var counts: [String: Int] = [:]
  var answerScores: [Int] = []

  /// The cell of a column, as in CSV.
  func cell(_ key: String) -> String {
    switch key {
    case "users": String(users)
    case "active_users": String(activeUsers)
    case "active_share": users == 0 ? "" : Cell.mean(Fraction(Int128(activeUsers) * 100, over: Int128(users)))
    case "time_spent": Cell.duration(timeSpent)
    case "total_time_spent": Cell.duration(totalTimeSpent)
    case "average_score": Cell.mean(.mean(scores.map(Fraction.init(hundredths:))))
    case "average_answer_score": Cell.mean(.mean(answerScores.map(Fraction.init(hundredths:))))
    case "time_per_user": users == 0 ? "" : Cell.duration((timeSpent * 2 + users) / (users * 2))
    default: String(counts[key, default: 0])
    }
  }
}

extension ReferencePlatform {
  /// The numbers "of the users U of the row and the row's period P"; without values those of the whole population.
  func numbers(of row: [SummaryValue], _ users: [User], _ filter: ReportFilter) -> SummaryReference {
    var filter = filter
    for value in row {
      if let session = value.session { filter.sessions = [session] }
      if let dates = value.dates {
        filter.from = max(dates.lowerBound, filter.from ?? dates.lowerBound)
        filter.to = min(dates.upperBound, filter.to ?? dates.upperBound)
      }
    }
    let course = row.compactMap(\.course).first
    let members = users.map(\.id).filter { user in
      row.allSatisfy { $0.users?.contains(user) ?? true } && (course.map { isLearner(user, of: $0, filter) } ?? true)
    }
    return members.reduce(into: SummaryReference()) { $0.add(self, $1, filter, course: course) }
  }
}

extension SummaryReference {
  fileprivate mutating func add(
    _ platform: ReferencePlatform, _ user: String, _ filter: ReportFilter, course: String?
  ) {
    let facts = FilteredFacts(of: user, on: platform, filter: filter)
    let attempts = facts.attempts.filter { course == nil || $0.course == course }
    users += 1
    if !attempts.isEmpty { activeUsers += 1 }
    timeSpent += attempts.map(\.timeSpent).reduce(0, +)
    scores += attempts.compactMap(\.score)
    guard course == nil else {
      let made = platform.attempts[user, default: []].filter {
        $0.course == course && platform.namesChosenSession($0, of: filter)
      }
      let first = made.compactMap(\.completionDate).min()
      counts["completed_courses", default: 0] += first.map { platform.isInRange($0, of: filter) } == true ? 1 : 0
      return
    }
    scores += facts.results.compactMap(\.score)
    let numbers = platform.generalNumbers(of: user, filter: filter)
    totalTimeSpent += numbers.totalTimeSpent
    let answers = filter.sessions.isEmpty ? platform.answers[user, default: []] : []
    let answered = answers.filter { platform.isInRange($0.answeredAt, of: filter) }
    answerScores += answered.compactMap(\.score)
    let certificates = platform.certificates[user, default: []].filter {
      platform.namesChosenSession($0, of: filter) && platform.isInRange($0.deliveredAt, of: filter)
    }
    for (key, count) in [
      ("completed_courses", numbers.completedCourses), ("completed_programs", numbers.completedPrograms),
      ("completed_paths", numbers.completedPaths), ("assigned_programs", numbers.assignedPrograms),
      ("assigned_paths", numbers.assignedPaths), ("attended_classrooms", numbers.attendedClassrooms),
      ("messages", numbers.messages), ("answered_questions", answered.count), ("certificates", certificates.count),
    ] { counts[key, default: 0] += count }
  }
}
