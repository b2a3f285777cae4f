/// A list of what needs attention, by its name in URLs (insights.md §4).
package enum AttentionKind: String, Sendable, CaseIterable {
  case expiring, expired, overdue, ending
  case notStarted = "not-started"
  case inactive

  var table: Table {
    switch self {
    case .expiring: .expiringCertificates
    case .expired: .expiredCertificates
    case .overdue: .overdueSteps
    case .ending: .endingSessions
    case .notStarted: .unstartedSessions
    case .inactive: .inactiveUsers
    }
  }

  /// What a row says in addition to the user.
  package var columns: [Column] { table.columns }

  /// The number of its rows.
  package var statistic: Statistic {
    switch self {
    case .expiring: .certificatesExpiring
    case .expired: .certificatesExpired
    case .overdue: .lateSteps
    case .ending: .unfinishedSessions
    case .notStarted: .sessionsNotStarted
    case .inactive: .inactiveUsers
    }
  }
}
