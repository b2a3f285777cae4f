import Records

/// What the statements of all users together say about courses and posts (xapi.md §6 and §12).
package struct SharedFacts: Sendable {
  /// A post: the first statement that posted an object.
  struct Post {
    let author: ID
    let statement: ReadStatement
    /// The IRI.
    let course: ID
    /// The first deletion after it.
    var deletion: ExactTime?
  }

  /// The time of the earliest statement of each course, by IRI.
  private(set) var earliest: [ID: ExactTime] = [:]
  /// Courses on which someone was registered or unregistered: each is also a program with one session.
  private(set) var twins: Set<ID> = []
  /// By the IRI of the object.
  private(set) var posts: [ID: Post] = [:]

  init(earliest: [ID: ExactTime] = [:], twins: Set<ID> = [], posts: [ID: Post] = [:]) {
    (self.earliest, self.twins, self.posts) = (earliest, twins, posts)
  }

  package init(_ histories: [LearnerHistory], _ activities: ActivityIndex) {
    let entries = histories.flatMap { history in history.entries.map { (history.user, $0) } }
    for (user, entry) in entries.sorted(by: { $0.1.statement < $1.1.statement }) {
      let (statement, object) = (entry.statement, entry.object)
      if entry.verb == .deleted, posts[object] != nil, posts[object]?.deletion == nil {
        posts[object]?.deletion = entry.time
      }
      guard let course = entry.course else { continue }
      if earliest[course] == nil { earliest[course] = entry.time }
      if entry.concernsEnrolment(activities) { twins.insert(course) }
      if entry.verb == .posted, posts[object] == nil, activities.isTyped(statement.object, ActivityType.discussion) {
        posts[object] = Post(author: user, statement: statement, course: course)
      }
    }
  }
}

extension LearnerHistory.Entry {
  /// Whether this registers or unregisters the learner for the course itself.
  func concernsEnrolment(_ activities: ActivityIndex) -> Bool {
    (verb == .registered || verb == .unenrolled) && isOnCourse
      && activities.isTyped(statement.object, ActivityType.course)
  }
}
