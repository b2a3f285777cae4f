extension Statistic {
  package enum Family: String, Sendable, CaseIterable {
    case users, general, report, standings, team, collaboration, tags, sessions, things, summary, overview,
      publicStatistics

    package var title: String {
      switch self {
      case .users: "Users list"
      case .general: "User’s page"
      case .report: "General stats report"
      case .standings: "Rows on a user’s page"
      case .team: "Manager dashboard"
      case .collaboration: "Collaborative activities"
      case .tags: "Tags"
      case .sessions: "Sessions and blocks"
      case .things: "Courses, questions, groups and tags"
      case .summary: "Summary"
      case .overview: "Overview"
      case .publicStatistics: "Public statistics"
      }
    }
  }
}
