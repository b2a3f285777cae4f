// Statistics of the report *Summary* that are not sums of other ones: about the users of a row, in the row's period.

extension Statistic {
  static let summaryFamily = [users, activeUsers, activeShare, certificates, timePerUser]

  package static let users = Statistic(
    "users", .summary, .count, title: "Users",
    definition: """
      Number of users in the row, deleted users excluded. In the row of a course: those with an attempt on it in the \
      period, or who first completed it then. In the row of a session: those who are or were enrolled.
      """,
    formula: "number of users")

  package static let activeUsers = Statistic(
    "active_users", .summary, .count, title: "Active users",
    definition: "Number of the row’s users with an attempt whose last activity is in the period.",
    formula: "number of users with an attempt")

  package static let activeShare = Statistic(
    "active_share", .summary, .percent, title: "Active",
    definition: "The share of the row’s users who are active, in percent. No value without users.",
    formula: "100 × active users ÷ users")

  package static let certificates = Statistic(
    "certificates", .summary, .count, title: "Certificates",
    definition: "Number of certificates delivered to the row’s users in the period.",
    formula: "number of certificates",
    total: Total(
      sources: [.certificates], expressions: ["coalesce(certificates.delivered, 0)"], stored: [],
      terms: [["certificates.delivered"]]))

  package static let timePerUser = Statistic(
    "time_per_user", .summary, .duration, title: "Time per user",
    definition: """
      The time spent by the row’s users, divided by their number, active or not, and rounded to whole seconds, half up. \
      No value without users.
      """,
    formula: "Σ time spent ÷ users")
}
