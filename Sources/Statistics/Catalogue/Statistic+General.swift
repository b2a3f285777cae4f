// Statistics of *General* on a user's page.

extension Statistic {
  static let generalFamily = [
    groups, answeredQuestions, averageAnswerScore, trainingTime, weeklyTrainingTime, postedMessages,
  ]

  package static let groups = Statistic(
    "groups", .general, .names, title: "User groups",
    definition: "The groups in which the user has an open membership, in any role; each group once.",
    evidence: .groups)

  package static let answeredQuestions = Statistic(
    "answered_questions", .general, .count, title: "Number of answered questions",
    definition: "Number of answers the user gave. The same question answered three times counts three times.",
    formula: "number of answers",
    total: .sum("answers.answers", [.answers], "answered_questions"), evidence: .answers)

  package static let averageAnswerScore = Statistic(
    "average_answer_score", .general, .percent, title: "Average score",
    definition: """
      The mean score of all scored answers, including repeated answers to the same question. Answers awaiting \
      correction are excluded.
      """,
    formula: "Σ scores of scored answers ÷ their number",
    total: .mean(
      sum: ["answers.score_sum"], count: ["answers.score_count"],
      [.answers], ["answer_score_sum", "answer_score_count"]),
    evidence: .answerScores)

  /// A program's time is the time of the attempts made in it and is not added twice: equals `time_spent`.
  package static let trainingTime = Statistic(
    "training_time", .general, .duration, title: "Total training time",
    definition: """
      Time spent on programs and courses. A program’s time is the time of the attempts made in it, and is not \
      counted twice.
      """,
    formula: "same as Time spent",
    total: timeSpent.total, evidence: .attemptTime)

  /// One week, Monday to Sunday in the platform's time zone.
  package static let weeklyTrainingTime = Statistic(
    "weekly_training_time", .general, .duration, title: "Training time per week",
    definition: """
      Time spent in attempts on courses whose last activity is in the week. Weeks run from Monday to Sunday in the \
      platform’s time zone. Activity after the current time is not included.
      """,
    formula: "Σ time spent over the attempts with their last activity in the week",
    evidence: .timeWithin)

  package static let postedMessages = Statistic(
    "posted_messages", .general, .count, title: "Posted messages",
    definition: """
      Number of posts the user published: messages, comments and corrections, including replies and archived posts.
      """,
    formula: "number of posts",
    total: .sum("posts.posts", [.posts], "posted_messages"), evidence: .posts)
}
