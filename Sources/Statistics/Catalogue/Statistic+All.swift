extension Statistic {
  package static let all: [Statistic] = ofUsers + standings + things

  /// Statistics of a user.
  private static let ofUsers: [Statistic] = [
    timeSpent, lastActivity, directReports, groups, answeredQuestions, averageAnswerScore, trainingTime,
    weeklyTrainingTime, postedMessages, managers, averageScore, completedCourses, attendedClassrooms, completedPaths,
    assignedPaths,
    completedPrograms, assignedPrograms, messages, totalTimeSpent, publications, comments,
    reactions, tagTrainingScore, tagAssessmentScore, tagAverageScore, tagWork,
    sessionsEnding, overdueSteps, courseViews, courseCommentsReceived, averageReactionScore, publishedCourses,
    recentCompletions, commentsReceived, reactionsReceived, recentTrainingTime,
  ]

  private static let byKey = Dictionary(uniqueKeysWithValues: all.map { ($0.key, $0) })

  package static func named(_ key: String) -> Statistic? { byKey[key] }

  /// The statistics whose totals are stored in `user_standings`, each column once.
  static let stored: [Statistic] = {
    var seen: Set<[String]> = []
    return all.filter { statistic in
      statistic.total.map { !$0.stored.isEmpty && seen.insert($0.stored).inserted } ?? false
    }
  }()
}
