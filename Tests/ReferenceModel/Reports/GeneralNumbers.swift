/// The totals of a user that their page and the report *General stats* have.
package struct GeneralNumbers: Sendable {
  package var answeredQuestions = 0
  package var averageAnswerScore: Fraction?
  package var trainingTime = 0
  package var averageScore: Fraction?
  package var completedCourses = 0
  package var attendedClassrooms = 0
  package var completedPaths = 0
  package var assignedPaths = 0
  package var completedPrograms = 0
  package var assignedPrograms = 0
  package var messages = 0
  package var totalTimeSpent = 0
}

/// One of the totals, by the definitions of `statistics.md`. Tests take the keys from these lists.
package struct UserTotal: Sendable {
  package let key: String
  package let form: Form
  /// The kinds of records behind it that a source may withdraw.
  package let records: [String]
  /// A count, seconds, or a percentage in per cent; nil: no value.
  let value: @Sendable (GeneralNumbers) -> Fraction?

  package enum Form: Sendable { case count, percent, duration }

  private init(
    _ key: String, _ form: Form = .count, of records: String..., value: @escaping @Sendable (GeneralNumbers) -> Int
  ) {
    (self.key, self.form, self.records) = (key, form, records)
    self.value = { Fraction(Int128(value($0)), over: 1) }
  }

  private init(
    mean key: String, of records: String..., value: @escaping @Sendable (GeneralNumbers) -> Fraction?
  ) {
    (self.key, self.form, self.records, self.value) = (key, .percent, records, value)
  }

  /// "`general`": what follows the groups, in the order of the page.
  package static let general = [
    UserTotal("answered_questions", of: "answers") { $0.answeredQuestions },
    UserTotal(mean: "average_answer_score", of: "answers") { $0.averageAnswerScore },
    UserTotal("training_time", .duration, of: "attempts") { $0.trainingTime },
    UserTotal("posted_messages", of: "posts") { $0.messages },
  ]

  /// "`report`: the individual general stats, by key, without the name columns."
  package static let report = [
    UserTotal(mean: "average_score", of: "attempts", "assessment_results") { $0.averageScore },
    UserTotal("completed_courses", of: "attempts") { $0.completedCourses },
    UserTotal("attended_classrooms", of: "attendances") { $0.attendedClassrooms },
    UserTotal("completed_paths") { $0.completedPaths },
    UserTotal("assigned_paths") { $0.assignedPaths },
    UserTotal("completed_programs") { $0.completedPrograms },
    UserTotal("assigned_programs") { $0.assignedPrograms },
    UserTotal("messages", of: "posts") { $0.messages },
    UserTotal("total_time_spent", .duration, of: "attempts") { $0.totalTimeSpent },
  ]

  package static let all = general + report

  package static func keys(_ form: Form) -> [String] { all.filter { $0.form == form }.map(\.key) }
}

extension [UserTotal] {
  func json(_ numbers: GeneralNumbers) -> [String: ExactJSON] {
    Dictionary(uniqueKeysWithValues: map { ($0.key, .mean($0.value(numbers))) })
  }
}

extension ReferencePlatform {
  package func generalNumbers(of user: String, filter: ReportFilter = ReportFilter()) -> GeneralNumbers {
    let facts = FilteredFacts(of: user, on: self, filter: filter)
    var numbers = GeneralNumbers()
    numbers.answeredQuestions = facts.answers.count
    numbers.averageAnswerScore = .mean(facts.answers.compactMap(\.score).map(Fraction.init(hundredths:)))
    numbers.trainingTime = facts.attempts.map(\.timeSpent).reduce(0, +)
    numbers.averageScore = averageScore(of: facts)
    numbers.completedCourses = completedCourses(of: user, filter: filter)
    numbers.attendedClassrooms = Set(facts.presences.map(\.classroom)).count
    numbers.completedPaths = completedOwners(of: user, filter: filter).paths.count
    numbers.assignedPaths = Set(assignedSessions(of: user, filter: filter).paths.map(\.owner)).count
    numbers.completedPrograms = completedOwners(of: user, filter: filter).programs.count
    numbers.assignedPrograms = assignedSessions(of: user, filter: filter).programs.count
    numbers.messages = facts.posts.count
    numbers.totalTimeSpent = totalTimeSpent(of: facts)
    return numbers
  }

  /// "Mean of the scores of all scored attempts and all scored assessment results, pooled."
  private func averageScore(of facts: FilteredFacts) -> Fraction? {
    let scores = facts.attempts.compactMap(\.score) + facts.results.compactMap(\.score)
    return .mean(scores.map(Fraction.init(hundredths:)))
  }

  /// "For each (program session, course), whether or not the course is a block of it: time of the most recent attempt
  /// only; plus the time of all attempts outside program sessions." "Most recent among the facts that remain."
  private func totalTimeSpent(of facts: FilteredFacts) -> Int {
    let outside = facts.attempts.filter { $0.programSession == nil }.map(\.timeSpent).reduce(0, +)
    let inside = Dictionary(grouping: facts.attempts.filter { $0.programSession != nil }) {
      [$0.programSession, $0.course]
    }
    return inside.values.compactMap { mostRecent(of: $0)?.timeSpent }.reduce(outside, +)
  }

  /// "Number of courses with at least one attempt at progress 100"; "completed in the range when it *first became*
  /// complete in it (a course: its earliest attempt at 100 %), whatever the facts before `from`."
  private func completedCourses(of user: String, filter: ReportFilter) -> Int {
    let made = attempts[user, default: []].filter { namesChosenSession($0, of: filter) }
    return Dictionary(grouping: made, by: \.course).values
      .compactMap { $0.compactMap(\.completionDate).min() }
      .filter { isInRange($0, of: filter) }.count
  }

  /// "Number of paths [programs] with a session at progress 100 in which the user has or had an enrolment, of any
  /// origin"; in a range: by "the earliest of its sessions that count here"; with chosen sessions: "only the chosen
  /// sessions, each completed by all its facts".
  private func completedOwners(of user: String, filter: ReportFilter) -> (programs: Set<String>, paths: Set<String>) {
    var earliest: [SessionReference: Int] = [:]
    for session in Set(enrolments[user, default: []].map(\.session)) {
      guard filter.sessions.isEmpty || filter.sessions.contains(session) else { continue }
      guard let owner = owner(of: session) else { continue }
      guard let completedAt = standing(in: session, for: user).completedAt else { continue }
      earliest[owner] = min(completedAt, earliest[owner] ?? completedAt)
    }
    return split(earliest.filter { isInRange($0.value, of: filter) }.map(\.key))
  }

  /// The program or path of a session; the two cases keep them distinct.
  private func owner(of session: SessionReference) -> SessionReference? {
    switch session {
    case .program(let id): programSessions[id].map { .program($0.owner) }
    case .path(let id): pathSessions[id].map { .path($0.owner) }
    }
  }

  private func split(_ references: [SessionReference]) -> (programs: Set<String>, paths: Set<String>) {
    let programs = references.filter { if case .program = $0 { true } else { false } }
    return (Set(programs.map(\.id)), Set(references.map(\.id).filter { id in !programs.contains { $0.id == id } }))
  }

  /// The sessions with "an open enrolment of origin `individual` or `group`; both origins: 1"; "an assignment is dated
  /// by the `enrolled_at` of any of the enrolments that make it".
  private func assignedSessions(of user: String, filter: ReportFilter) -> (programs: [Session], paths: [Session]) {
    let assigning = enrolments[user, default: []].filter { enrolment in
      enrolment.assigns && isInRange(enrolment.enrolledAt, of: filter)
        && (filter.sessions.isEmpty || filter.sessions.contains(enrolment.session))
    }
    let sessions = Set(assigning.map(\.session))
    return (
      programSessions.values.filter { sessions.contains(.program($0.id)) },
      pathSessions.values.filter { sessions.contains(.path($0.id)) }
    )
  }
}
