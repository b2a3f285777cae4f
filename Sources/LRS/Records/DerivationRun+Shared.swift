import DatabaseAccess
import Records

/// Records that users share: courses and their twins, questions, assessments and posts.
extension DerivationRun {
  /// Derives them for all `subjects`, and for the questions of courses that appeared or went away.
  func deriveShared() throws {
    var courses: Set<ID> = []
    for chunk in Self.chunks(subjects) { courses.formUnion(try deriveShared(Set(chunk))) }
    for chunk in Self.chunks(try traces.details(.asked, courses)) { _ = try deriveShared(Set(chunk)) }
  }

  /// - Returns: the courses whose record appeared or went away.
  private func deriveShared(_ some: Set<ID>) throws -> Set<ID> {
    let iris = try withRecords(some)
    if iris.isEmpty { return [] }
    var posts = try posts(iris)
    let contexts = posts.values.map(\.statement.context)
    let around = Set(contexts.flatMap { ($0.grouping + $0.parent).map(\.id) })
    posts.merge(try self.posts(around.subtracting(iris))) { first, _ in first }
    let answers = try iris.reduce(into: [ID: TraceStore.Row]()) { answers, iri in
      answers[iri] = try traces.first(.answer, iri, isLast: true)
    }
    let asked = Set(answers.values.compactMap { $0.trace.detail })
    let all = iris.union(around).union(asked).union(posts.values.map(\.course))
    let courses = try learners.directory(all, try learners.platforms.platform(all, [], actors))
    let shared = SharedFacts(earliest: try earliest(iris), twins: try twins(iris), posts: posts)
    let inputs = LearnerRecords.Inputs(courses, shared, learners.noActors(owner), settings)
    var records: [ID: [DerivedRecord]] = [:]
    for iri in iris {
      var subjects = SharedSubjects()
      if try isNeeded(iri) { subjects.courses = [iri] }
      if shared.twins.contains(iri) { subjects.twins = [iri] }
      if try traces.exists(.assessment, iri) { subjects.assessments = [iri] }
      if posts[iri] != nil { subjects.posts = [iri] }
      if let answer = answers[iri] {
        let course = answer.trace.detail
        let isRecord = try course.map { try isNeeded($0) || courses.isKnown($0) } ?? false
        subjects.questions.updateValue(isRecord ? course : nil, forKey: iri)
      }
      records[iri] = SharedRecords(subjects, inputs, owner: owner).records
    }
    return try self.records.replaceShared(records)
  }

  /// Those that have records that users share, or had them before.
  private func withRecords(_ iris: Set<ID>) throws -> Set<ID> {
    let hashes = iris.map(\.subject)
    let former = Set(
      try session.all("SELECT subject FROM derived_records WHERE subject IS NOT NULL AND subject \(anyOf: hashes)") {
        $0.text(at: 0)
      })
    let kinds: [TraceKind] = [.need, .twin, .assessment, .answer, .post, .placed]
    return try iris.filter { iri in
      if former.contains(iri.subject) { return true }
      let found = try session.first(
        """
        SELECT 1 FROM learner_traces WHERE kind \(anyOf: kinds.map(\.rawValue)) AND subject = \(iri.subject) LIMIT 1
        """
      ) { _ in true }
      return found != nil
    }
  }

  /// Whether a record of a learner, or a post, names the course.
  private func isNeeded(_ course: ID) throws -> Bool {
    try traces.exists(.need, course) || traces.exists(.placed, course)
  }

  private func twins(_ iris: Set<ID>) throws -> Set<ID> { try iris.filter { try traces.exists(.twin, $0) } }

  private func earliest(_ iris: Set<ID>) throws -> [ID: ExactTime] {
    try iris.reduce(into: [:]) { earliest, iri in
      earliest[iri] = try traces.first(.course, iri).map { ExactTime(position: $0.trace.position) }
    }
  }
}
