import Records
import Support

/// The records of one user, and what they contribute to shared records.
package struct LearnerRecords: Sendable {
  typealias Entry = LearnerHistory.Entry

  package private(set) var records: [DerivedRecord] = []
  /// The IRIs of courses that need a record.
  var courses: Set<ID> = []
  /// The IRIs of assessments with a result.
  var assessments: Set<ID> = []
  /// Answers; the question is the object.
  var answers: [Entry] = []

  /// Everything that a user's records depend on, except the user's own statements.
  package struct Inputs: Sendable {
    let courses: CourseDirectory
    let shared: SharedFacts
    let directory: Directory
    let settings: DerivationSettings
    var activities: ActivityIndex { courses.activities }

    package init(
      _ courses: CourseDirectory, _ shared: SharedFacts, _ directory: Directory, _ settings: DerivationSettings
    ) {
      (self.courses, self.shared, self.directory, self.settings) = (courses, shared, directory, settings)
    }

    /// The program session that belongs to a course.
    func session(_ course: ID) -> ID? { shared.twins.contains(course) ? courses.recordID(course) : nil }
  }

  package init(_ history: LearnerHistory, _ inputs: Inputs) {
    let attempts = Attempt.attempts(of: history, inputs.courses)
    addAttempts(attempts, history, inputs)
    addAnswers(history, attempts, inputs)
    addAssessmentResults(history.user, attempts, inputs)
    addEnrolments(history, inputs)
    addLikes(history, inputs)
    addCertificates(history, inputs)
  }

  mutating func add(_ kind: String, _ fields: [(String, JSONValue)]) { records.append(DerivedRecord(kind, fields)) }

  private mutating func addAttempts(_ attempts: [Attempt], _ history: LearnerHistory, _ inputs: Inputs) {
    let gaps = TimeSpent.gaps(of: history, idle: inputs.settings.idleSeconds)
    for attempt in attempts {
      let presence = attempt.entries.filter(\.isPresence)
      guard let first = presence.first, let last = presence.last else { continue }
      let time = TimeSpent(attempt, gaps: gaps, inputs.activities)
      let completion = Completion(attempt, history.launches, inputs.courses)
      courses.insert(attempt.course)
      add(
        "attempts",
        [
          ("id", .id(attempt.id)), ("user", .id(history.user)),
          ("course", .id(inputs.courses.recordID(attempt.course))),
          ("program_session", .id(inputs.session(attempt.course))),
          ("started_at", .instant(min(first.time, time.begin ?? first.time))),
          ("last_activity_at", .instant(last.time)), ("time_spent", .integer(time.length.seconds)),
          ("progress", .share(completion.progress)), ("score", .share(completion.score)),
          ("completed_at", .instant(completion.completedAt)),
          ("language", .string(attempt.entries.lazy.reversed().compactMap(\.statement.context.language).first)),
        ])
    }
  }
}
