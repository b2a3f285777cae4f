package import DatabaseAccess
package import Records

/// Which things of a kind a viewer may open (`access.md`, *Session, path session, course, tag, group pages*): one rule
/// for a page, for a list and for links.
///
/// - Owner and platform administrators: all.
/// - Group administrators and coaches: those with a user of theirs: enrolled there, whether open or closed, or with
///   something that counts there; who played the course; with a standing in the tag; with an open membership in the
///   group.
/// - Group administrators also: the groups that they administer, and courses of those groups; coaches also: the
///   groups that they coach.
/// - Authors: their own courses. Instructors: their own sessions.
package struct ThingAccess: Sendable {
  package let kind: ThingKind
  package let viewer: Viewer

  package init(_ kind: ThingKind, of viewer: Viewer) {
    self.kind = kind
    self.viewer = viewer
  }

  /// A condition on `t`, a row of the kind's table.
  package var condition: SQLText {
    if viewer.roles.seesEverybody { return "true" }
    let ways = [ofTheirGroups, own.map { "t.key IN (\(sql: $0))" }, ofTheirUsers].compactMap { $0 }
    return ways.isEmpty ? "false" : "(\(sql: ways.joined(separator: " OR ")))"
  }

  /// Which of these ids, of things that exist, the viewer may open; one statement, however many there are.
  package func openable(_ ids: some Sequence<String>, _ session: any SQLSession) throws -> Set<ID> {
    let asked = Set(ids: ids).map(\.text)
    if asked.isEmpty { return [] }
    return Set(
      ids: try session.all(
        "SELECT t.id FROM \(raw: kind.table) AS t WHERE t.id \(anyOf: asked) AND \(sql: condition)"
      ) { $0.text(at: 0) })
  }

  /// A condition on a row `f` of the kind's `belonging`: its user's numbers stand on the thing's page.
  package var countsOnPage: SQLText {
    if viewer.roles.seesEverybody { return "true" }
    let theirs = viewer.roles.opensThingsOfUsers ? Scope.theirUsers(of: viewer).holds("f.user_key") : nil
    let ways = [theirs, own.map { "f.\(raw: kind.belonging.column) IN (\(sql: $0))" }].compactMap { $0 }
    return ways.isEmpty ? "false" : "(\(sql: ways.joined(separator: " OR ")))"
  }

  /// The keys of what is the viewer's own, whose page shows all who belong there; nil where they can have none.
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

extension ThingAccess {
  /// Groups in which the viewer is administrator (or above which) or coach, and the courses of administered groups.
  private var ofTheirGroups: SQLText? {
    let scope = Scope.theirUsers(of: viewer)
    return switch kind {
    case .group where viewer.roles.opensThingsOfUsers: "t.key IN (\(sql: scope.groupColumns))"
    case .course where viewer.roles.administersGroups: "t.group_key IN (\(sql: scope.administeredGroups))"
    default: nil
    }
  }

  private var ofTheirUsers: SQLText? {
    guard viewer.roles.opensThingsOfUsers else { return nil }
    let theirs = Scope.theirUsers(of: viewer).holds("f.user_key")
    return switch kind {
    case .programSession:
      "\(sql: named("program_session_key", by: "enrolments", theirs)) OR \(sql: named("program_session_key", by: "program_standings", theirs))"
    // Something counts in a path session for those alone who are or were enrolled.
    case .pathSession: named("path_session_key", by: "enrolments", theirs)
    case .course: named("course_key", by: "course_standings", theirs)
    case .group:
      """
      EXISTS (SELECT 1 FROM memberships AS f JOIN users AS p ON p.key = f.user_key AND p.deleted_at IS NULL
        WHERE f.group_key = t.key AND f.until IS NULL AND \(sql: theirs))
      """
    // Standings in tags lie by user: read once for all tags.
    case .tag: "t.key IN (SELECT DISTINCT f.tag_key FROM tag_standings AS f WHERE \(sql: theirs))"
    }
  }

  /// A row of a table that is of one of their users names the thing. One by one it ends at the first user of theirs.
  private func named(_ column: String, by table: String, _ theirs: SQLText) -> SQLText {
    let one: SQLText = "EXISTS (SELECT 1 FROM \(raw: table) AS f WHERE f.\(raw: column) = t.key AND \(sql: theirs))"
    let all: SQLText = "t.key IN (SELECT DISTINCT f.\(raw: column) FROM \(raw: table) AS f WHERE \(sql: theirs))"
    return "\(oneByOne: one, together: all)"
  }
}

extension Scope {
  /// Whose numbers stand on a thing's page: their users where a role opens it to them, and on the page of an author's
  /// own course its players, of an instructor's own session those enrolled (open).
  package static func thing(_ kind: ThingKind, _ key: Int, of viewer: Viewer) -> Scope {
    let (table, column, counts) = kind.belonging
    let own: SQLText? = ThingAccess(kind, of: viewer).own.map {
      """
      SELECT f.user_key FROM \(raw: table) AS f
      WHERE f.\(raw: column) = \(key) AND \(raw: counts) AND f.\(raw: column) IN (\(sql: $0))
      """
    }
    return .thing(of: viewer, own: own)
  }
}
