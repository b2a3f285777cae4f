extension ReferencePlatform {
  /// "Σ `time_spent` over all the user's attempts."
  package func timeSpent(by user: String) -> Int {
    attempts[user, default: []].map(\.timeSpent).reduce(0, +)
  }

  /// "Latest `last_activity_at` over all the user's attempts."
  package func lastActivity(of user: String) -> Int? {
    attempts[user, default: []].map(\.lastActivityAt).max()
  }

  /// "Latest activity first, one row per played course: Progress (greatest), Score (of the most recent scored attempt),
  /// Attempts, Time spent (Σ of all), Last activity."
  func coursesSection(of user: String) -> ExactJSON {
    let made = Dictionary(grouping: attempts[user, default: []], by: \.course)
    let played = inNameOrder(courses.filter { made[$0.id] != nil }, name: \.name, id: \.id)
    let rows = played.map { course in
      let attempts = made[course.id, default: []]
      return (course: course, attempts: attempts, lastActivity: attempts.map(\.lastActivityAt).max() ?? 0)
    }
    return .list(
      latestFirst(rows, by: \.lastActivity).map { row in
        .object([
          "course": .text(row.course.id),
          "name": .text(row.course.name),
          "progress": .hundredths(row.attempts.map(\.progress).max() ?? 0),
          "score": mostRecent(of: row.attempts.filter { $0.score != nil })?.score.map { .hundredths($0) } ?? .null,
          "attempts": .whole(row.attempts.count),
          "time_spent": .whole(row.attempts.map(\.timeSpent).reduce(0, +)),
          "last_activity": .instant(row.lastActivity),
        ])
      })
  }

  /// "Latest activity first: Question, Score (mean of scored answers), Answer count, Last activity."
  func questionsSection(of user: String) -> ExactJSON {
    let given = Dictionary(grouping: answers[user, default: []], by: \.question)
    let answered = inNameOrder(given.keys.compactMap { questions[$0] }, name: \.statement, id: \.id)
    let rows = answered.map { question in
      let answers = given[question.id, default: []]
      return (question: question, answers: answers, lastActivity: answers.map(\.answeredAt).max() ?? 0)
    }
    return .list(
      latestFirst(rows, by: \.lastActivity).map { row in
        .object([
          "question": .text(row.question.id),
          "statement": .text(row.question.statement),
          "score": .mean(.mean(row.answers.compactMap(\.score).map(Fraction.init(hundredths:)))),
          "answers": .whole(row.answers.count),
          "last_activity": .instant(row.lastActivity),
        ])
      })
  }

  /// "For each tag of a question that the user answered or an assessment with a result of theirs. A fact with several
  /// tags counts in each."
  func tagsSection(of user: String) -> ExactJSON {
    .list(
      inNameOrder(tags, name: \.name, id: \.id).compactMap { tag in
        let answers = answers[user, default: []].filter { questions[$0.question]?.tags.contains(tag.id) == true }
        let results = assessmentResults[user, default: []]
          .filter { assessments[$0.assessment]?.tags.contains(tag.id) == true }
        guard !answers.isEmpty || !results.isEmpty else { return nil }
        let training = Fraction.mean(answers.compactMap(\.score).map(Fraction.init(hundredths:)))
        let assessment = Fraction.mean(results.compactMap(\.score).map(Fraction.init(hundredths:)))
        return .object([
          "tag": .text(tag.id),
          "name": .text(tag.name),
          "training_score": .mean(training),
          "assessment_score": .mean(assessment),
          // "(training + assessment) / 2 where both exist, else the one that exists; not pooled"
          "average_score": .mean(.mean([training, assessment].compactMap(\.self))),
          "work": .whole(answers.count + results.count),
        ])
      })
  }

  /// "Rows that are not users: by name, id; names compare case- and accent-insensitively, ids by code point."
  func inNameOrder<Entity>(_ things: [Entity], name: (Entity) -> String, id: (Entity) -> String) -> [Entity] {
    things.map { (thing: $0, key: SortKey(name($0))) }.sorted { left, right in
      left.key == right.key
        ? precedesByCodePoint(id(left.thing), id(right.thing)) : left.key < right.key
    }.map(\.thing)
  }

  /// Latest first; equal ones keep their order.
  func latestFirst<Entity>(_ things: [Entity], by instant: (Entity) -> Int) -> [Entity] {
    things.enumerated().sorted { left, right in
      let (leftInstant, rightInstant) = (instant(left.element), instant(right.element))
      return leftInstant == rightInstant ? left.offset < right.offset : leftInstant > rightInstant
    }.map(\.element)
  }
}
