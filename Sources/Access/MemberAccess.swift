package import DatabaseAccess
package import Records

/// What a viewer may do with members, and which roles the viewer may assign (docs/decisions/0012). Viewers cannot
/// assign more than they have, and cannot take over an account that sees users outside their scope.
package struct MemberAccess: Sendable {
  /// The assignable roles. `owner` is one user of the whole platform, and is transferred only by records.
  package static let roles = ["learner", "author", "coach", "user_admin", "admin"]
  /// The roles that see no other user's statistics.
  private static let rolesOfUserAdministrators = ["learner", "user_admin"]

  package let viewer: Viewer

  package init(of viewer: Viewer) { self.viewer = viewer }

  /// A condition on `g`, a row of `groups`: the viewer may open and close memberships in the group.
  package var givesIn: SQLText {
    viewer.roles.seesEverybody ? "true" : "g.key IN (\(sql: Scope.members(of: viewer).groupsOfMembers))"
  }

  /// The condition that the viewer administers the group itself, not only its users.
  private var administers: SQLText {
    viewer.roles.seesEverybody ? "true" : "g.key IN (\(sql: Scope.members(of: viewer).administeredGroups))"
  }

  /// Whether the viewer may be able to assign roles in some group.
  package var gives: Bool { viewer.roles.seesMembers }

  /// The roles that the viewer may assign in at least one group.
  package var roles: [String] {
    viewer.roles.seesEverybody || viewer.roles.administersGroups ? Self.roles : Self.rolesOfUserAdministrators
  }

  /// The roles that the viewer may assign in each of these groups, by group id; a single statement.
  package func roles(in groups: some Sequence<String>, _ session: any SQLSession) throws -> [ID: [String]] {
    let found = try session.all(
      """
      SELECT g.id, CASE WHEN \(sql: administers) THEN 1 ELSE 0 END FROM groups AS g
      WHERE g.id \(anyOf: Set(ids: groups).map(\.text)) AND \(sql: givesIn)
      """
    ) { (ID(text: $0.text(at: 0)), $0.flag(1) ? Self.roles : Self.rolesOfUserAdministrators) }
    return Dictionary(uniqueKeysWithValues: found)
  }

  /// Whether the viewer may open and close a membership with this role.
  package func mayGive(_ role: String, in group: String, _ session: any SQLSession) throws -> Bool {
    try roles(in: [group], session)[ID(text: group)]?.contains(role) ?? false
  }

  /// Whether the viewer may see and share links that let a user sign in.
  package var mayHoldLinks: Bool { viewer.roles.seesEverybody || viewer.roles.administersGroups }

  /// Whether the viewer may change the account: it has no role that the viewer could not assign, and sees no user that
  /// the viewer does not see.
  package func mayChange(_ user: Int, _ session: any SQLSession) throws -> Bool {
    if viewer.roles.isOwner || user == viewer.key { return true }
    let owns = try session.number(
      "SELECT count(*) FROM memberships WHERE user_key = \(user) AND until IS NULL AND role = 'owner'")
    if owns > 0 { return false }
    if viewer.roles.seesEverybody { return true }
    return try session.number(
      "SELECT count(*) FROM users AS u WHERE u.key = \(user) AND (\(sql: beyond.joined(separator: " OR ")))") == 0
  }

  /// Whether the viewer may change the account's address, links and password, with which the viewer could sign in as
  /// the user. If the account has credentials, the viewer must see everything that it opens (access.md, *What a viewer
  /// may open*); an account without credentials may be invited.
  package func mayChangeWaysIn(of user: Int, _ session: any SQLSession) throws -> Bool {
    guard try mayChange(user, session) else { return false }
    if viewer.roles.seesEverybody || user == viewer.key { return true }
    if try !WayIn.exists(user, session) { return true }
    guard try Scope.theirUsers(of: viewer).contains(user, session) else { return false }
    return try session.number(
      "SELECT count(*) FROM users AS u WHERE u.key = \(user) AND (\(sql: opened.joined(separator: " OR ")))") == 0
  }

  /// Conditions on `u`: the user can open something, other than users' statistics, that the viewer cannot. Roles in
  /// groups are covered by `beyond`, since an administrator of the group can open what they open.
  private var opened: [SQLText] {
    let authored: SQLText = """
      SELECT c.key FROM courses AS c WHERE c.author_key = u.key
      UNION SELECT c.owner_key FROM course_co_authors AS c WHERE c.member_key = u.key
      """
    let collaborators = Scope.collaborators(of: viewer).holds("f.user_key")
    return [
      hides(.course, authored),
      hides(
        .programSession, "SELECT i.owner_key FROM program_session_instructors AS i WHERE i.member_key = u.key"),
      hides(.pathSession, "SELECT i.owner_key FROM path_session_instructors AS i WHERE i.member_key = u.key"),
      """
      EXISTS (SELECT 1 FROM course_standings AS f JOIN users AS p ON p.key = f.user_key AND p.deleted_at IS NULL
        WHERE f.course_key IN (\(sql: authored)) AND NOT (\(sql: collaborators)))
      """,
    ]
  }

  private func hides(_ kind: EntityKind, _ own: SQLText) -> SQLText {
    """
    EXISTS (SELECT 1 FROM \(raw: kind.table) AS t
      WHERE t.key IN (\(sql: own)) AND NOT (\(sql: EntityAccess(kind, of: viewer).condition)))
    """
  }

  /// Conditions on `u`: the user has a role that the viewer could not assign, or sees users that the viewer cannot see.
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
