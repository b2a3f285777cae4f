/// The numbers of a row of the general stats.
package struct GeneralNumbers: Sendable {
  package var averageScore: Fraction?
  package var completedCourses = 0
  package var attendedClassrooms = 0
  package var completedPaths = 0
  package var assignedPaths = 0
  package var completedPrograms = 0
  package var assignedPrograms = 0
  package var messages = 0
  package var totalTimeSpent = 0

  /// "`report`: the individual general stats, by key, without the name columns."
  var json: ExactJSON {
    .object([
      "average_score": .mean(averageScore),
      "completed_courses": .whole(completedCourses),
      "attended_classrooms": .whole(attendedClassrooms),
      "completed_paths": .whole(completedPaths),
      "assigned_paths": .whole(assignedPaths),
      "completed_programs": .whole(completedPrograms),
      "assigned_programs": .whole(assignedPrograms),
      "messages": .whole(messages),
      "total_time_spent": .whole(totalTimeSpent),
    ])
  }
}

extension ReferencePlatform {
  package func generalNumbers(of user: String, filter: ReportFilter = ReportFilter()) -> GeneralNumbers {
    let facts = FilteredFacts(of: user, on: self, filter: filter)
    var numbers = GeneralNumbers()
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
