package import Records

/// The statements of one user, without those that cmi5 drops (xapi.md §11.1), each with its course.
package struct LearnerHistory: Sendable {
  struct Entry: Sendable {
    let statement: ReadStatement
    /// The IRI of the course; nil if the statement is about none.
    let course: ID?
    let isPresence: Bool

    var verb: StatementVerb? { statement.verb }
    var time: ExactTime { statement.time }
    var object: ID { statement.object.id }
    /// Whether the statement is about the course itself.
    var isOnCourse: Bool { statement.object.id == course }
  }

  package let user: ID
  /// In their order.
  let entries: [Entry]
  /// The latest launched statement of each cmi5 session.
  let launches: [ID: ReadStatement]

  /// - Parameter statements: of this user, in their order.
  package init(user: ID, _ statements: [ReadStatement], _ courses: CourseDirectory) {
    self.user = user
    var ended: Set<ID> = []
    var launches: [ID: ReadStatement] = [:]
    var entries: [Entry] = []
    for statement in statements {
      if let session = statement.session {
        if ended.contains(session), statement.verb != .satisfied, statement.verb != .waived { continue }
        if statement.verb == .terminated || statement.verb == .abandoned { ended.insert(session) }
        if statement.verb == .launched { launches[session] = statement }
      }
      let course = courses.course(of: statement)
      let isPresence = statement.isPresence(in: course)
      entries.append(Entry(statement: statement, course: course, isPresence: isPresence))
    }
    (self.entries, self.launches) = (entries, launches)
  }
}
