// Statistics that only the manager dashboard shows; computed by `Deadlines`.

extension Statistic {
  static let teamFamily = [sessionsEnding, overdueSteps]

  package static let sessionsEnding = Statistic(
    "sessions_ending", .team, .count, title: "Sessions ending", heading: "Sessions ending within a month",
    definition: """
      Program and path sessions that end within the next 30 days, in which the user has an open enrolment and is \
      below 100 %. Each session counts once. Sessions that end within 7 days are highlighted.
      """,
    formula: "number of sessions with an open enrolment, progress below 100 and an end in (now, now + 30 × 86,400 s]")

  package static let overdueSteps = Statistic(
    "overdue_steps", .team, .count, title: "Overdue steps", heading: "Overdue path steps",
    definition: """
      Mandatory path steps that are not done and past their due time, in path sessions that have started and not \
      ended, with an open enrolment. If no step is mandatory, all steps count. A step is due a number of days after \
      the later of the earliest open enrolment and the session’s start, as for the path status Late.
      """,
    formula: "number of mandatory steps below 100 with a due time before now")
}
