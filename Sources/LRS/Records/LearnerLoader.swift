import DatabaseAccess
import Records

/// Reads the statements of learners, and everything that their records depend on.
struct LearnerLoader {
  let session: any SQLSession
  let actors: ActorRegistry
  let platforms: PlatformLoader

  struct Learners {
    let histories: [LearnerHistory]
    /// Of actors who are not users of the platform.
    let placeholders: [DerivedRecord]
    let courses: CourseDirectory
    let directory: Directory
  }

  /// - Parameter users: ids, also of placeholder users.
  func load(_ users: [ID]) throws -> Learners {
    let owners = Dictionary(
      try session.all("SELECT hash, user_id FROM statement_actors WHERE user_id \(anyOf: users.map(\.text))") {
        ($0.text(at: 0), ID(text: $0.text(at: 1)))
      }, uniquingKeysWith: { first, _ in first })
    let statements = try StatementLoader(session).statements(ofActors: owners.keys.sorted())
    let iris = Set(statements.flatMap { $0.activities.map(\.id) })
    let instructors = statements.compactMap(\.context.instructor?.agent).filter(\.isStorable)
    let platform = try platforms.platform(iris, Set(statements.map(\.actor) + instructors), actors)
    let courses = try directory(iris, platform)
    let histories = Dictionary(grouping: statements) { owners[$0.actor.hash] }.compactMap { user, own in
      user.map { LearnerHistory(user: $0, own, courses) }
    }
    let people = Directory(platform)
    return Learners(
      histories: histories, placeholders: Derivation.users(statements, people), courses: courses, directory: people)
  }

  func directory(_ iris: Set<ID>, _ platform: Platform) throws -> CourseDirectory {
    let all = iris.union(try platforms.longIRIs(platform.activities))
    return CourseDirectory(
      platform, try KnownActivities(session).index(all, language: platforms.settings.language))
  }

  /// For records that name no actor.
  func noActors(_ owner: ID) -> Directory { Directory(Platform(owner: owner)) }
}
