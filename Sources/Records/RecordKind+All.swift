extension RecordKind {
  /// Every kind, each after the kinds it refers to (except references to itself).
  package static let all: [RecordKind] = [
    customFields, users, identities, managers, groups, memberships, courses, activities, tags, questions, assessments,
    classrooms, classroomSlots, programs, programBlocks, programSessions, paths, pathSteps, pathSessions, enrolments,
    attempts, answers, assessmentResults, attendances, certificates, posts, reactions,
  ]

  private static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })

  package static func named(_ name: String) -> RecordKind? { byName[name] }
}
