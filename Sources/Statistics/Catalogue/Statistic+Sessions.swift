// Statistics on the pages of program and path sessions (`Entities/`), over the users visible to the viewer. Each
// definition names the users it counts.

extension Statistic {
  static let sessionsFamily = [
    registrations, attendees, notStarted, completedSessions, medianTime, meanSessionProgress, meanSessionScore,
    deliveredCertificates, meanBlockProgress, meanBlockScore, meanGroupProgress, meanGroupScore, usersThere,
    shareOfUsers,
  ]

  package static let registrations = Statistic(
    "session_registrations", .sessions, .count, title: "Registrations",
    definition: """
      Number of your users with an open enrolment in the session, whatever its origin; each user counts once. \
      Deleted users are excluded.
      """,
    formula: "number of users with an open enrolment")

  package static let attendees = Statistic(
    "session_attendees", .sessions, .count, title: "Attendees",
    definition: """
      Number of enrolled users with something that counts in the session: an attempt, a result or a presence in one \
      of its parts.
      """,
    formula: "number of enrolled users with a fact that counts in the session")

  package static let notStarted = Statistic(
    "session_not_started", .sessions, .count, title: "Not started",
    definition: "Number of enrolled users with nothing that counts in the session.",
    formula: "number of enrolled users without a fact that counts in the session")

  package static let completedSessions = Statistic(
    "completed_sessions", .sessions, .count, title: "Completed",
    definition: "Number of enrolled users at 100 % progress in the session.",
    formula: "number of enrolled users at 100 % progress")

  package static let medianTime = Statistic(
    "median_time", .sessions, .duration, title: "Median time",
    definition: """
      The median time attendees spent in the session: half of them spent less, half more. For an even number of \
      attendees, it is the mean of the two middle values, rounded to a second, half away from zero.
      """,
    formula: "median of time spent over the attendees")

  package static let meanSessionProgress = Statistic(
    "mean_session_progress", .sessions, .percent, title: "Mean progress",
    definition: "The mean progress of the enrolled users in the session. Users who have not started count as 0.",
    formula: "Σ progress ÷ number of enrolled users")

  package static let meanSessionScore = Statistic(
    "mean_session_score", .sessions, .percent, title: "Average score",
    definition: """
      The mean score of the enrolled users in the session. Users without a score are excluded. Each user counts \
      once, and individual scores are not rounded.
      """,
    formula: "Σ scores in the session ÷ number of enrolled users with a score")

  package static let deliveredCertificates = Statistic(
    "delivered_certificates", .sessions, .count, title: "Certificates",
    definition: """
      Number of certificates for the session delivered to your users, enrolled or not, including expired ones.
      """,
    formula: "number of certificates")

  /// Rows of a table by block, group, status or level.
  static let meanBlockProgress = Statistic(
    "mean_block_progress", .sessions, .percent, title: "Mean progress in a block",
    definition: "The mean progress of the enrolled users in the block. Users who have not started it count as 0.",
    formula: "Σ progress in the block ÷ number of enrolled users")

  static let meanBlockScore = Statistic(
    "mean_block_score", .sessions, .percent, title: "Mean score in a block",
    definition: "The mean score of the enrolled users in the block. Users without a score are excluded.",
    formula: "Σ scores in the block ÷ number of enrolled users with a score")

  static let meanGroupProgress = Statistic(
    "mean_group_progress", .sessions, .percent, title: "Mean progress of a group",
    definition: """
      The mean progress of the users on this page with an open membership in the group, in any role. A user in \
      several groups counts in each.
      """,
    formula: "Σ progress ÷ number of users with a progress")

  static let meanGroupScore = Statistic(
    "mean_group_score", .sessions, .percent, title: "Mean score of a group",
    definition: """
      The mean score of the users on this page with an open membership in the group. Users without a score are \
      excluded.
      """,
    formula: "Σ scores ÷ number of users with a score")

  static let usersThere = Statistic(
    "users_there", .sessions, .count, title: "Users",
    definition: "Number of users on this page who are in this row; each user counts once.",
    formula: "number of users")

  static let shareOfUsers = Statistic(
    "share_of_users", .sessions, .percent, title: "Share",
    definition: "The share of the users on this page who are in this row.",
    formula: "users in the row ÷ users in all rows")
}
