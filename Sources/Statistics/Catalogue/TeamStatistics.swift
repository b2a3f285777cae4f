// What the manager dashboard shows beside the numbers that other pages show too; computed by `Deadlines`.

extension Statistic {
  package static let sessionsEnding = Statistic("sessions_ending", .team, .count)
  package static let overdueSteps = Statistic("overdue_steps", .team, .count)
}
