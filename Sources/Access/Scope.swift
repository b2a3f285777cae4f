package import DatabaseAccess

/// The users whose statistics a viewer may see. Queries about users start from one. The compiler does not enforce this
/// for every query; `AccessProofTests` compare the answers with an independent implementation of access.md.
package struct Scope: Sendable {
  package let viewer: Viewer
  private let rule: Rule

  private enum Rule: Sendable {
    /// *Their users*: the union over owner and administrators, group administrators, coaches and managers.
    case theirUsers
    /// *Their users*, and themself: for a single user's page.
    case theirUsersAndSelf
    /// Who may be listed among the members: user administrators see users too.
    case members
    /// The members, and who was one until they were deleted: whose record may be opened, and who may be restored.
    case memberRecords
    /// Whose collaborative activities are seen: members of administered groups and players of own courses.
    case collaborators
    /// Who stands on the page of a thing: their users, if a role opens it to them, and those whom a SELECT names, from what lies
    /// by user.
    case thing(own: SQLText?)
    /// Who is in both.
    indirect case both(Rule, Rule)
  }

  package static func theirUsers(of viewer: Viewer) -> Scope { Scope(viewer: viewer, rule: .theirUsers) }
  package static func page(of viewer: Viewer) -> Scope { Scope(viewer: viewer, rule: .theirUsersAndSelf) }
  package static func members(of viewer: Viewer) -> Scope { Scope(viewer: viewer, rule: .members) }
  package static func memberRecords(of viewer: Viewer) -> Scope { Scope(viewer: viewer, rule: .memberRecords) }
  package static func collaborators(of viewer: Viewer) -> Scope { Scope(viewer: viewer, rule: .collaborators) }
  static func thing(of viewer: Viewer, own: SQLText?) -> Scope { Scope(viewer: viewer, rule: .thing(own: own)) }

  /// Who is in this scope and in another one of the same viewer.
  package func also(in other: Scope) -> Scope { Scope(viewer: viewer, rule: .both(rule, other.rule)) }

  /// Whether everybody is in it, so that a query may read in the order of an index rather than user by user.
  package var isEverybody: Bool { viewer.roles.seesEverybody }

  /// A SELECT of the keys of the users in scope; nil for everybody. Deleted users are among them as far as the rules
  /// say so.
  package var users: SQLText? {
    if isEverybody { return nil }
    let (everywhere, byUser) = parts
    let theirs = everywhere.joined(separator: " UNION ")
    guard let byUser else { return everywhere.isEmpty ? "SELECT key FROM users WHERE false" : theirs }
    if everywhere.isEmpty { return byUser }
    let together: SQLText = """
      SELECT k.user_key FROM user_standings AS k
      LEFT JOIN (SELECT DISTINCT o.user_key FROM (\(sql: byUser)) AS o) AS o ON o.user_key = k.user_key
      WHERE o.user_key IS NOT NULL OR k.user_key IN (\(sql: theirs))
      """
    return "\(oneByOne: "\(sql: theirs) UNION \(sql: byUser)", together: together)"
  }

  /// SELECTs of keys, by where their rows lie on a cluster (`Placement`). It would gather all that a union of both is made of.
  private var parts: (everywhere: [SQLText], byUser: SQLText?) {
    let roles = viewer.roles
    switch rule {
    case .theirUsers: return (theirUsers, nil)
    case .theirUsersAndSelf: return (theirUsers + ["SELECT key FROM users WHERE key = \(viewer.key)"], nil)
    case .members:
      let groups = roles.administersGroups || roles.administersUsers ? administered(["admin", "user_admin"]) : nil
      return ([groups.map(membersOpen)].compactMap { $0 }, nil)
    case .memberRecords:
      let groups = roles.administersGroups || roles.administersUsers ? administered(["admin", "user_admin"]) : nil
      return ([groups.map { membersOpenAtTheirTime(in: $0, role: "true") }].compactMap { $0 }, nil)
    case .collaborators:
      let members = roles.administersGroups ? [membersOpen(in: administered(["admin"]))] : []
      return (members, roles.isAuthor ? players : nil)
    case .thing(let own): return (roles.opensThingsOfUsers ? theirUsers : [], own)
    case .both(let a, let b):
      if [a, b].allSatisfy({ Scope(viewer: viewer, rule: $0).parts.byUser == nil }) {
        return (["SELECT key FROM users WHERE \(sql: holds("key", by: a)) AND \(sql: holds("key", by: b))"], nil)
      }
      let condition: SQLText = "\(sql: holds("user_key", by: a)) AND \(sql: holds("user_key", by: b))"
      return ([], "SELECT user_key FROM user_standings WHERE \(sql: condition)")
    }
  }

  /// A condition on a column of user keys.
  package func holds(_ column: String) -> SQLText {
    users.map { "\(raw: column) IN (\(sql: $0))" } ?? "true"
  }

  private func holds(_ column: String, by rule: Rule) -> SQLText { Scope(viewer: viewer, rule: rule).holds(column) }

  /// Whether a user, by key, is in it.
  package func contains(_ key: Int, _ session: any SQLSession) throws -> Bool {
    try session.number("SELECT count(*) FROM users AS p WHERE p.key = \(key) AND \(sql: holds("p.key"))") > 0
  }

  /// Those of the ids that are users in it. All of it is read whoever is asked for, and if nobody has such an id: how
  /// long it takes does not tell a user outside from one who does not exist.
  package func among(_ ids: [String], _ session: any SQLSession) throws -> [String] {
    let inside: SQLText = users.map { "CASE WHEN k.key IN (\(sql: $0)) THEN 1 ELSE 0 END" } ?? "1"
    // Key 0 is nobody's. UNION rather than UNION ALL keeps engines from asking each part by itself.
    let found = try session.all(
      """
      SELECT k.id, \(sql: inside) FROM (SELECT key, id FROM users WHERE id \(anyOf: ids) UNION SELECT 0, '') AS k
      """
    ) { (id: $0.text(at: 0), isInside: $0.flag(1)) }
    return found.filter { $0.isInside && !$0.id.isEmpty }.map(\.id)
  }

  private var theirUsers: [SQLText] {
    let roles = viewer.roles
    let parts = [
      roles.administersGroups ? membersOpenAtTheirTime(in: administered(["admin"]), role: "true") : nil,
      roles.coaches ? membersOpenAtTheirTime(in: coached, role: "m.role = 'learner'") : nil,
      roles.manages ? reports : nil,
    ]
    return parts.compactMap { $0 }
  }
}

// The rules of access.md as sets of user keys and of group keys.

extension Scope {
  /// Groups in which the viewer holds one of the roles, and all groups below. They are read first: no engine that has
  /// users' rows on several nodes follows groups downwards in the same statement.
  private func administered(_ roles: [String]) -> SQLText {
    let below: SQLText = """
      WITH RECURSIVE below (key, id) AS (
        SELECT g.key, g.id FROM memberships AS m JOIN groups AS g ON g.key = m.group_key
        WHERE m.user_key = \(viewer.key) AND m.until IS NULL AND m.role \(anyOf: roles)
        UNION SELECT g.key, g.id FROM below AS b JOIN groups AS g ON g.parent = b.id)
      SELECT key FROM below
      """
    return "SELECT key FROM groups WHERE key \(anyKeyOf: below)"
  }

  private var coached: SQLText {
    "SELECT group_key FROM memberships WHERE user_key = \(viewer.key) AND until IS NULL AND role = 'coach'"
  }

  /// Members of the groups whose membership is open, or was until they were deleted.
  private func membersOpenAtTheirTime(in groups: SQLText, role: SQLText) -> SQLText {
    """
    SELECT m.user_key FROM memberships AS m JOIN users AS p ON p.key = m.user_key
    WHERE m.group_key IN (\(sql: groups)) AND \(sql: role) AND (m.until IS NULL OR m.until >= p.deleted_at)
    """
  }

  /// Members who are not deleted and whose membership is open.
  private func membersOpen(in groups: SQLText) -> SQLText {
    """
    SELECT m.user_key FROM memberships AS m JOIN users AS p ON p.key = m.user_key AND p.deleted_at IS NULL
    WHERE m.group_key IN (\(sql: groups)) AND m.until IS NULL
    """
  }

  private var reports: SQLText {
    """
    SELECT m.user_key FROM managers AS m JOIN users AS p ON p.key = m.user_key AND p.deleted_at IS NULL
    WHERE m.manager_key = \(viewer.key) AND m.until IS NULL
    """
  }

  /// Users who played a course of the viewer's, as main author or co-author; duplicates are others' courses.
  private var players: SQLText {
    "SELECT s.user_key FROM course_standings AS s WHERE s.course_key IN (\(sql: Self.authored(by: viewer)))"
  }

  static func authored(by viewer: Viewer) -> SQLText {
    """
    SELECT key FROM courses WHERE author_key = \(viewer.key)
    UNION SELECT owner_key FROM course_co_authors WHERE member_key = \(viewer.key)
    """
  }

  /// The groups that the viewer administers, and all groups below.
  var administeredGroups: SQLText { administered(["admin"]) }

  /// Those, and the groups whose users the viewer administers.
  var groupsOfMembers: SQLText { administered(["admin", "user_admin"]) }

  /// A SELECT of the keys of the groups that get a column of their own: those where the viewer is coach or admin.
  package var groupColumns: SQLText {
    if isEverybody { return "SELECT key FROM groups" }
    return "SELECT key FROM (\(sql: administered(["admin"]))) AS a UNION \(sql: coached)"
  }
}
