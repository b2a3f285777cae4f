package import Access
import Statistics

extension CustomReport {
  /// The types, in the order of the editor.
  package enum Kind: String, Sendable, Codable, CaseIterable {
    case generalStats = "general-stats"
    case summary, users
    case collaborativeActivities = "collaborative-activities"
    case registrations
    case programSessions = "program-sessions"
    case pathSessions = "path-sessions"
    case courseAttempts = "course-attempts"
    case answeredQuestions = "answered-questions"
    case certificates, tags
  }
}

extension CustomReport.Kind {
  package var type: ReportType {
    switch self {
    case .generalStats: .generalStats
    case .summary: .summary
    case .users: .users
    case .collaborativeActivities: .collaborativeActivities
    case .registrations: .registrations
    case .programSessions: .programSessions
    case .pathSessions: .pathSessions
    case .courseAttempts: .courseAttempts
    case .answeredQuestions: .answeredQuestions
    case .certificates: .certificates
    case .tags: .tags
    }
  }

  /// Whether a user with these roles may have this type. Types that also exist as a file for other roles need those
  /// roles.
  package func isOpen(to roles: Viewer.Roles) -> Bool {
    guard roles.seesUsers else { return false }
    return switch self {
    case .registrations: roles.seesMembers
    case .collaborativeActivities: roles.seesCollaborativeActivities
    default: true
    }
  }

  /// The viewer's users; for types that also exist as a file, limited to the users in that file.
  package func scope(of viewer: Viewer) -> Scope {
    let users = Scope.theirUsers(of: viewer)
    return switch self {
    case .registrations: users.also(in: .members(of: viewer))
    case .collaborativeActivities: users.also(in: .collaborators(of: viewer))
    default: users
    }
  }
}

extension ReportType {
  fileprivate static let generalStats = ReportType(
    "a row per user, with averages, completions and time",
    trail: [.additionalInformation], .users,
    usual: [.managers]
      + [.averageScore, .completedPrograms, .assignedPrograms, .messages, .totalTimeSpent].map(Choice.statistic)
      + [.groups],
    others: [
      .completedCourses, .attendedClassrooms, .completedPaths, .assignedPaths, .timeSpent, .lastActivity,
      .directReports, .answeredQuestions, .averageAnswerScore, .trainingTime, .postedMessages,
    ].map(Choice.statistic))

  /// Totals; its rows and columns depend on the dimensions.
  fileprivate static let summary = ReportType(
    "a row per group, month or other dimension (--by), with sums and means over users",
    lead: [], .summary, usual: SummaryColumn.usual.map { .statistic($0.statistic) },
    others: SummaryColumn.allCases.filter { !SummaryColumn.usual.contains($0) }.map { .statistic($0.statistic) })

  /// The file of the Users page, over any period.
  fileprivate static let users = ReportType(
    "a row per user, with time, last activity and direct reports",
    lead: [.firstName, .lastName, .email, .employment], trail: [.additionalInformation], .users,
    usual: [.timeSpent, .lastActivity, .directReports].map(Choice.statistic) + [.groups], others: [.managers])

  /// Posts and reactions do not name a session.
  fileprivate static let collaborativeActivities = ReportType(
    "a row per user, with publications, comments and reactions",
    lead: [.firstName, .lastName, .email], trail: [.additionalInformation], .users,
    usual: [.publications, .comments, .reactions].map(Choice.statistic), filters: [.date])

  fileprivate static let registrations = ReportType(
    "a row per user created within the days, with who invited them",
    lead: [.firstName, .lastName, .email], .newUsers,
    usual: [.registeredAt, .invitedBy, .autoDeleteOn].map(Choice.person),
    others: [.person(.employment), .person(.additionalInformation), .managers, .groups], filters: [.date])

  /// A standing covers all facts, so a date filter is not offered.
  fileprivate static let programSessions = ReportType(
    "a row per program session that a user is enrolled in",
    .several(.programs),
    usual: rows("name", "progress", "score", "time_spent", "ends_at", "last_activity"),
    others: rows("session", "program") + [.managers, .groups], filters: [.session])

  fileprivate static let pathSessions = ReportType(
    "a row per path session that a user is enrolled in",
    .several(.paths),
    usual: rows("name", "session_name", "progress", "status", "time_spent", "score", "validated_at"),
    others: rows("session", "last_activity") + [.managers, .groups], filters: [.session])

  fileprivate static let courseAttempts = ReportType(
    "a row per attempt of a user on a course",
    .several(.attempts),
    usual: rows("name", "score", "last_activity_at", "time_spent", "progress", "language", "program"),
    others: rows("started_at", "course", "program_session", "path_session", "attempt") + [.managers, .groups])

  /// Answers do not name a session.
  fileprivate static let answeredQuestions = ReportType(
    "a row per question that a user answered",
    .several(.questions),
    usual: rows("statement", "score", "answers", "last_activity"),
    others: rows("question") + [.managers, .groups], filters: [.date])

  fileprivate static let certificates = ReportType(
    "a row per certificate of a user",
    .several(.certificates),
    usual: rows("name", "path_name", "path_session", "status", "delivered_at", "expires_at"),
    others: rows("certificate") + [.managers, .groups])

  fileprivate static let tags = ReportType(
    "a row per tag of a user's answers and assessments",
    .several(.tags),
    usual: rows("name", "training_score", "assessment_score", "average_score", "work"),
    others: rows("tag") + [.managers, .groups], filters: [.date])

  private static func rows(_ keys: String...) -> [Choice] { keys.map(Choice.row) }
}
