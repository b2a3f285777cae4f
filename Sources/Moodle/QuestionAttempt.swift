import DatabaseAccess

/// A question in a finished quiz attempt, with its steps.
struct QuestionAttempt {
  struct Step {
    let id: Int
    let state: String
    let fraction: ExactDecimal?
    let time: Int?
    let user: Int
    var data: [(name: String, value: String)] = []

    subscript(_ name: String) -> String? { data.first { $0.name == name }?.value }

    /// Whether the person did something: a datum of the question, not of the engine or the behaviour.
    var isResponse: Bool { data.contains { !$0.name.hasPrefix("_") && !$0.name.hasPrefix("-") } }

    /// The values of the data `NAME0`, `NAME1` … in the order of their numbers.
    func numbered(_ name: String) -> [(number: Int, value: String)] {
      data.compactMap { datum in
        guard datum.name.hasPrefix(name), let number = Int(datum.name.dropFirst(name.count)), number >= 0 else {
          return nil
        }
        return (number, datum.value)
      }.sorted { $0.number < $1.number }
    }
  }

  let id: Int
  let user: Int
  let course: Int
  let question: Int
  let type: QuestionType
  let summary: String?
  let rightAnswer: String?
  private(set) var steps: [Step] = []

  static let query: SQLText = """
    SELECT qa.id, a.userid, v.course, qa.questionid, q.qtype, qa.responsesummary, qa.rightanswer,
      s.id, s.state, s.fraction, s.timecreated, s.userid, d.name, d.value
    FROM question_attempts qa
    JOIN quiz_attempts a ON a.uniqueid = qa.questionusageid AND a.preview = 0 AND a.state = 'finished'
    JOIN activity v ON v.kind = 'quiz' AND v.id = a.quiz JOIN person p ON p.id = a.userid
    JOIN question q ON q.id = qa.questionid AND q.length <> 0
    JOIN question_attempt_steps s ON s.questionattemptid = qa.id
    LEFT JOIN question_attempt_step_data d ON d.attemptstepid = s.id
    ORDER BY qa.id, s.sequencenumber, s.id, d.rowid
    """

  /// - Parameter row: of `query`.
  init(_ row: any SQLRow) {
    id = row.integer(at: 0)
    user = row.integer(at: 1)
    course = row.integer(at: 2)
    question = row.integer(at: 3)
    type = QuestionType(row.text(at: 4))
    summary = row.text(5)
    rightAnswer = row.text(6)
  }

  mutating func add(_ row: any SQLRow) {
    let step = row.integer(at: 7)
    if steps.last?.id != step {
      steps.append(
        Step(
          id: step, state: row.text(at: 8), fraction: row.decimal(9), time: row.positive(10), user: row.integer(at: 11))
      )
    }
    if let name = row.text(12) { steps[steps.count - 1].data.append((name, row.text(at: 13))) }
  }

  /// The last step in which the person responded; nil if the attempt gives no answer.
  var responseStep: Step? {
    guard let last = steps.last, !Self.unanswered.contains(last.state) else { return nil }
    return steps.last(where: \.isResponse)
  }

  private static let unanswered: Set = ["gaveup", "mangaveup", "finished", "todo", "notstarted"]

  /// Hundredths of a percent; nil: not scored, or waiting for a grader.
  var score: Int? {
    guard let last = steps.last, !["needsgrading", "complete", "invalid"].contains(last.state) else { return nil }
    return last.fraction.map { Percent.rounded($0, of: ExactDecimal(1)) }
  }

  /// The response as an xAPI response string; nil if the step has no value for the type. `isWhole` is false if a list
  /// had to be cut.
  /// - Parameter targets: the target that stands for each choice of a matching question; none: the choice itself.
  func response(of step: Step, targets: [Int: Int]) -> (text: String?, isWhole: Bool) {
    switch type {
    case .trueFalse: (["1": "true", "0": "false"][step["answer"] ?? ""], true)
    case .choice: Self.list(choices(step))
    case .fillIn, .numeric: (step["answer"].map(PlainText.cut), true)
    case .essay: (HTMLText.value(of: step["answer"]), true)
    case .matching: Self.list(matches(step, targets))
    case .other: (PlainText.value(of: summary), true)
    }
  }

  private static func list(_ elements: [String]) -> (text: String?, isWhole: Bool) {
    let (text, isWhole) = PlainText.list(elements, by: "[,]")
    return (text.isEmpty ? nil : text, isWhole)
  }

  /// A list of ids in a datum of the first step.
  private func order(_ name: String) -> [Int?] {
    (steps.first?[name] ?? "").split(separator: ",").map { Int(PlainText.of(String($0))) }
  }

  private func choices(_ step: Step) -> [String] {
    let order = order("_order")
    let single = step["answer"].flatMap { Int($0) }.map { [$0] }
    let indexes = single ?? step.numbered("choice").filter { $0.value == "1" }.map { $0.number }
    return indexes.compactMap { order.indices.contains($0) ? order[$0].map { String($0) } : nil }
  }

  private func matches(_ step: Step, _ targets: [Int: Int]) -> [String] {
    let (stems, choices) = (order("_stemorder"), order("_choiceorder"))
    return step.numbered("sub").compactMap { stem, value in
      guard stems.indices.contains(stem), let place = Int(value), place >= 1, choices.indices.contains(place - 1),
        let source = stems[stem], let choice = choices[place - 1]
      else { return nil }
      return "\(source)[.]\(targets[choice] ?? choice)"
    }
  }
}
