// Public statistics (`statistics.md`) cover the last 90 days (`published_courses`: all time), so they are not stored;
// `AuthorSummary` and `LearnerSummary` compute them.

extension Statistic {
  static let publicFamily = [
    courseViews, courseCommentsReceived, averageReactionScore, publishedCourses, recentCompletions, commentsReceived,
    reactionsReceived, recentTrainingTime,
  ]

  package static let courseViews = Statistic(
    "course_views", .publicStatistics, .count, title: "Course views",
    definition: """
      Number of attempts started on the author’s courses in the last 90 days. An author’s courses are those of which \
      they are the main author, and all duplicates of those courses.
      """,
    formula: "number of attempts started in (now − 90 × 86,400 s, now]")

  package static let courseCommentsReceived = Statistic(
    "course_comments_received", .publicStatistics, .count, title: "Comments received",
    definition: """
      Number of comments by other users in the forums of the author’s courses in the last 90 days, including replies \
      and archived comments.
      """,
    formula: "number of comments by others")

  package static let averageReactionScore = Statistic(
    "average_reaction_score", .publicStatistics, .score, title: "Average reaction score",
    definition: """
      The mean reaction score of the author’s courses that were viewed in the last 90 days; every course has the \
      same weight. A course’s reaction score is its positive reactions (like, learned, useful) minus its negative \
      reactions (outdated, question, not useful), relative to its views.
      """,
    formula: "mean over the courses of 100 × (positive − negative reactions) ÷ views, limited to −100 to 100")

  package static let publishedCourses = Statistic(
    "published_courses", .publicStatistics, .count, title: "Published courses",
    definition: """
      Number of courses the author has ever published. If a course has no publisher, its main author counts as the \
      publisher.
      """,
    formula: "number of published courses")

  package static let recentCompletions = Statistic(
    "recent_completions", .publicStatistics, .count, title: "Completed courses",
    definition: "Number of attempts the user completed in the last 90 days. A course completed twice counts twice.",
    formula: "number of attempts at 100 % progress, by completion date")

  package static let commentsReceived = Statistic(
    "comments_received", .publicStatistics, .count, title: "Comments received",
    definition: """
      Number of replies by other users in the last 90 days to the user’s posts in a group’s Messages or in the forum \
      of a course or path. Replies to the user’s own replies do not count.
      """,
    formula: "number of replies by others")

  package static let reactionsReceived = Statistic(
    "reactions_received", .publicStatistics, .count, title: "Reactions received",
    definition: """
      Number of likes by other users in the last 90 days on the user’s posts in a group’s Messages or in the forum \
      of a course or path. Likes on the user’s replies do not count.
      """,
    formula: "number of likes by others")

  package static let recentTrainingTime = Statistic(
    "recent_training_time", .publicStatistics, .duration, title: "Total training time",
    definition: "Time spent in attempts whose last activity was in the last 90 days.",
    formula: "Σ time spent over these attempts")
}
