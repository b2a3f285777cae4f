// Statistics on the pages and in the lists of courses, groups and tags (`Entities/`), over the users visible to the
// viewer. Each definition names the users it counts. Those of questions have their own file.

extension Statistic {
  static let thingsFamily = [
    coursePlayers, courseCompletions, courseTotalAttempts, courseTotalTime, courseMeanProgress, courseMeanScore,
    courseCompletionRate, courseMedianTime, courseDroppedRate, courseLatestActivity, groupMembers, groupMembersBelow,
    tagUsers, tagUsersTrainingScore, tagUsersAssessmentScore, tagUsersAverageScore, tagUsersWork,
  ]

  package static let coursePlayers = Statistic(
    "course_players", .things, .count, title: "Learners",
    definition: "Number of your users with an attempt on the course. Deleted users are excluded.",
    formula: "number of users with an attempt")

  package static let courseCompletions = Statistic(
    "course_completions", .things, .count, title: "Completions",
    definition: "Number of learners who reached 100 % progress in at least one attempt.",
    formula: "number of learners with an attempt at 100 % progress")

  package static let courseTotalAttempts = Statistic(
    "course_total_attempts", .things, .count, title: "Attempts",
    definition: "Number of attempts on the course by the learners, wherever they were made.",
    formula: "number of attempts")

  package static let courseTotalTime = Statistic(
    "course_total_time", .things, .duration, title: "Time spent",
    definition: "Time the learners spent on the course, in all attempts.",
    formula: "Σ time spent over all attempts")

  package static let courseMeanProgress = Statistic(
    "course_mean_progress", .things, .percent, title: "Mean progress",
    definition: "The mean progress of the learners; each learner counts with their highest progress.",
    formula: "Σ highest progress ÷ number of learners")

  package static let courseMeanScore = Statistic(
    "course_mean_score", .things, .percent, title: "Mean score",
    definition: """
      The mean score of the learners; each learner counts with their most recent scored attempt. Learners without a \
      score are excluded.
      """,
    formula: "Σ scores ÷ number of learners with a score")

  package static let courseCompletionRate = Statistic(
    "course_completion_rate", .things, .percent, title: "Completion rate",
    definition: "The share of the learners who reached 100 % progress in at least one attempt, in percent.",
    formula: "100 × number of learners with an attempt at 100 % progress ÷ number of learners")

  package static let courseMedianTime = Statistic(
    "course_median_time", .things, .duration, title: "Median time",
    definition: """
      The median time learners spent on the course in all their attempts: half of them spent less, half more. For an \
      even number of learners, it is the mean of the two middle values, rounded to a second, half up.
      """,
    formula: "median of time spent over the learners")

  package static let courseDroppedRate = Statistic(
    "course_dropped_rate", .things, .percent, title: "Dropped",
    definition: """
      The share of the learners who never reached 100 % progress and had no attempt on the course in the last 30 days, \
      in percent.
      """,
    formula: "100 × learners below 100 % without an attempt in (now − 30 × 86,400 s, now] ÷ number of learners")

  package static let courseLatestActivity = Statistic(
    "course_latest_activity", .things, .instant, title: "Last activity",
    definition: "The latest activity of any learner in the course.",
    formula: "latest activity over all attempts")

  package static let groupMembers = Statistic(
    "group_members", .things, .count, title: "Members",
    definition: "Number of your users who are direct members of the group now, in any role; each user counts once.",
    formula: "number of users with an open membership")

  package static let groupMembersBelow = Statistic(
    "group_members_with_subgroups", .things, .count, title: "Members with subgroups",
    definition: """
      Number of your users who are members of the group or of a group below it now, in any role; each user counts \
      once.
      """,
    formula: "number of users with an open membership in the group or below")

  package static let tagUsers = Statistic(
    "tag_users", .things, .count, title: "Users",
    definition: """
      Number of your users who answered a question or have an assessment result with the tag. Deleted users are \
      excluded.
      """,
    formula: "number of users with an answer or a result")

  package static let tagUsersTrainingScore = Statistic(
    "tag_users_training_score", .things, .percent, title: "Training score",
    definition: "The mean score of all scored answers by these users to questions with this tag, pooled.",
    formula: "Σ scores of scored answers ÷ their number")

  package static let tagUsersAssessmentScore = Statistic(
    "tag_users_assessment_score", .things, .percent, title: "Assessment score",
    definition: "The mean score of all scored results of these users in assessments with this tag, pooled.",
    formula: "Σ scores of scored results ÷ their number")

  package static let tagUsersAverageScore = Statistic(
    "tag_users_average_score", .things, .percent, title: "Average score",
    definition: """
      The mean of training score and assessment score if both exist, otherwise the one that exists. The two are not \
      pooled.
      """,
    formula: "(training + assessment) ÷ 2")

  package static let tagUsersWork = Statistic(
    "tag_users_work", .things, .count, title: "Work by tag",
    definition: "Number of answers and assessment results of these users with this tag, scored or not.",
    formula: "number of answers + number of assessment results")
}
