package import DatabaseAccess
package import Records

/// Which entities of a kind a viewer may open (`access.md`, *Session, path session, course, tag, group pages*). Pages,
/// lists and links use this one rule.
///
/// - Owner and platform administrators: all.
/// - Group administrators and coaches: entities with one of their users: a session in which the user is or was enrolled
///   or has something that counts, a course that the user played, a tag in which the user has a standing, a group in
///   which the user has an open membership.
/// - Group administrators also: the groups that they administer, and courses of those groups. Coaches also: the groups
///   that they coach.
/// - Authors: their own courses. Instructors: their own sessions.
/// - A question: as its course; without a course, only viewers that see everybody.
package struct EntityAccess: Sendable {
  package let kind: EntityKind
  package let viewer: Viewer

  package init(_ kind: EntityKind, of viewer: Viewer) {
    self.kind = kind
    self.viewer = viewer
  }

  /// A condition on `t`, a row of the kind's table.
  package var condition: SQLText {
    if viewer.roles.seesEverybody { return "true" }
    if kind == .question {
      let courses = EntityAccess(.course, of: viewer).condition
      return """
        (t.course_key IS NOT NULL AND t.course_key IN (SELECT t.key FROM courses AS t WHERE \(sql: courses)))
        """
    }
    let ways = [ofTheirGroups, own.map { "t.key IN (\(sql: $0))" }, ofTheirUsers].compactMap { $0 }
    return ways.isEmpty ? "false" : "(\(sql: ways.joined(separator: " OR ")))"
  }

  /// The ids of existing entities that the viewer may open; a single statement.
  package func openable(_ ids: some Sequence<String>, _ session: any SQLSession) throws -> Set<ID> {
    let asked = Set(ids: ids).map(\.text)
    if asked.isEmpty { return [] }
    if kind == .question, !viewer.roles.seesEverybody { return try openableQuestions(asked, session) }
    return Set(
      ids: try session.all(
        "SELECT t.id FROM \(raw: kind.table) AS t WHERE t.id \(anyOf: asked) AND \(sql: condition)"
      ) { $0.text(at: 0) })
  }

  /// Tests only the courses of these questions, whereas `condition` finds all courses that the viewer may open.
  private func openableQuestions(_ ids: [String], _ session: any SQLSession) throws -> Set<ID> {
    let found = try session.all(
      "SELECT t.id, t.course_key FROM questions AS t WHERE t.course_key IS NOT NULL AND t.id \(anyOf: ids)"
    ) { (id: $0.text(at: 0), course: $0.integer(at: 1)) }
    let courses = EntityAccess(.course, of: viewer).condition
    let opened = Set(
      try session.all(
        "SELECT t.key FROM courses AS t WHERE t.key \(anyOf: found.map(\.course)) AND \(sql: courses)"
      ) { $0.integer(at: 0) })
    return Set(ids: found.filter { opened.contains($0.course) }.map(\.id))
  }

  /// A condition on a row `f` of the kind's `belonging`: the viewer's page of the entity includes this user.
  package var countsOnPage: SQLText {
    if viewer.roles.seesEverybody { return "true" }
    let theirs = viewer.roles.opensThingsOfUsers ? Scope.theirUsers(of: viewer).holds("f.user_key") : nil
    let ways = [theirs, ownRows].compactMap { $0 }
    return ways.isEmpty ? "false" : "(\(sql: ways.joined(separator: " OR ")))"
  }

  /// A condition on a row `f` of the kind's `belonging`: the entity is the viewer's own, and its page shows the user.
  /// The page of a question shows those who played its course. Nil if the viewer cannot have any.
  fileprivate var ownRows: SQLText? {
    guard kind == .question else { return own.map { "f.\(raw: kind.belonging.column) IN (\(sql: $0))" } }
    return EntityAccess(.course, of: viewer).own.map {
      """
      EXISTS (SELECT 1 FROM course_standings AS s JOIN questions AS q ON q.course_key = s.course_key
        WHERE s.user_key = f.user_key AND q.key = f.question_key AND s.course_key IN (\(sql: $0)))
      """
    }
  }

  /// A SELECT of the keys of the viewer's own entities, whose pages show all users who belong there; nil if the viewer
  /// cannot have any.
  var own: SQLText? {
    let roles = viewer.roles
    return switch kind {
    case .programSession where roles.instructs:
      "SELECT owner_key FROM program_session_instructors WHERE member_key = \(viewer.key)"
    case .pathSession where roles.instructs:
      "SELECT owner_key FROM path_session_instructors WHERE member_key = \(viewer.key)"
    case .course where roles.isAuthor: Scope.authored(by: viewer)
    default: nil
    }
  }
}

extension EntityAccess {
  /// Groups that the viewer administers (directly or through a parent) or coaches, and courses of administered groups.
  private var ofTheirGroups: SQLText? {
    let scope = Scope.theirUsers(of: viewer)
    return switch kind {
    case .group where viewer.roles.opensThingsOfUsers: "t.key IN (\(sql: scope.groupColumns))"
    // A course may have no group: the condition is negated, too, and must not become NULL.
    case .course where viewer.roles.administersGroups:
      "t.group_key IS NOT NULL AND t.group_key IN (\(sql: scope.administeredGroups))"
    default: nil
    }
  }

  private var ofTheirUsers: SQLText? {
    guard viewer.roles.opensThingsOfUsers else { return nil }
    let theirs = Scope.theirUsers(of: viewer).holds("f.user_key")
    return switch kind {
    case .programSession:
      "\(sql: named("program_session_key", by: "enrolments", theirs)) OR \(sql: named("program_session_key", by: "program_standings", theirs))"
    // In a path session, something counts only for users who are or were enrolled.
    case .pathSession: named("path_session_key", by: "enrolments", theirs)
    case .course: named("course_key", by: "course_standings", theirs)
    case .group:
      """
      EXISTS (SELECT 1 FROM memberships AS f JOIN users AS p ON p.key = f.user_key AND p.deleted_at IS NULL
        WHERE f.group_key = t.key AND f.until IS NULL AND \(sql: theirs))
      """
    // A question is opened with its course.
    case .question: nil
    // Tag standings are stored by user, so they are read once for all tags.
    case .tag: "t.key IN (SELECT DISTINCT f.tag_key FROM tag_standings AS f WHERE \(sql: theirs))"
    }
  }

  /// The condition that a row of one of the viewer's users refers to the entity. The correlated variant stops at the
  /// first such user.
  private func named(_ column: String, by table: String, _ theirs: SQLText) -> SQLText {
    let one: SQLText = "EXISTS (SELECT 1 FROM \(raw: table) AS f WHERE f.\(raw: column) = t.key AND \(sql: theirs))"
    let all: SQLText = "t.key IN (SELECT DISTINCT f.\(raw: column) FROM \(raw: table) AS f WHERE \(sql: theirs))"
    return "\(oneByOne: one, together: all)"
  }
}

extension Scope {
  /// The users on an entity page: the viewer's users if a role opens the page; for an author's own course also its
  /// players, and for an instructor's own session also the users with an open enrolment.
  package static func thing(_ kind: EntityKind, _ key: Int, of viewer: Viewer) -> Scope {
    let (table, column, counts) = kind.belonging
    let own: SQLText? = EntityAccess(kind, of: viewer).ownRows.map {
      """
      SELECT f.user_key FROM \(raw: table) AS f WHERE f.\(raw: column) = \(key) AND \(raw: counts) AND \(sql: $0)
      """
    }
    return .thing(of: viewer, own: own)
  }
}
