package import DatabaseAccess

/// The users whose statistics a viewer may see. Queries about users start from one; functions that read the statistics
/// of one user take a `VisibleUser`. The compiler does not enforce this for every query; `AccessProofTests` compare the
/// answers with an independent implementation of access.md.
package struct Scope: Sendable {
  package let viewer: Viewer
  private let rule: Rule

  private enum Rule: Sendable {
    /// *Their users*: the union of the rules for owner and administrators, group administrators, coaches and managers.
    case theirUsers
    /// *Their users* and the viewer: for the page of a single user.
    case theirUsersAndSelf
    /// Users who may be listed as members; for user administrators too.
    case members
    /// Members, and deleted users who were members until their deletion: their records may be opened and restored.
    case memberRecords
    /// Users whose collaborative activities are visible: members of administered groups and players of own courses.
    case collaborators
    /// Users on an entity page: the viewer's users if a role opens the page, and those of a SELECT over tables that are
    /// sharded by user.
    case thing(own: SQLText?)
    /// The intersection.
    indirect case both(Rule, Rule)
  }

  package static func theirUsers(of viewer: Viewer) -> Scope { Scope(viewer: viewer, rule: .theirUsers) }
  package static func page(of viewer: Viewer) -> Scope { Scope(viewer: viewer, rule: .theirUsersAndSelf) }
  package static func members(of viewer: Viewer) -> Scope { Scope(viewer: viewer, rule: .members) }
  package static func memberRecords(of viewer: Viewer) -> Scope { Scope(viewer: viewer, rule: .memberRecords) }
  package static func collaborators(of viewer: Viewer) -> Scope { Scope(viewer: viewer, rule: .collaborators) }
  static func thing(of viewer: Viewer, own: SQLText?) -> Scope { Scope(viewer: viewer, rule: .thing(own: own)) }

  /// The intersection with another scope of the same viewer.
  package func also(in other: Scope) -> Scope { Scope(viewer: viewer, rule: .both(rule, other.rule)) }

  /// Of an intersection, the scope that another one narrows; otherwise the scope itself.
  package var outer: Scope {
    if case .both(let outer, _) = rule { Scope(viewer: viewer, rule: outer).outer } else { self }
  }

  package var isIntersection: Bool { if case .both = rule { true } else { false } }

  /// Whether the scope includes all users, so that a query may read in index order rather than user by user.
  package var isEverybody: Bool { viewer.roles.seesEverybody }

  /// A SELECT of the keys of the users in scope; nil for all users. Deleted users are included according to the rules.
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

  /// SELECTs of keys, by the placement of their rows on a cluster (`Placement`). For a union of both, Citus would
  /// gather all rows.
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

  /// The condition that a column's user key is in scope.
  package func holds(_ column: String) -> SQLText {
    users.map { "\(raw: column) IN (\(sql: $0))" } ?? "true"
  }

  private func holds(_ column: String, by rule: Rule) -> SQLText { Scope(viewer: viewer, rule: rule).holds(column) }

  /// Whether the user with this key is in scope.
  package func contains(_ key: Int, _ session: any SQLSession) throws -> Bool {
    try session.number("SELECT count(*) FROM users AS p WHERE p.key = \(key) AND \(sql: holds("p.key"))") > 0
  }

  /// The ids of users in scope.
  package func among(_ ids: [String], _ session: any SQLSession) throws -> [String] {
    try found(ids, session).map(\.id)
  }

  /// The keys and ids of users in scope. The whole scope is read in any case, even for unknown ids, so that timing does
  /// not distinguish a user outside the scope from one who does not exist.
  func found(_ ids: [String], _ session: any SQLSession) throws -> [(key: Int, id: String)] {
    let inside: SQLText = users.map { "CASE WHEN k.key IN (\(sql: $0)) THEN 1 ELSE 0 END" } ?? "1"
    // No user has the key 0. UNION instead of UNION ALL prevents engines from evaluating each part separately.
    let found = try session.all(
      """
      SELECT k.key, k.id, \(sql: inside) FROM (SELECT key, id FROM users WHERE id \(anyOf: ids) UNION SELECT 0, '') AS k
      """
    ) { (key: $0.integer(at: 0), id: $0.text(at: 1), isInside: $0.flag(2)) }
    return found.filter { $0.isInside && !$0.id.isEmpty }.map { ($0.key, $0.id) }
  }

  /// The keys of users in scope.
  package func among(keys: [Int], _ session: any SQLSession) throws -> Set<Int> {
    Set(
      try session.all("SELECT key FROM users WHERE key \(anyOf: keys) AND \(sql: holds("key"))") {
        $0.integer(at: 0)
      })
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
  /// Groups in which the viewer has one of the roles, and all their subgroups. They are read first, because Citus does
  /// not support the recursion in a statement over sharded tables.
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

  /// Members of the groups whose membership is open, or was open until they were deleted.
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

  /// Users who played a course of which the viewer is main author or co-author; duplicates count as other courses.
  private var players: SQLText {
    "SELECT s.user_key FROM course_standings AS s WHERE s.course_key IN (\(sql: Self.authored(by: viewer)))"
  }

  static func authored(by viewer: Viewer) -> SQLText {
    """
    SELECT key FROM courses WHERE author_key = \(viewer.key)
    UNION SELECT owner_key FROM course_co_authors WHERE member_key = \(viewer.key)
    """
  }

  /// The groups that the viewer administers, and all their subgroups.
  var administeredGroups: SQLText { administered(["admin"]) }

  /// The administered groups, and the groups whose users the viewer administers.
  var groupsOfMembers: SQLText { administered(["admin", "user_admin"]) }

  /// A SELECT of the keys of the groups that have a column: those where the viewer is coach or admin.
  package var groupColumns: SQLText {
    if isEverybody { return "SELECT key FROM groups" }
    return "SELECT key FROM (\(sql: administered(["admin"]))) AS a UNION \(sql: coached)"
  }
}
