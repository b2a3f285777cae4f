import DatabaseAccess
import Records
import Store

/// Reads what derivation needs to know of the platform about some activities and actors (xapi.md §1.2).
struct PlatformLoader {
  let session: any SQLSession
  let settings: DerivationSettings
  let owner: ID

  /// - Parameter iris: of activities that statements name, or of courses.
  func platform(_ iris: Set<ID>, _ identifiers: Set<ActorIdentifier>, _ actors: ActorRegistry) throws -> Platform {
    var platform = Platform(owner: owner)
    platform.settings = settings
    platform.identities = try users(of: identifiers, actors)
    let placeholders = identifiers.filter { platform.identities[$0] == nil }.map { Directory.placeholder($0).text }
    platform.users = try importedUsers(placeholders)
    let listed = try activities("id \(anyOf: iris.map(\.text))")
    let named = try courses("c.id \(anyOf: listed.map(\.course.text))")
    let all = iris.union(named.compactMap(\.url)).union(try longIRIs(listed))
    let records = all.map { CourseDirectory.plainRecordID($0).text }
    let others = try courses(
      """
      (c.id \(anyOf: records) OR c.url IS NOT NULL AND substr(c.url, 1, 200) \(anyOf: all.map(\.urlStart))
        AND c.url \(anyOf: all.map(\.text)))
      """)
    platform.courses = unique(named + others)
    // A course that an activity names need not have a record, and statements about the activity need not name it.
    let ids = Set(platform.courses.map(\.id.text)).union(records).union(listed.map(\.course.text))
    var seen: Set<ID> = []
    platform.activities = (listed + (try activities("course \(anyOf: ids.sorted())")))
      .filter { seen.insert($0.id).inserted }
    return platform
  }

  /// The users that the statements of actors were read for; of others, such as instructors, the current ones.
  func users(of identifiers: Set<ActorIdentifier>, _ actors: ActorRegistry) throws -> [ActorIdentifier: ID] {
    var users: [ActorIdentifier: ID] = [:]
    var stored: [String: String?] = [:]
    try session.each("SELECT hash, user_id FROM statement_actors WHERE hash \(anyOf: identifiers.map(\.hash))") {
      stored[$0.text(at: 0)] = .some($0.text(1))
    }
    for identifier in identifiers {
      guard let user = stored[identifier.hash] ?? nil else { continue }
      let id = ID(text: user)
      if id != Directory.placeholder(identifier) { users[identifier] = id }
    }
    let others = try actors.users(of: identifiers.filter { stored[$0.hash] == nil })
    return users.merging(others.mapValues { ID(text: $0.id) }) { first, _ in first }
  }

  /// Users who were imported with the id of a placeholder user.
  private func importedUsers(_ ids: [String]) throws -> [Platform.User] {
    if ids.isEmpty { return [] }
    return try session.all(
      """
      SELECT u.id FROM users AS u WHERE u.id \(anyOf: ids) AND NOT \(sql: DerivedUser.isPlaceholder("u"))
      """
    ) { Platform.User(id: ID(text: $0.text(at: 0)), email: " ", isDeleted: false) }
  }

  private func activities(_ condition: SQLText) throws -> [Platform.Activity] {
    try session.all("SELECT id, course, required FROM activities WHERE \(sql: condition)") { row in
      Platform.Activity(id: ID(text: row.text(at: 0)), course: ID(text: row.text(at: 1)), isRequired: row.flag(2))
    }
  }

  private func courses(_ condition: SQLText) throws -> [Platform.Course] {
    try session.all(
      """
      SELECT c.id, c.url FROM courses AS c WHERE \(sql: condition) AND NOT EXISTS (
        SELECT 1 FROM derived_records AS d
        WHERE d.kind = 'courses' AND d.user_id = '' AND d.id = c.id AND d.state <> 'imported')
      """
    ) { row in Platform.Course(id: ID(text: row.text(at: 0)), url: row.text(1).map { ID(text: $0) }) }
  }

  private func unique(_ courses: [Platform.Course]) -> [Platform.Course] {
    var seen: Set<ID> = []
    return courses.filter { seen.insert($0.id).inserted }
  }

  /// The IRIs of courses that activities name by a digest.
  func longIRIs(_ activities: [Platform.Activity]) throws -> Set<ID> {
    let hashes = activities.compactMap(\.course.digest)
    return hashes.isEmpty ? [] : Set(try KnownActivities(session).iris(hashes).values)
  }
}

extension ID {
  /// What `courses_url` indexes.
  fileprivate var urlStart: String { String(String.UnicodeScalarView(text.unicodeScalars.prefix(200))) }

  /// The digest in the id of a record whose IRI cannot be an id.
  fileprivate var digest: String? { text.utf8.starts(with: "sha256:".utf8) ? text.utf8.dropFirst(7).text : nil }
}
