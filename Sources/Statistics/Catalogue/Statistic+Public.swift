// Public statistics (`statistics.md`) cover the last 90 days (`published_courses`: all time), so they are not stored;
// `AuthorSummary` and `LearnerSummary` compute them.

extension Statistic {
  package static let courseViews = Statistic("course_views", .publicStatistics, .count)
  package static let courseCommentsReceived = Statistic("course_comments_received", .publicStatistics, .count)
  package static let averageReactionScore = Statistic("average_reaction_score", .publicStatistics, .score)
  package static let publishedCourses = Statistic("published_courses", .publicStatistics, .count)

  package static let recentCompletions = Statistic("recent_completions", .publicStatistics, .count)
  package static let commentsReceived = Statistic("comments_received", .publicStatistics, .count)
  package static let reactionsReceived = Statistic("reactions_received", .publicStatistics, .count)
  package static let recentTrainingTime = Statistic("recent_training_time", .publicStatistics, .duration)
}
