// Statistics on the page and in the list of questions (`Entities/`), over the users visible to the viewer who answered
// the question; deleted users are excluded.

extension Statistic {
  static let questionsFamily = [
    questionTotalAnswers, questionUsers, questionMeanScore, questionFirstScore, questionFullScoreRate,
    questionLatestActivity, questionChoiceAnswers, questionChoiceShare, questionTryScore,
  ]

  package static let questionTotalAnswers = Statistic(
    "question_total_answers", .things, .count, title: "Answers",
    definition: "Number of answers to the question by your users, scored or not. Deleted users are excluded.",
    formula: "number of answers")

  package static let questionUsers = Statistic(
    "question_users", .things, .count, title: "Users",
    definition: "Number of your users who answered the question. Deleted users are excluded.",
    formula: "number of users with an answer")

  package static let questionMeanScore = Statistic(
    "question_mean_score", .things, .percent, title: "Mean score",
    definition: "The mean score of all scored answers to the question. Answers awaiting correction are excluded.",
    formula: "Σ scores of scored answers ÷ their number")

  package static let questionFirstScore = Statistic(
    "question_first_score", .things, .percent, title: "First score",
    definition: """
      The mean score of the first scored answer of each user. The lower it is, the harder the question. Users without \
      a scored answer are excluded.
      """,
    formula: "Σ scores of the users’ earliest scored answers ÷ number of users with a scored answer")

  package static let questionFullScoreRate = Statistic(
    "question_full_score_rate", .things, .percent, title: "Full score",
    definition: "The share of the scored answers that have a score of 100, in percent.",
    formula: "100 × number of answers with a score of 100 ÷ number of scored answers")

  package static let questionLatestActivity = Statistic(
    "question_latest_activity", .things, .instant, title: "Last activity",
    definition: "When one of the users last answered the question.",
    formula: "latest answer to it")

  static let questionChoiceAnswers = Statistic(
    "question_choice_answers", .things, .count, title: "Answers",
    definition: "Number of answers that contain the choice, or that are this response.",
    formula: "number of answers")

  static let questionChoiceShare = Statistic(
    "question_choice_share", .things, .percent, title: "Share",
    definition: "The share of all answers to the question that contain the choice, in percent.",
    formula: "100 × number of answers that contain it ÷ number of answers")

  static let questionTryScore = Statistic(
    "question_try_score", .things, .percent, title: "Mean score of a try",
    definition: """
      The mean score of the users’ first, second or third answers to the question; the fourth try includes all later \
      ones. Answers awaiting correction are excluded.
      """,
    formula: "Σ scores of the scored answers of the try ÷ their number")
}
