import Records
import Support

/// Answers and assessment results (xapi.md §12).
extension LearnerRecords {
  mutating func addAnswers(_ history: LearnerHistory, _ attempts: [Attempt], _ inputs: Inputs) {
    var attemptIDs: [ID: ID] = [:]
    for attempt in attempts where attempt.isRecord {
      for entry in attempt.entries { attemptIDs[entry.statement.id] = attempt.id }
    }
    for entry in history.entries {
      let statement = entry.statement
      let isEvaluated =
        entry.verb == .evaluated && inputs.activities.isTyped(statement.object, ActivityType.interaction)
      guard entry.verb == .answered || isEvaluated else { continue }
      answers.append(entry)
      add(
        "answers",
        [
          ("id", .id(statement.id)), ("user", .id(history.user)),
          ("question", .id(CourseDirectory.plainRecordID(entry.object))), ("attempt", .id(attemptIDs[statement.id])),
          ("answered_at", .instant(entry.time)), ("response", .string(statement.response(inputs.activities))),
          ("score", .share(statement.score ?? statement.result.success.map { $0 ? 10_000 : 0 })),
        ])
    }
  }

  /// The result of an assessment, as one statement after another reports it.
  private struct AssessmentResult {
    let assessment: ID
    let course: ID
    var assessedAt = ExactTime.zero
    var score: Int?
    var passed: Bool?
    var assessor: ID?
  }

  mutating func addAssessmentResults(_ user: ID, _ attempts: [Attempt], _ inputs: Inputs) {
    var results: [ID: AssessmentResult] = [:]
    for (attempt, entry) in attempts.flatMap({ attempt in attempt.entries.map { (attempt, $0) } })
      .sorted(by: { $0.1.statement < $1.1.statement })
    {
      let statement = entry.statement
      guard let assessment = assessment(entry, inputs.activities), assessment != attempt.course,
        [.completed, .passed, .failed, .scored].contains(entry.verb)
      else { continue }
      let (score, passed) = (statement.score, statement.verdict)
      guard score != nil || passed != nil else { continue }
      let isAttempt = inputs.activities.isTyped(statement.object, ActivityType.attempt)
      let id =
        isAttempt
        ? CourseDirectory.plainRecordID(entry.object)
        : ID(text: HexDigest.short(assessment) + "@" + attempt.id.text)
      let assessor = statement.context.instructor?.agent.flatMap(inputs.directory.knownUser)
      var result = results[id] ?? AssessmentResult(assessment: assessment, course: attempt.course)
      result.assessedAt = entry.time
      result.score = score ?? result.score
      result.passed = passed ?? result.passed
      result.assessor = (assessor == user ? nil : assessor) ?? result.assessor
      results[id] = result
    }
    for (id, result) in results { add(user, id, result, inputs) }
  }

  private mutating func add(_ user: ID, _ id: ID, _ result: AssessmentResult, _ inputs: Inputs) {
    assessments.insert(result.assessment)
    add(
      "assessment_results",
      [
        ("id", .id(id)), ("user", .id(user)),
        ("assessment", .id(CourseDirectory.plainRecordID(result.assessment))),
        ("program_session", .id(inputs.session(result.course))), ("assessed_at", .instant(result.assessedAt)),
        ("assessor", .id(result.assessor)), ("passed", result.passed.map { .bool($0) } ?? .null),
        ("score", .share(result.score)),
      ])
  }

  /// The IRI of the assessment that a statement is about: its object, or the parent of an attempt at it.
  private func assessment(_ entry: Entry, _ activities: ActivityIndex) -> ID? {
    let (object, parents) = (entry.statement.object, entry.statement.context.parent)
    if activities.isTyped(object, ActivityType.assessment) { return object.id }
    guard activities.isTyped(object, ActivityType.attempt) else { return nil }
    return parents.first { activities.isTyped($0, ActivityType.assessment) }?.id
  }
}

extension ReadStatement {
  fileprivate var verdict: Bool? {
    if let success = result.success { return success }
    return verb == .passed ? true : verb == .failed ? false : nil
  }

  /// The response; a JSON list of choices (Open edX) in the syntax of xAPI.
  fileprivate func response(_ activities: ActivityIndex) -> String? {
    guard let response = result.response else { return nil }
    let interaction = activities[object.id, "interactionType"]?.string
    guard interaction == "choice" || interaction == "sequencing",
      let items = (try? JSONParser.parse(response))?.items, items.allSatisfy({ $0.string != nil })
    else { return response }
    return items.compactMap(\.string).joined(separator: "[,]")
  }
}
