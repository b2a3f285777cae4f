import Records

/// A column of numbers of a *Summary*, in the order of insights.md §3.
package enum SummaryColumn: String, Sendable, CaseIterable {
  case users
  case activeUsers = "active_users"
  case activeShare = "active_share"
  case timeSpent = "time_spent"
  case totalTimeSpent = "total_time_spent"
  case averageScore = "average_score"
  case completedCourses = "completed_courses"
  case completedPrograms = "completed_programs"
  case completedPaths = "completed_paths"
  case assignedPrograms = "assigned_programs"
  case assignedPaths = "assigned_paths"
  case attendedClassrooms = "attended_classrooms"
  case messages
  case answeredQuestions = "answered_questions"
  case averageAnswerScore = "average_answer_score"
  case certificates
  case timePerUser = "time_per_user"

  package static let usual: [SummaryColumn] = [.users, .activeUsers, .timeSpent, .completedCourses, .averageScore]

  /// Those that exist for courses.
  package static let ofCourses: [SummaryColumn] = [
    .users, .activeUsers, .activeShare, .timeSpent, .averageScore, .completedCourses, .timePerUser,
  ]

  package var statistic: Statistic {
    switch self {
    case .users: .users
    case .activeUsers: .activeUsers
    case .activeShare: .activeShare
    case .timeSpent: .timeSpent
    case .totalTimeSpent: .totalTimeSpent
    case .averageScore: .averageScore
    case .completedCourses: .completedCourses
    case .completedPrograms: .completedPrograms
    case .completedPaths: .completedPaths
    case .assignedPrograms: .assignedPrograms
    case .assignedPaths: .assignedPaths
    case .attendedClassrooms: .attendedClassrooms
    case .messages: .messages
    case .answeredQuestions: .answeredQuestions
    case .averageAnswerScore: .averageAnswerScore
    case .certificates: .certificates
    case .timePerUser: .timePerUser
    }
  }

  /// The heading in files. Two differ from those on a user's page, where the table gives the context.
  package var heading: String {
    switch self {
    case .answeredQuestions: "Answered questions"
    case .averageAnswerScore: "Average score on questions"
    default: statistic.heading
    }
  }

  /// The sums that it needs.
  var sums: [SummarySum] {
    switch self {
    case .users: []
    case .activeUsers, .activeShare: [.activeUsers]
    case .timePerUser: SummaryColumn.timeSpent.sums
    default: (statistic.total?.terms ?? []).map(SummarySum.init)
    }
  }

  /// The value of a row.
  /// - Parameter sum: the value of a sum.
  func cell(users: Int, _ sum: (SummarySum) -> Int) -> Cell {
    let values = sums.map(sum)
    switch self {
    case .users: return .count(users)
    case .activeUsers: return .count(values[0])
    case .activeShare: return .mean(Fraction(values[0] * Percentage.whole, users))
    case .timePerUser: return users == 0 ? .none : .duration((2 * values[0] + users) / (2 * users))
    default:
      return switch statistic.unit {
      case .percent: .mean(Fraction(values[0], values[1]))
      case .duration: .duration(values[0])
      default: .count(values[0])
      }
    }
  }
}
