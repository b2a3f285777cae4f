// Statistics of the list of users, summed per user.

extension Statistic {
  static let usersFamily = [timeSpent, lastActivity, directReports]

  package static let timeSpent = Statistic(
    "time_spent", .users, .duration, title: "Time spent",
    definition: "Time spent in all attempts on courses, wherever they were made.",
    formula: "Σ time spent over all attempts",
    total: .sum("attempts.time_spent", [.attempts], "time_spent"), evidence: .attemptTime)

  package static let lastActivity = Statistic(
    "last_activity", .users, .instant, title: "Last activity",
    definition: "The latest activity in any attempt on a course.",
    formula: "latest activity over all attempts",
    total: Total(sources: [.attempts], expressions: ["attempts.last_activity"], stored: ["last_activity"]),
    evidence: .lastActivity)

  package static let directReports = Statistic(
    "direct_reports", .users, .count, title: "Direct report",
    definition: """
      Number of users who currently have this user as a manager, deleted users excluded. Users managed further down \
      are not counted.
      """,
    formula: "number of users with an open manager relation to this user",
    total: .sum("reports.direct_reports", [.reports], "direct_reports"), evidence: .reports)
}
