// Statistics of table rows on user and entity pages: a user's progress in a course, block, session or question.
// Computed from the standings; the tables' columns refer to them.

extension Statistic {
  static let certificateStatus = Statistic("certificate_status", .standings, .status)

  static let pathProgress = Statistic("path_progress", .standings, .percent)
  static let pathStatus = Statistic("path_status", .standings, .status)
  static let pathTimeSpent = Statistic("path_time_spent", .standings, .duration)
  static let pathScore = Statistic("path_score", .standings, .percent)
  static let pathValidatedAt = Statistic("path_validated_at", .standings, .instant)
  static let pathLastActivity = Statistic("path_last_activity", .standings, .instant)

  static let programProgress = Statistic("program_progress", .standings, .percent)
  static let programScore = Statistic("program_score", .standings, .percent)
  static let programTimeSpent = Statistic("program_time_spent", .standings, .duration)
  static let programLastActivity = Statistic("program_last_activity", .standings, .instant)

  static let blockProgress = Statistic("block_progress", .standings, .percent)
  static let blockScore = Statistic("block_score", .standings, .percent)
  static let blockTimeSpent = Statistic("block_time_spent", .standings, .duration)
  static let blockAttempts = Statistic("block_attempts", .standings, .count)
  static let blockLastActivity = Statistic("block_last_activity", .standings, .instant)

  static let courseProgress = Statistic("course_progress", .standings, .percent)
  static let courseScore = Statistic("course_score", .standings, .percent)
  static let courseAttempts = Statistic("course_attempts", .standings, .count)
  static let courseTimeSpent = Statistic("course_time_spent", .standings, .duration)
  static let courseLastActivity = Statistic("course_last_activity", .standings, .instant)

  static let questionScore = Statistic("question_score", .standings, .percent)
  static let questionAnswers = Statistic("question_answers", .standings, .count)
  static let questionLastActivity = Statistic("question_last_activity", .standings, .instant)

  static let standings: [Statistic] = [
    certificateStatus, pathProgress, pathStatus, pathTimeSpent, pathScore, pathValidatedAt, pathLastActivity,
    programProgress, programScore, programTimeSpent, programLastActivity, blockProgress, blockScore, blockTimeSpent,
    blockAttempts, blockLastActivity, courseProgress, courseScore, courseAttempts, courseTimeSpent, courseLastActivity,
    questionScore, questionAnswers, questionLastActivity,
  ]
}
