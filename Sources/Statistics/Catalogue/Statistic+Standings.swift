// Statistics of table rows on user and entity pages: a user's progress in a course, block, session or question.
// Computed from the standings; the tables' columns refer to them.

extension Statistic {
  static let standingsFamily = [
    certificateStatus, pathProgress, pathStatus, pathTimeSpent, pathScore, pathValidatedAt, pathLastActivity,
    programProgress, programScore, programTimeSpent, programLastActivity, blockProgress, blockScore, blockTimeSpent,
    blockAttempts, blockLastActivity, courseProgress, courseScore, courseAttempts, courseTimeSpent,
    courseLastActivity, questionScore, questionAnswers, questionLastActivity,
  ]

  static let certificateStatus = Statistic(
    "certificate_status", .standings, .status, title: "Status of a certificate", heading: "Status",
    definition: """
      Valid: no expiration date, or more than 30 days left. Expiring soon: 30 days or less left. Expired: the \
      expiration date has passed.
      """,
    formula: "expired if the expiration date ≤ now; expiring soon if it is ≤ now + 30 × 86,400 s; otherwise valid")

  static let pathProgress = Statistic(
    "path_progress", .standings, .percent, title: "Progress in a path session", heading: "Progress",
    definition: """
      The mean progress of the mandatory steps, or of all steps if none is mandatory. Rounded down, so that 100 % \
      means every one of them is done.
      """,
    formula: "Σ progress of the mandatory steps ÷ their number",
    rounding: .down)

  static let pathStatus = Statistic(
    "path_status", .standings, .status, title: "Status of a path session", heading: "Status",
    definition: """
      The first status that applies. Successful: every mandatory step is done and has its minimum score. Pending \
      session opening: the session has not started. Unsuccessful: the session has ended, or no attempts are left on \
      a mandatory course below its minimum score. To retake: a mandatory course is done below its minimum score, and \
      attempts are left. Awaiting correction: every step before a mandatory assessment is done, and the assessment \
      has no result. Late: started, and an unfinished mandatory step is past its due time. On time: started. \
      Otherwise: Not yet started.
      """,
    formula: "due time = later of the earliest open enrolment and the session’s start + due days × 86,400 s")

  static let pathTimeSpent = Statistic(
    "path_time_spent", .standings, .duration, title: "Time spent in a path session", heading: "Time spent",
    definition: """
      The time spent on all its steps, mandatory or not. A course counts with its most recent attempt in the \
      session, a program with its program session.
      """,
    formula: "Σ time spent on the steps")

  static let pathScore = Statistic(
    "path_score", .standings, .percent, title: "Score in a path session", heading: "Score",
    definition: "The mean score of the steps with a score, mandatory or not.",
    formula: "Σ scores of the steps ÷ number of steps with a score")

  static let pathValidatedAt = Statistic(
    "path_validated_at", .standings, .instant, title: "Validation date",
    definition: "When the last mandatory step was done, if the path is successful.",
    formula: "latest time at which a mandatory step was done")

  static let pathLastActivity = Statistic(
    "path_last_activity", .standings, .instant, title: "Last activity in a path session", heading: "Last activity",
    definition: "The latest activity in any of its steps.",
    formula: "latest activity over the steps")

  static let programProgress = Statistic(
    "program_progress", .standings, .percent, title: "Progress in a program session", heading: "Progress",
    definition: """
      The mean progress of the mandatory blocks, or of all blocks if none is mandatory. Rounded down, so that 100 % \
      means every one of them is done.
      """,
    formula: "Σ progress of the mandatory blocks ÷ their number",
    rounding: .down)

  static let programScore = Statistic(
    "program_score", .standings, .percent, title: "Score in a program session", heading: "Score",
    definition: "The mean score of the blocks with a score, mandatory or not.",
    formula: "Σ scores of the blocks ÷ number of blocks with a score")

  static let programTimeSpent = Statistic(
    "program_time_spent", .standings, .duration, title: "Time spent in a program session", heading: "Time spent",
    definition: """
      The time spent on all its blocks, mandatory or not. A course counts with its most recent attempt in the \
      session.
      """,
    formula: "Σ time spent on the blocks")

  static let programLastActivity = Statistic(
    "program_last_activity", .standings, .instant, title: "Last activity in a program session",
    heading: "Last activity",
    definition: "The latest activity in any of its blocks.",
    formula: "latest activity over the blocks")

  static let blockProgress = Statistic(
    "block_progress", .standings, .percent, title: "Progress in a block or step",
    definition: """
      Course: the highest progress of the attempts in this session. Assessment: 100 with a result, passed or not, \
      otherwise 0. Classroom: 100 if present at any of its slots, otherwise 0. Program in a path: the progress of \
      the program session.
      """,
    formula: "highest progress of the attempts in this session",
    rounding: .down)

  static let blockScore = Statistic(
    "block_score", .standings, .percent, title: "Score in a block or step",
    definition: """
      Course: the score of the most recent attempt in this session; no score if that attempt has none. Assessment: \
      the score of the latest result. Classrooms have no score.
      """,
    formula: "score of the most recent attempt")

  static let blockTimeSpent = Statistic(
    "block_time_spent", .standings, .duration, title: "Time spent in a block or step",
    definition: """
      Course: the time of the most recent attempt in this session. Assessments and classrooms have no time.
      """,
    formula: "time of the most recent attempt")

  static let blockAttempts = Statistic(
    "block_attempts", .standings, .count, title: "Attempts in a block or step",
    definition: "Number of attempts on the course in this session.",
    formula: "number of attempts")

  static let blockLastActivity = Statistic(
    "block_last_activity", .standings, .instant, title: "Last activity in a block or step",
    definition: """
      The latest activity in this session: an attempt, the latest result, or a slot at which the user was present.
      """,
    formula: "latest activity of what counts in it")

  static let courseProgress = Statistic(
    "course_progress", .standings, .percent, title: "Progress in a course", heading: "Progress",
    definition: "The highest progress of all attempts on the course, wherever they were made.",
    formula: "highest progress of the attempts",
    rounding: .down)

  static let courseScore = Statistic(
    "course_score", .standings, .percent, title: "Score in a course", heading: "Score",
    definition: "The score of the most recent scored attempt on the course.",
    formula: "score of the most recently started attempt with a score")

  static let courseAttempts = Statistic(
    "course_attempts", .standings, .count, title: "Attempts on a course", heading: "Attempts",
    definition: "Number of attempts on the course, wherever they were made.",
    formula: "number of attempts")

  static let courseTimeSpent = Statistic(
    "course_time_spent", .standings, .duration, title: "Time spent in a course", heading: "Time spent",
    definition: "The time of all attempts on the course, wherever they were made.",
    formula: "Σ time spent over the attempts on it")

  static let courseLastActivity = Statistic(
    "course_last_activity", .standings, .instant, title: "Last activity in a course", heading: "Last activity",
    definition: "The latest activity in any attempt on the course.",
    formula: "latest activity over the attempts on it")

  static let questionScore = Statistic(
    "question_score", .standings, .percent, title: "Score of a question", heading: "Score",
    definition: "The mean score of the scored answers to the question. Answers awaiting correction are excluded.",
    formula: "Σ scores of scored answers to it ÷ their number")

  static let questionAnswers = Statistic(
    "question_answers", .standings, .count, title: "Answers to a question", heading: "Answer count",
    definition: "Number of answers to the question, scored or not.",
    formula: "number of answers")

  static let questionLastActivity = Statistic(
    "question_last_activity", .standings, .instant, title: "Last activity in a question", heading: "Last activity",
    definition: "When the question was last answered.",
    formula: "latest answer to it")
}
