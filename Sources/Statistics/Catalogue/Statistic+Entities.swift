// Statistics on entity pages (`Entities/`), over the users visible to the viewer. Each definition names the users
// it counts.

extension Statistic {
  package static let registrations = Statistic("session_registrations", .sessions, .count)
  package static let attendees = Statistic("session_attendees", .sessions, .count)
  package static let completedSessions = Statistic("completed_sessions", .sessions, .count)
  package static let medianTime = Statistic("median_time", .sessions, .duration)
  package static let meanSessionProgress = Statistic("mean_session_progress", .sessions, .percent)
  package static let meanSessionScore = Statistic("mean_session_score", .sessions, .percent)
  package static let deliveredCertificates = Statistic("delivered_certificates", .sessions, .count)

  package static let coursePlayers = Statistic("course_players", .things, .count)
  package static let courseCompletions = Statistic("course_completions", .things, .count)
  package static let courseTotalAttempts = Statistic("course_total_attempts", .things, .count)
  package static let courseTotalTime = Statistic("course_total_time", .things, .duration)
  package static let courseMeanProgress = Statistic("course_mean_progress", .things, .percent)
  package static let courseMeanScore = Statistic("course_mean_score", .things, .percent)

  package static let groupMembers = Statistic("group_members", .things, .count)

  package static let tagUsers = Statistic("tag_users", .things, .count)
  package static let tagUsersTrainingScore = Statistic("tag_users_training_score", .things, .percent)
  package static let tagUsersAssessmentScore = Statistic("tag_users_assessment_score", .things, .percent)
  package static let tagUsersAverageScore = Statistic("tag_users_average_score", .things, .percent)
  package static let tagUsersWork = Statistic("tag_users_work", .things, .count)

  /// Rows of a table by block, group, status or level.
  static let meanBlockProgress = Statistic("mean_block_progress", .sessions, .percent)
  static let meanBlockScore = Statistic("mean_block_score", .sessions, .percent)
  static let meanGroupProgress = Statistic("mean_group_progress", .sessions, .percent)
  static let meanGroupScore = Statistic("mean_group_score", .sessions, .percent)
  static let usersThere = Statistic("users_there", .sessions, .count)
  static let shareOfUsers = Statistic("share_of_users", .sessions, .percent)

  static let things: [Statistic] = [
    registrations, attendees, completedSessions, medianTime, meanSessionProgress, meanSessionScore,
    deliveredCertificates, meanBlockProgress, meanBlockScore, meanGroupProgress, meanGroupScore, usersThere,
    shareOfUsers, coursePlayers, courseCompletions, courseTotalAttempts, courseTotalTime, courseMeanProgress,
    courseMeanScore, groupMembers, tagUsers, tagUsersTrainingScore, tagUsersAssessmentScore, tagUsersAverageScore,
    tagUsersWork,
  ]
}
