// Figures of the overview as of now: rows of the lists of what needs attention (`AttentionList`).

extension Statistic {
  static let overviewFamily = [
    certificatesExpiring, certificatesExpired, lateSteps, lateUsers, unfinishedSessions, sessionsNotStarted,
    inactiveUsers,
  ]

  package static let certificatesExpiring = Statistic(
    "certificates_expiring", .overview, .count, title: "Expiring certificates",
    definition: """
      Certificates that expire within the next 30 days. A certificate that the same user got again under the same name, \
      with a later delivery, does not count.
      """,
    formula: "number of certificates with an expiration date in (now, now + 30 × 86,400 s], without renewed ones")

  package static let certificatesExpired = Statistic(
    "certificates_expired", .overview, .count, title: "Expired certificates",
    definition: """
      Certificates that have expired. A certificate that the same user got again under the same name, with a later \
      delivery, does not count.
      """,
    formula: "number of certificates with an expiration date ≤ now, without renewed ones")

  package static let lateSteps = Statistic(
    "late_steps", .overview, .count, title: "Overdue steps",
    definition: """
      Mandatory path steps that are not done and past their due time, in path sessions in which the user is Late, with \
      an open enrolment. If no step is mandatory, all steps count. Each step of each user counts once.
      """,
    formula: "number of mandatory steps below 100 with a due time before now, where the path’s status is Late")

  package static let lateUsers = Statistic(
    "late_users", .overview, .count, title: "Users with overdue steps",
    definition: "Number of users with at least one overdue step.",
    formula: "number of users with an overdue step")

  package static let unfinishedSessions = Statistic(
    "unfinished_sessions", .overview, .count, title: "Ending soon",
    definition: """
      Enrolments of users in open program and path sessions that end within the next 30 days, with progress below \
      100 %. Each user counts once per session. Sessions without blocks or steps have no progress and do not count.
      """,
    formula: """
      number of pairs of user and open session with progress below 100 and an end in (now, now + 30 × 86,400 s]
      """)

  package static let sessionsNotStarted = Statistic(
    "sessions_not_started", .overview, .count, title: "Not started",
    definition: """
      Enrolments of users in open program and path sessions in which nothing counts yet. Each user counts once per \
      session.
      """,
    formula: "number of pairs of user and open session without a fact that counts in the session")

  package static let inactiveUsers = Statistic(
    "inactive_users", .overview, .count, title: "Inactive users",
    definition: """
      Number of users with an open enrolment in an open session, progress below 100 %, and no attempt in the last 30 \
      days.
      """,
    formula: "number of users without an attempt whose last activity is in (now − 30 × 86,400 s, now]")
}
