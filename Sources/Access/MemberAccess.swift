package import DatabaseAccess

/// What a viewer may do to members, and which roles they may give (docs/decisions/0012): nobody gives more than they
/// have, and nobody gets at an account that sees users whom they do not see themself.
package struct MemberAccess: Sendable {
  /// A group in which the viewer may open and close memberships.
  package struct Group: Sendable {
    package let key: Int
    package let id: String
    package let name: String
    /// Whether the viewer administers it, and not just its users.
    let isAdministered: Bool
  }

  /// The roles that can be given at all. `owner` is one user of the whole platform, and is handed over by records.
  package static let roles = ["learner", "author", "coach", "user_admin", "admin"]
  /// Those that see nobody's statistics.
  private static let rolesOfUserAdministrators = ["learner", "user_admin"]

  package let viewer: Viewer
  /// By name.
  package let groups: [Group]

  package init(of viewer: Viewer, _ session: any SQLSession) throws {
    self.viewer = viewer
    let scope = Scope.members(of: viewer)
    let all = viewer.roles.seesEverybody
    let (own, administered): (SQLText, SQLText) =
      all
      ? ("true", "true")
      : ("g.key IN (\(sql: scope.groupsOfMembers))", "g.key IN (\(sql: scope.administeredGroups))")
    groups = try session.all(
      """
      SELECT g.key, g.id, g.name, CASE WHEN \(sql: administered) THEN 1 ELSE 0 END FROM groups AS g
      WHERE \(sql: own) ORDER BY g.name_key, g.id
      """
    ) { Group(key: $0.integer(at: 0), id: $0.text(at: 1), name: $0.text(at: 2), isAdministered: $0.flag(3)) }
  }

  /// The roles that the viewer may give in one of the groups at least.
  package var roles: [String] {
    groups.contains(where: \.isAdministered) ? Self.roles : Self.rolesOfUserAdministrators
  }

  /// Whether the viewer may open and close such a membership.
  package func mayGive(_ role: String, in groupID: String) -> Bool {
    guard let group = groups.first(where: { $0.id.utf8.elementsEqual(groupID.utf8) }) else { return false }
    return (group.isAdministered ? Self.roles : Self.rolesOfUserAdministrators).contains(role)
  }

  /// Whether the viewer may see, and hand to somebody, a link that lets a user in.
  package var mayHoldLinks: Bool { viewer.roles.seesEverybody || viewer.roles.administersGroups }

  /// Whether the account is the viewer's to change: neither does it hold a role that they could not give, nor does it
  /// see anybody whom they do not see.
  package func mayChange(_ user: Int, _ session: any SQLSession) throws -> Bool {
    if viewer.roles.isOwner || user == viewer.key { return true }
    let owns = try session.number(
      "SELECT count(*) FROM memberships WHERE user_key = \(user) AND until IS NULL AND role = 'owner'")
    if owns > 0 { return false }
    if viewer.roles.seesEverybody { return true }
    return try session.number(
      "SELECT count(*) FROM users AS u WHERE u.key = \(user) AND (\(sql: beyond.joined(separator: " OR ")))") == 0
  }

  /// Conditions on `u`.
  private var beyond: [SQLText] {
    let scope = Scope.theirUsers(of: viewer)
    let (unseen, groups): (SQLText, SQLText) = ("NOT (\(sql: scope.holds("f.user_key")))", scope.administeredGroups)
    return [
      """
      EXISTS (SELECT 1 FROM memberships AS m WHERE m.user_key = u.key AND m.until IS NULL AND m.role <> 'learner'
        AND m.group_key NOT IN (\(sql: groups))
        AND NOT (m.role = 'user_admin' AND m.group_key IN (\(sql: scope.groupsOfMembers))))
      """,
      """
      EXISTS (SELECT 1 FROM managers AS f JOIN users AS p ON p.key = f.user_key AND p.deleted_at IS NULL
        WHERE f.manager_key = u.key AND f.until IS NULL AND \(sql: unseen))
      """,
      """
      EXISTS (SELECT 1 FROM course_standings AS f WHERE \(sql: unseen) AND f.user_key <> u.key AND f.course_key IN (
        SELECT c.key FROM courses AS c WHERE c.author_key = u.key
        UNION SELECT c.owner_key FROM course_co_authors AS c WHERE c.member_key = u.key))
      """,
      """
      EXISTS (SELECT 1 FROM enrolments AS f WHERE f.unenrolled_at IS NULL AND f.user_key <> u.key AND \(sql: unseen)
        AND (f.program_session_key IN (
            SELECT i.owner_key FROM program_session_instructors AS i WHERE i.member_key = u.key)
          OR f.path_session_key IN (
            SELECT i.owner_key FROM path_session_instructors AS i WHERE i.member_key = u.key)))
      """,
    ]
  }
}
