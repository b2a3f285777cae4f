// Statistics that only the manager dashboard shows; computed by `Deadlines`.

extension Statistic {
  package static let sessionsEnding = Statistic("sessions_ending", .team, .count)
  package static let overdueSteps = Statistic("overdue_steps", .team, .count)
}
