// Statistics on the pages of courses, groups and tags (`Entities/`), over the users visible to the viewer. Each
// definition names the users it counts.

extension Statistic {
  static let thingsFamily = [
    coursePlayers, courseCompletions, courseTotalAttempts, courseTotalTime, courseMeanProgress, courseMeanScore,
    groupMembers, tagUsers, tagUsersTrainingScore, tagUsersAssessmentScore, tagUsersAverageScore, tagUsersWork,
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

  package static let groupMembers = Statistic(
    "group_members", .things, .count, title: "Members",
    definition: "Number of your users who are direct members of the group now, in any role; each user counts once.",
    formula: "number of users with an open membership")

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
