/// A session, course, group or tag.
package enum ReferenceThing: Hashable, Sendable {
  case programSession(String)
  case pathSession(String)
  case course(String)
  case question(String)
  case group(String)
  case tag(String)

  /// The path of its page.
  package var path: String {
    switch self {
    case .programSession(let id): "program-sessions/\(id)"
    case .pathSession(let id): "path-sessions/\(id)"
    case .course(let id): "courses/\(id)"
    case .question(let id): "questions/\(id)"
    case .group(let id): "groups/\(id)"
    case .tag(let id): "tags/\(id)"
    }
  }
}

// "Session, path session, course, tag, group pages": the permission to open them and the users shown there, each rule
// implemented literally.

extension ReferencePlatform {
  package var things: [ReferenceThing] {
    programSessions.keys.sorted().map { .programSession($0) } + pathSessions.keys.sorted().map { .pathSession($0) }
      + courses.map { .course($0.id) } + questions.keys.sorted().map { .question($0) }
      + groups.map { .group($0.id) } + tags.map { .tag($0.id) }
  }

  /// "Owner, platform administrator: all. Group administrator: those of their groups or with users of theirs. Coach:
  /// with users of theirs. Author: own courses. Instructor: own sessions." A manager is not named.
  package func mayOpen(_ thing: ReferenceThing, viewer: String) -> Bool {
    let roles = roles(of: viewer)
    if roles.seesEverybody || isOwn(thing, of: viewer) { return true }
    // "Whoever opens its course; without a course: owner and platform administrator."
    if case .question(let id) = thing {
      return questions[id]?.course.map { mayOpen(.course($0), viewer: viewer) } ?? false
    }
    if roles.administered.isEmpty && roles.coached.isEmpty { return false }
    switch thing {
    case .group(let id) where roles.administered.contains(id) || roles.coached.contains(id): return true
    case .course(let id):
      let group = courses.first { $0.id == id }?.group
      if let group, roles.administered.contains(group) { return true }
    default: break
    }
    return theirUsers(of: viewer).contains { hasToDo($0, with: thing) }
  }

  /// "Rows: only their users (for author and instructor: those named above)", in the order of every list; users who are
  /// not deleted.
  package func pageUsers(_ thing: ReferenceThing, viewer: String) -> [User] {
    let roles = roles(of: viewer)
    let theirs = Set(
      roles.seesEverybody || !roles.administered.isEmpty || !roles.coached.isEmpty
        ? theirUsers(of: viewer).map(\.id) : [])
    return users.filter { user in
      user.deletedAt == nil && belongs(user, to: thing)
        && (theirs.contains(user.id) || isOwn(thing, of: viewer) || isOwnPlayer(user, thing, of: viewer))
    }
  }

  /// The page of a question shows the players of its course to viewers that see all of them on the course's page.
  private func isOwnPlayer(_ user: User, _ thing: ReferenceThing, of viewer: String) -> Bool {
    guard case .question(let id) = thing, let course = questions[id]?.course else { return false }
    return isOwn(.course(course), of: viewer) && belongs(user, to: .course(course))
  }

  private func theirUsers(of viewer: String) -> [User] { Tab.allCases.flatMap { scope(of: viewer, tab: $0) } }

  private func isOwn(_ thing: ReferenceThing, of viewer: String) -> Bool {
    guard let user = user(viewer), user.deletedAt == nil else { return false }
    return switch thing {
    case .programSession(let id): programSessions[id]?.instructors.contains(viewer) == true
    case .pathSession(let id): pathSessions[id]?.instructors.contains(viewer) == true
    case .course(let id): roles(of: viewer).authored.contains(id)
    case .question, .group, .tag: false
    }
  }

  /// A user that gives the viewer access to the page: enrolled, open or closed, or with a fact that counts there; who
  /// played the course; with an answer or a result in the tag; with an open membership.
  private func hasToDo(_ user: User, with thing: ReferenceThing) -> Bool {
    switch thing {
    case .programSession(let id):
      isEnrolled(user, in: .program(id)) || standing(in: .program(id), for: user.id).blocks.contains(where: \.isStarted)
    case .pathSession(let id): isEnrolled(user, in: .path(id))
    default: belongs(user, to: thing)
    }
  }

  private func isEnrolled(_ user: User, in session: SessionReference) -> Bool {
    enrolments[user.id, default: []].contains { $0.session == session }
  }

  /// Whether the page lists a user.
  private func belongs(_ user: User, to thing: ReferenceThing) -> Bool {
    switch thing {
    case .programSession(let id): enrolments[user.id, default: []].contains { $0.session == .program(id) && $0.isOpen }
    case .pathSession(let id): enrolments[user.id, default: []].contains { $0.session == .path(id) && $0.isOpen }
    case .course(let id): attempts[user.id, default: []].contains { $0.course == id }
    case .question(let id): answers[user.id, default: []].contains { $0.question == id }
    case .group(let id): openMemberships(of: user.id).contains { $0.group == id }
    case .tag(let id):
      answers[user.id, default: []].contains { questions[$0.question]?.tags.contains(id) == true }
        || assessmentResults[user.id, default: []].contains { assessments[$0.assessment]?.tags.contains(id) == true }
    }
  }
}
