// Statistics of the report *General stats*, summed per user.

extension Statistic {
  static let reportFamily = [
    managers, averageScore, completedCourses, attendedClassrooms, completedPaths, assignedPaths, completedPrograms,
    assignedPrograms, messages, totalTimeSpent,
  ]

  package static let managers = Statistic(
    "managers", .report, .names, title: "Managers",
    definition: "Email addresses of the user’s managers, deleted managers excluded.")

  package static let averageScore = Statistic(
    "average_score", .report, .percent, title: "Avg score",
    definition: "The mean score of all scored attempts on courses and all scored assessment results, pooled.",
    formula: "Σ scores of attempts and assessment results ÷ their number",
    total: .mean(
      sum: ["attempts.score_sum", "results.score_sum"], count: ["attempts.score_count", "results.score_count"],
      [.attempts, .results], ["score_sum", "score_count"]),
    evidence: .averageScore)

  package static let completedCourses = Statistic(
    "completed_courses", .report, .count, title: "Completed courses",
    definition: "Number of courses the user completed to 100 % in at least one attempt.",
    formula: "number of courses with an attempt at 100 % progress",
    total: .sum("courses.completed", [.courses], "completed_courses"), evidence: .completedCourses)

  package static let attendedClassrooms = Statistic(
    "attended_classrooms", .report, .count, title: "Attended classrooms",
    definition: "Number of classrooms where the user was marked present at one slot or more.",
    formula: "number of classrooms with a slot marked present",
    total: .sum("classrooms.attended", [.classrooms], "attended_classrooms"), evidence: .attendedClassrooms)

  package static let completedPaths = Statistic(
    "completed_paths", .report, .count, title: "Completed paths",
    definition: "Number of paths with a session at 100 % progress in which the user is or was enrolled.",
    formula: "number of paths",
    total: .sum("paths.completed", [.paths], "completed_paths"), evidence: .completed(.path))

  package static let assignedPaths = Statistic(
    "assigned_paths", .report, .count, title: "Assigned paths",
    definition: "Number of paths the user is currently assigned, individually or through a group.",
    formula: "number of paths with an open enrolment of origin individual or group",
    total: .sum("assignments.paths", [.assignments], "assigned_paths"), evidence: .assigned(.path))

  package static let completedPrograms = Statistic(
    "completed_programs", .report, .count, title: "Completed programs",
    definition: """
      Number of programs with a session at 100 % progress in which the user is or was enrolled. Two sessions of one \
      program count once.
      """,
    formula: "number of programs",
    total: .sum("programs.completed", [.programs], "completed_programs"), evidence: .completed(.program))

  package static let assignedPrograms = Statistic(
    "assigned_programs", .report, .count, title: "Assigned programs",
    definition: """
      Number of program sessions the user is currently assigned, individually or through a group. A session assigned \
      in both ways counts once.
      """,
    formula: "number of program sessions with an open enrolment of origin individual or group",
    total: .sum("assignments.programs", [.assignments], "assigned_programs"), evidence: .assigned(.program))

  package static let messages = Statistic(
    "messages", .report, .count, title: "Messages",
    definition: "Number of posts the user published.",
    formula: "same as Posted messages",
    total: postedMessages.total, evidence: .posts)

  /// Of all attempts on a course in a program session, only the time of the most recent one counts.
  package static let totalTimeSpent = Statistic(
    "total_time_spent", .report, .duration, title: "Total time spent",
    definition: """
      Time spent on courses. For each course within a program session, only the most recent attempt counts. All \
      attempts outside program sessions count.
      """,
    formula: """
      Σ over (program session, course) of the most recent attempt’s time + Σ time of attempts outside program \
      sessions
      """,
    total: .sum("attempts.recent_time_spent", [.attempts], "total_time_spent"), evidence: .totalTimeSpent)
}
