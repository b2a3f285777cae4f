// Statistics that are summed per user (`statistics.md`: Users list, General, General stats, Collaborative activities).

extension Statistic {
  package static let timeSpent = Statistic(
    "time_spent", .users, .duration, total: .sum("attempts.time_spent", [.attempts], "time_spent"))

  package static let lastActivity = Statistic(
    "last_activity", .users, .instant,
    total: Total(sources: [.attempts], expressions: ["attempts.last_activity"], stored: ["last_activity"]))

  package static let directReports = Statistic(
    "direct_reports", .users, .count, total: .sum("reports.direct_reports", [.reports], "direct_reports"))

  package static let groups = Statistic("groups", .general, .names)

  package static let answeredQuestions = Statistic(
    "answered_questions", .general, .count, total: .sum("answers.answers", [.answers], "answered_questions"))

  package static let averageAnswerScore = Statistic(
    "average_answer_score", .general, .percent,
    total: .mean(
      sum: ["answers.score_sum"], count: ["answers.score_count"], [.answers],
      ["answer_score_sum", "answer_score_count"]))

  /// A program's time is the time of the attempts made in it and is not added twice: equals `time_spent`.
  package static let trainingTime = Statistic("training_time", .general, .duration, total: timeSpent.total)

  /// One week, Monday to Sunday in the platform's time zone.
  package static let weeklyTrainingTime = Statistic("weekly_training_time", .general, .duration)

  package static let postedMessages = Statistic(
    "posted_messages", .general, .count, total: .sum("posts.posts", [.posts], "posted_messages"))

  package static let managers = Statistic("managers", .report, .names)

  package static let averageScore = Statistic(
    "average_score", .report, .percent,
    total: .mean(
      sum: ["attempts.score_sum", "results.score_sum"], count: ["attempts.score_count", "results.score_count"],
      [.attempts, .results], ["score_sum", "score_count"]))

  package static let completedCourses = Statistic(
    "completed_courses", .report, .count, total: .sum("courses.completed", [.courses], "completed_courses"))

  package static let attendedClassrooms = Statistic(
    "attended_classrooms", .report, .count, total: .sum("classrooms.attended", [.classrooms], "attended_classrooms"))

  package static let completedPaths = Statistic(
    "completed_paths", .report, .count, total: .sum("paths.completed", [.paths], "completed_paths"))

  package static let assignedPaths = Statistic(
    "assigned_paths", .report, .count, total: .sum("assignments.paths", [.assignments], "assigned_paths"))

  package static let completedPrograms = Statistic(
    "completed_programs", .report, .count, total: .sum("programs.completed", [.programs], "completed_programs"))

  package static let assignedPrograms = Statistic(
    "assigned_programs", .report, .count, total: .sum("assignments.programs", [.assignments], "assigned_programs"))

  package static let messages = Statistic("messages", .report, .count, total: postedMessages.total)

  /// Of all attempts on a course in a program session, only the time of the most recent one counts.
  package static let totalTimeSpent = Statistic(
    "total_time_spent", .report, .duration,
    total: .sum("attempts.recent_time_spent", [.attempts], "total_time_spent"))
}

extension Statistic.Total {
  /// A sum; 0 if there is nothing to sum.
  static func sum(_ column: String, _ sources: [FactSource], _ stored: String) -> Self {
    Self(sources: sources, expressions: ["coalesce(\(column), 0)"], stored: [stored])
  }

  /// A mean, as sum and count, pooled over the columns.
  static func mean(sum: [String], count: [String], _ sources: [FactSource], _ stored: [String]) -> Self {
    let pooled = [sum, count].map { $0.map { "coalesce(\($0), 0)" }.joined(separator: " + ") }
    return Self(sources: sources, expressions: pooled, stored: stored)
  }
}
