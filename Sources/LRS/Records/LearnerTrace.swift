import Records

/// What a learner contributes to records that users share, or what else of a learner depends on them.
struct LearnerTrace: Hashable {
  let kind: TraceKind
  let iri: ID
  /// Of the statement.
  let position: String
  let detail: ID?

  init(_ kind: TraceKind, _ iri: ID, _ position: String, _ detail: ID? = nil) {
    (self.kind, self.iri, self.position, self.detail) = (kind, iri, position, detail)
  }
}

enum TraceKind: String {
  /// The learner's first statement in a course.
  case course
  /// The learner was registered in a course, or unregistered.
  case twin
  /// The learner's first post of an object; the detail is its course.
  case post
  /// The subject is an activity that a post may be a reply to; the detail is the post's object.
  case reply
  /// Each deletion of an object.
  case deletion
  case like
  /// An achieved badge.
  case badge
  /// The subject is the identifier of the learner's instructor; the detail is the user that it names.
  case instructor
  /// A course that has a record of the learner.
  case need
  /// An assessment that has a result.
  case assessment
  /// The learner's latest answer to a question; the detail is its course.
  case answer
  /// The same: the subject is the course, the detail the question.
  case asked
  /// Of no learner: the subject is a course with a post; the detail is the post's object.
  case placed

  /// Those that follow from a learner's statements, activities and people only.
  static let ofStatements: [TraceKind] = [
    .course, .twin, .post, .reply, .deletion, .like, .badge, .instructor,
  ]
  /// Those that also follow from records that users share.
  static let ofRecords: [TraceKind] = [.need, .assessment, .answer, .asked]
}

extension LearnerHistory {
  func traces(_ activities: ActivityIndex, _ directory: Directory) -> Set<LearnerTrace> {
    var traces: Set<LearnerTrace> = []
    var seen: Set<LearnerTrace> = []
    /// Only the first one.
    func add(_ kind: TraceKind, _ iri: ID, _ position: String, _ detail: ID? = nil) -> Bool {
      guard seen.insert(LearnerTrace(kind, iri, "")).inserted else { return false }
      traces.insert(LearnerTrace(kind, iri, position, detail))
      return true
    }
    for entry in entries {
      let (statement, object, position) = (entry.statement, entry.object, entry.statement.position)
      switch entry.verb {
      case .deleted: traces.insert(LearnerTrace(.deletion, object, position))
      case .liked: _ = add(.like, object, position)
      case .achieved: _ = add(.badge, object, position)
      default: break
      }
      if let instructor = statement.context.instructor?.agent, instructor.isStorable {
        _ = add(.instructor, instructor.subject, position, directory.knownUser(instructor))
      }
      guard let course = entry.course else { continue }
      _ = add(.course, course, position)
      if entry.concernsEnrolment(activities) { _ = add(.twin, course, position) }
      guard entry.verb == .posted, activities.isTyped(statement.object, ActivityType.discussion) else { continue }
      guard add(.post, object, position, course) else { continue }
      for activity in statement.context.grouping + statement.context.parent where activity.id != object {
        traces.insert(LearnerTrace(.reply, activity.id, position, object))
      }
    }
    return traces
  }
}

extension LearnerRecords {
  var traces: Set<LearnerTrace> {
    var traces = Set(courses.map { LearnerTrace(.need, $0, "") })
    traces.formUnion(assessments.map { LearnerTrace(.assessment, $0, "") })
    for (question, answers) in Dictionary(grouping: answers, by: \.object) {
      guard let latest = answers.max(by: { $0.statement < $1.statement }) else { continue }
      let position = latest.statement.position
      traces.insert(LearnerTrace(.answer, question, position, latest.course))
      if let course = latest.course { traces.insert(LearnerTrace(.asked, course, position, question)) }
    }
    return traces
  }
}
