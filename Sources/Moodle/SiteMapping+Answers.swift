import DatabaseAccess
import Records

// Answers and corrections: moodle.md §9.

extension SiteMapping {
  /// Also fills `answered`: the questions with an answer, and the right answer that all of their attempts had.
  func mapAnswers(corrections: RecordFile) throws {
    try run("CREATE TABLE answered (question integer PRIMARY KEY, correct text, varies integer)")
    let file = try files.file(.answers, "id user question attempt answered_at response score")
    var current: QuestionAttempt?
    try session.each(QuestionAttempt.query) { row in
      if current?.id != row.integer(at: 0) {
        if let current { try write(current, file, corrections) }
        current = QuestionAttempt(row)
      }
      current?.add(row)
    }
    if let current { try write(current, file, corrections) }
  }

  private func write(_ attempt: QuestionAttempt, _ file: RecordFile, _ corrections: RecordFile) throws {
    guard let step = attempt.responseStep else { return }
    let correct = PlainText.value(of: attempt.rightAnswer)
    try run(
      """
      INSERT INTO answered VALUES (\(attempt.question), \(correct), 0)
      ON CONFLICT (question) DO UPDATE SET varies = varies OR correct IS NOT excluded.correct
      """)
    let isInAttempt =
      try session.number(
        "SELECT count(*) FROM attempt WHERE course = \(attempt.course) AND userid = \(attempt.user)") > 0
    let targets = attempt.type == .matching ? try MatchingItems(attempt.question, session).targets : [:]
    let (response, isWhole) = attempt.response(of: step, targets: targets)
    if !isWhole { try noteCut("parts of the response", of: "question_attempts", attempt.id) }
    try file.write([
      id("qa", attempt.id), id("u", attempt.user), id("q", attempt.question),
      isInAttempt ? id("c", attempt.course) : nil, try required(step.time, "question_attempt_steps", step.id),
      response, attempt.score.map(Percent.text),
    ])
    for step in attempt.steps { try writeCorrection(step, attempt, corrections) }
  }

  private func writeCorrection(_ step: QuestionAttempt.Step, _ attempt: QuestionAttempt, _ file: RecordFile) throws {
    guard let text = HTMLText.value(of: step["-comment"]),
      try session.number("SELECT count(*) FROM person WHERE id = \(step.user)") > 0
    else { return }
    try file.write([
      id("qs", step.id), id("u", step.user), "correction", "course", id("c", attempt.course),
      try required(step.time, "question_attempt_steps", step.id), text, nil, nil,
    ])
  }
}

/// The items of a matching question.
struct MatchingItems {
  /// Items with a text, by id.
  private(set) var sources: [(id: Int, text: String)] = []
  /// Different texts to match with, each with its smallest id.
  private(set) var choices: [(id: Int, text: String)] = []
  /// The id in `choices` that stands for each item.
  private(set) var targets: [Int: Int] = [:]

  init(_ question: Int, _ session: any SQLSession) throws {
    var known: [String: Int] = [:]
    try session.each(
      "SELECT id, questiontext, answertext FROM qtype_match_subquestions WHERE questionid = \(question) ORDER BY id"
    ) { row in
      let (id, target) = (row.integer(at: 0), HTMLText.value(of: row.text(2)) ?? "")
      if let source = HTMLText.value(of: row.text(1)) { sources.append((id, source)) }
      if known[target] == nil { choices.append((id, target)) }
      targets[id] = known[target] ?? id
      known[target] = known[target] ?? id
    }
  }
}
