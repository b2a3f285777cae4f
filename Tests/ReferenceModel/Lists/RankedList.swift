/// "Courses, questions, sessions as lists that rank".
package enum RankedList: String, CaseIterable, Sendable {
  case courses, questions
  case programSessions = "program-sessions"
  case pathSessions = "path-sessions"
  case groups

  /// Columns of numbers, in the order of insights.md.
  package var numbers: [String] {
    switch self {
    case .courses:
      [
        "learners", "attempts", "completion_rate", "mean_progress", "mean_score", "time_spent", "median_time",
        "dropped_rate", "last_activity",
      ]
    case .questions:
      ["answers", "answering_users", "mean_score", "first_score", "full_score_rate", "last_activity"]
    case .programSessions, .pathSessions: ["registered", "not_started", "completed", "mean_progress"]
    case .groups: ["members", "members_with_subgroups"] + SummaryQuestion.columns(by: ["group"])
    }
  }

  /// Columns of texts, names and instants that rank too.
  package var others: [String] {
    switch self {
    case .courses: ["name"]
    case .questions: ["name", "course"]
    case .programSessions: ["name", "program", "starts_at", "ends_at"]
    case .pathSessions: ["name", "path", "starts_at", "ends_at"]
    case .groups: ["name", "parent"]
    }
  }

  /// What orders ties, before the id.
  var names: [String] {
    switch self {
    case .programSessions: ["name", "program"]
    case .pathSessions: ["path", "name"]
    case .courses, .questions, .groups: ["name"]
    }
  }

  /// Whole numbers: counts and seconds.
  static let counts: Set<String> = [
    "learners", "attempts", "time_spent", "median_time", "answers", "answering_users", "registered", "not_started",
    "completed", "members", "members_with_subgroups", "users", "active_users", "total_time_spent", "completed_courses",
    "completed_programs", "completed_paths", "assigned_programs", "assigned_paths", "attended_classrooms", "messages",
    "answered_questions", "certificates", "time_per_user",
  ]
}
