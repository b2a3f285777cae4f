import Access
import DatabaseAccess
import Records

// The page of a question: statistics over the users who answered it.

extension EntityStatistics {
  /// The most frequent responses that are listed.
  private static let responseLimit = 20
  /// Answers from this one on count together.
  package static let lastTry = 4

  mutating func readQuestion(_ viewer: Viewer, _ session: any SQLSession) throws {
    let asked = try session.first(
      """
      SELECT t.interaction, t.choices, t.correct, c.name, c.id FROM questions AS t
      LEFT JOIN courses AS c ON c.key = t.course_key WHERE t.key = \(thing.key)
      """
    ) { row in
      (
        question: AskedQuestion(interaction: row.text(at: 0), choices: row.text(1), correct: row.text(2)),
        course: (row.text(3), row.text(4))
      )
    }
    guard let asked else { return }
    question = asked.question
    let tags = try session.all(
      """
      SELECT g.name, g.id FROM question_tags AS x JOIN tags AS g ON g.key = x.member_key
      WHERE x.owner_key = \(thing.key) ORDER BY g.name_key, g.id
      """
    ) { Detail("tag", .text($0.text(at: 0)), (.tag, $0.text(at: 1))) }
    details = [Detail("course", .text(asked.course.0), asked.course.1.map { (.course, $0) })] + tags
    let sums = try roster.sums(
      [
        "1", "f.answers", "f.score_sum", "f.score_count", "f.first_score",
        "CASE WHEN f.first_score IS NULL THEN 0 ELSE 1 END", "f.full_scores",
      ], session)
    figures = [
      Figure(statistic: .questionUsers, value: .count(sums[0])),
      Figure(statistic: .questionTotalAnswers, value: .count(sums[1])),
      Figure(statistic: .questionMeanScore, value: .mean(Fraction(sums[2], sums[3]))),
      Figure(statistic: .questionFirstScore, value: .mean(Fraction(sums[4], sums[5]))),
      Figure(statistic: .questionFullScoreRate, value: .mean(Fraction(sums[6] * Percentage.whole, sums[3]))),
    ]
    let spread =
      asked.question.isChosen
      ? try choices(asked.question, viewer.language ?? "en", answers: sums[1], session) : try responses(session)
    sections = [spread, try tries(session)]
  }

  /// FROM and WHERE: the answers `a` of the users.
  private func answers(_ condition: SQLText) -> SQLText {
    """
    \(sql: roster.from(" JOIN answers AS a ON a.user_key = u.user_key"))
    AND a.question_key = \(thing.key) AND \(sql: condition)
    """
  }

  /// Per choice: the answers that contain it, and their share of all answers.
  private func choices(
    _ question: AskedQuestion, _ language: String, answers: Int, _ session: any SQLSession
  ) throws -> Section {
    var counts: [ID: Int] = [:]
    try session.each(
      "SELECT a.response, count(*) \(sql: self.answers("a.response IS NOT NULL")) GROUP BY a.response"
    ) { row in
      for choice in question.chosen(in: row.text(at: 0)) { counts[choice, default: 0] += row.integer(at: 1) }
    }
    let offered = question.offered(in: language)
    let known = Set(offered.map { ID(text: $0.id) })
    // Responses that are free texts would give a row each.
    let others = counts.filter { !known.contains($0.key) }.map { (id: $0.key.text, count: $0.value) }
      .sorted { $0.count == $1.count ? $0.id.comesBefore($1.id) : $0.count > $1.count }
      .prefix(Self.responseLimit).map(\.id).sorted { $0.comesBefore($1) }
    let rows = (offered + others.map { (id: $0, text: $0) }).map { choice in
      let count = counts[ID(text: choice.id)] ?? 0
      return Section.Row(
        name: choice.text, id: choice.id,
        cells: [
          .text(choice.text), .flag(question.isCorrect(choice.id)), .count(count),
          .mean(Fraction(count * Percentage.whole, answers)),
        ])
    }
    return Section(
      "choices",
      [
        .init("choice", .text), .init("is_correct", .flag, isShown: false, isInAPI: false),
        .init("answers", .count, .questionChoiceAnswers), .init("share", .progress, .questionChoiceShare),
      ], answers == 0 ? [] : rows)
  }

  /// The most frequent responses; ties by text.
  private func responses(_ session: any SQLSession) throws -> Section {
    let rows = try session.all(
      """
      SELECT a.response, count(*) \(sql: answers("a.response IS NOT NULL"))
      GROUP BY a.response ORDER BY count(*) DESC, a.response LIMIT \(Self.responseLimit)
      """
    ) { row in
      let text = row.text(at: 0)
      return Section.Row(name: text, id: text, cells: [.text(text), .count(row.integer(at: 1))])
    }
    return Section(
      "responses", [.init("response", .text), .init("answers", .count, .questionChoiceAnswers)], rows)
  }

  /// The mean score of each user's first, second, third, and fourth and later answers. No index leads from a question to
  /// its answers, so all answers of a user are read: only of users with several; the score of a single one is in the
  /// standing.
  private func tries(_ session: any SQLSession) throws -> Section {
    let rows = try session.all(
      """
      SELECT r.try, coalesce(sum(r.score), 0), count(r.score), count(*) FROM (
        SELECT a.score, CASE WHEN a.place > \(Self.lastTry) THEN \(Self.lastTry) ELSE a.place END AS try FROM (
          SELECT a.score, row_number() OVER (PARTITION BY a.user_key ORDER BY a.answered_at, a.id) AS place
          \(sql: answers("f.answers > 1"))) AS a
        UNION ALL SELECT CASE WHEN f.score_count > 0 THEN f.score_sum END, 1 \(sql: roster.from()) AND f.answers = 1) AS r
      GROUP BY r.try ORDER BY r.try
      """
    ) { row in
      let number = row.integer(at: 0)
      return Section.Row(
        name: String(number), id: String(number),
        cells: [
          .count(number), .mean(Fraction(row.integer(at: 1), row.integer(at: 2))), .count(row.integer(at: 3)),
        ])
    }
    return Section(
      "by_try",
      [
        .init("try", .count), .init("mean_score", .percent, .questionTryScore),
        .init("answers", .count, .questionTotalAnswers),
      ], rows)
  }
}
