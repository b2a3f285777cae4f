import DatabaseAccess
import Records
import Support

// Questions: moodle.md §9.

extension SiteMapping {
  /// Writes the questions that have an answer.
  func mapQuestions() throws {
    let file = try files.file(.questions, "id statement interaction choices correct course tags")
    try session.each(
      """
      SELECT q.id, q.name, q.questiontext, q.qtype, CASE WHEN w.varies THEN NULL ELSE w.correct END, c.id
      FROM answered w JOIN question q ON q.id = w.question
      LEFT JOIN question_categories y ON y.id = coalesce(
        (SELECT e.questioncategoryid FROM question_versions v JOIN question_bank_entries e ON e.id = v.questionbankentryid
         WHERE v.questionid = q.id ORDER BY v.version LIMIT 1), q.category)
      LEFT JOIN context k ON k.id = y.contextid AND k.contextlevel IN (50, 70)
      LEFT JOIN course_modules m ON k.contextlevel = 70 AND m.id = k.instanceid
      LEFT JOIN real_course c ON c.id = CASE k.contextlevel WHEN 50 THEN k.instanceid ELSE m.course END
      ORDER BY q.id
      """
    ) { row in
      let (question, type) = (row.integer(at: 0), QuestionType(row.text(at: 3)))
      let content = try self.content(of: question, type, row.text(at: 3), rightAnswer: row.text(4))
      try file.write([
        id("q", question), HTMLText.value(of: row.text(2)) ?? HTMLText.name(row.text(1)), type.interaction.rawValue,
        try checked(content.choices, "choices are", question),
        try checked(content.correct, "correct response is", question), reference("c", row.integer(5)),
        try tags("core_question", "question", question),
      ])
    }
  }

  /// Lists over the limit of a field are left empty.
  private func checked(_ list: String?, _ words: String, _ question: Int) throws -> String? {
    guard let list, list.utf8.count > Field.textLimit else { return list }
    try notes.add("question", question, "question \(question): its \(words) longer than 64 KiB: left out")
    return nil
  }

  /// The choices as JSON, and the correct response as an xAPI pattern.
  private func content(
    of question: Int, _ type: QuestionType, _ name: String, rightAnswer: String?
  ) throws -> (choices: String?, correct: String?) {
    switch type {
    case .trueFalse: return (nil, try truth(of: question))
    case .choice: return try choices(of: question)
    case .fillIn: return (nil, try answers(to: question).first { $0.isRight && !$0.text.contains("*") }?.text)
    case .numeric:
      let answers = name == "numerical" ? try self.answers(to: question) : []
      return (nil, answers.first { $0.isRight && ExactDecimal(number: $0.text) != nil }.map { PlainText.of($0.text) })
    case .matching: return try matching(question)
    case .essay: return (nil, nil)
    case .other: return (nil, rightAnswer)
    }
  }

  private struct ModelAnswer {
    let id: Int
    let text: String
    let fraction: ExactDecimal
    var isRight: Bool { fraction == ExactDecimal(1) }
  }

  private func answers(to question: Int) throws -> [ModelAnswer] {
    try session.all("SELECT id, answer, fraction FROM question_answers WHERE question = \(question) ORDER BY id") {
      ModelAnswer(
        id: $0.integer(at: 0), text: PlainText.cut($0.text(at: 1)), fraction: $0.decimal(2) ?? ExactDecimal(0))
    }
  }

  private func truth(of question: Int) throws -> String? {
    let fraction = try session.first(
      """
      SELECT a.fraction FROM question_truefalse t JOIN question_answers a ON a.id = t.trueanswer
      WHERE t.question = \(question)
      """
    ) { $0.decimal(0) ?? ExactDecimal(0) }
    return fraction.map { $0 > ExactDecimal(0) ? "true" : "false" }
  }

  private func choices(of question: Int) throws -> (choices: String?, correct: String?) {
    let answers = try self.answers(to: question)
    let isSingle =
      try session.first("SELECT single FROM qtype_multichoice_options WHERE questionid = \(question)") { $0.integer(0) }
      != 0
    let right = isSingle ? Array(answers.filter(\.isRight).prefix(1)) : answers.filter { $0.fraction > ExactDecimal(0) }
    return (
      Self.json(answers.map { ($0.id, HTMLText.value(of: $0.text) ?? "") }),
      right.map { String($0.id) }.joined(separator: "[,]")
    )
  }

  private func matching(_ question: Int) throws -> (choices: String?, correct: String?) {
    let items = try MatchingItems(question, session)
    let pairs = items.sources.map { "\($0.id)[.]\(items.targets[$0.id] ?? $0.id)" }
    let choices = "{\"source\":\(Self.json(items.sources)),\"target\":\(Self.json(items.choices))}"
    return (choices, pairs.joined(separator: "[,]"))
  }

  private static func json(_ items: [(id: Int, text: String)]) -> String {
    "[" + items.map { "{\"id\":\"\($0.id)\",\"description\":\(JSONText.quoted($0.text))}" }.joined(separator: ",") + "]"
  }
}
