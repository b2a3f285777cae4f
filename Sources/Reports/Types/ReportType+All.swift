package import Access
import Statistics

extension CustomReport.Kind {
  package var type: ReportType { ReportType.all[self]! }

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
  static let all: [CustomReport.Kind: ReportType] = [
    .generalStats: generalStats, .users: users, .collaborativeActivities: collaborativeActivities,
    .registrations: registrations, .programSessions: programSessions, .pathSessions: pathSessions,
    .courseAttempts: courseAttempts, .answeredQuestions: answeredQuestions, .certificates: certificates, .tags: tags,
  ]

  private static let generalStats = ReportType(
    trail: [.additionalInformation], .users,
    usual: [
      .managers, statistic(.averageScore), statistic(.completedPrograms), statistic(.assignedPrograms),
      statistic(.messages), statistic(.totalTimeSpent), .groups,
    ],
    others: [
      .completedCourses, .attendedClassrooms, .completedPaths, .assignedPaths, .timeSpent, .lastActivity,
      .directReports, .answeredQuestions, .averageAnswerScore, .trainingTime, .postedMessages,
    ].map(statistic))

  /// The file of the Users page, over any period.
  private static let users = ReportType(
    lead: [.firstName, .lastName, .email, .title], trail: [.additionalInformation], .users,
    usual: [statistic(.timeSpent), statistic(.lastActivity), statistic(.directReports), .groups], others: [.managers])

  /// Posts and reactions do not name a session.
  private static let collaborativeActivities = ReportType(
    lead: [.firstName, .lastName, .email], trail: [.additionalInformation], .users,
    usual: [
      .statistic(.publications, title: "Publications"), .statistic(.comments, title: "Comments"),
      .statistic(.reactions, title: "Reactions"),
    ], filters: [.date])

  private static let registrations = ReportType(
    lead: [.firstName, .lastName, .email], .newUsers,
    usual: [.registeredAt, .invitedBy, .autoDeleteOn].map(Choice.person),
    others: [.person(.title), .person(.additionalInformation), .managers, .groups], filters: [.date])

  /// A standing covers all facts, so a date filter is not offered.
  private static let programSessions = ReportType(
    .several(.programSessions),
    usual: rows(
      "name", "Name", "progress", "Progress", "score", "Score", "time_spent", "Time spent", "ends_at", "End",
      "last_activity", "Last activity"),
    others: rows("session", "Session", "program", "Program") + [.managers, .groups], filters: [.session])

  private static let pathSessions = ReportType(
    .several(.pathSessions),
    usual: rows(
      "name", "Name", "session_name", "Session name", "progress", "Progress", "status", "Status", "time_spent",
      "Time spent", "score", "Score", "validated_at", "Validation date"),
    others: rows("session", "Session", "last_activity", "Last activity") + [.managers, .groups], filters: [.session])

  private static let courseAttempts = ReportType(
    .several(.courseAttempts),
    usual: rows(
      "name", "Name", "score", "Score", "last_activity_at", "Date", "time_spent", "Time", "progress", "Progress",
      "language", "Language", "program", "Program"),
    others: rows(
      "started_at", "Start", "course", "Course", "program_session", "Program session", "path_session",
      "Path session", "attempt", "Attempt") + [.managers, .groups])

  /// Answers do not name a session.
  private static let answeredQuestions = ReportType(
    .several(.answeredQuestions),
    usual: rows(
      "statement", "Question", "score", "Score", "answers", "Answer count", "last_activity", "Last activity"),
    others: rows("question", "Question ID") + [.managers, .groups], filters: [.date])

  private static let certificates = ReportType(
    .several(.certificates),
    usual: rows(
      "name", "Name", "path_name", "Path name", "path_session", "Path session", "status", "Status", "delivered_at",
      "Delivery date", "expires_at", "Expiration date"),
    others: rows("certificate", "Certificate") + [.managers, .groups])

  private static let tags = ReportType(
    .several(.tags),
    usual: rows(
      "name", "Name", "training_score", "Training score", "assessment_score", "Assessment score", "average_score",
      "Average score", "work", "Work by tag"),
    others: rows("tag", "Tag") + [.managers, .groups], filters: [.date])

  private static func statistic(_ statistic: Statistic) -> Choice {
    .statistic(statistic, title: Report.title(of: statistic))
  }

  /// Alternating keys and titles.
  private static func rows(_ words: String...) -> [Choice] {
    stride(from: 0, to: words.count, by: 2).map { .row(words[$0], title: words[$0 + 1]) }
  }
}
