package import Calendar
package import DatabaseAccess

/// A figure of the overview as of now, by its key in the API: the number of rows, or of users, in a list.
package enum AttentionFigure: String, Sendable, CaseIterable {
  case certificatesExpiring = "certificates_expiring"
  case certificatesExpired = "certificates_expired"
  case overdueSteps = "overdue_steps"
  case overdueUsers = "overdue_users"
  case sessionsEnding = "sessions_ending"
  case notStarted = "not_started"
  case inactiveUsers = "inactive_users"

  /// The list that it counts.
  package var list: AttentionKind {
    switch self {
    case .certificatesExpiring: .expiring
    case .certificatesExpired: .expired
    case .overdueSteps, .overdueUsers: .overdue
    case .sessionsEnding: .ending
    case .notStarted: .notStarted
    case .inactiveUsers: .inactive
    }
  }

  package var statistic: Statistic { self == .overdueUsers ? .lateUsers : list.statistic }

  /// All figures of a population; one statement for each list.
  package static func all(
    of population: Population, at moment: Moment, _ session: any SQLSession
  ) throws -> [AttentionFigure: Int] {
    var figures: [AttentionFigure: Int] = [:]
    for kind in AttentionKind.allCases {
      let count = try AttentionList(kind, of: population, at: moment).count(session)
      for figure in allCases where figure.list == kind {
        figures[figure] = figure == .overdueUsers ? count.users : count.rows
      }
    }
    return figures
  }
}
