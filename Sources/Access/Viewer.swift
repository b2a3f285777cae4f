package import DatabaseAccess
import Records

/// The user of a request, and everything that permissions depend on, read once per request.
package struct Viewer: Sendable {
  package let key: Int
  package let id: String
  package let firstName: String
  package let lastName: String
  package let email: String
  package let language: String?
  package let roles: Roles

  package var name: String { "\(firstName) \(lastName)" }

  /// The roles that a user currently has (`access.md`, *Roles*).
  package struct Roles: Sendable, Equatable {
    package var isOwner = false
    package var isPlatformAdministrator = false
    /// Has the role `admin` in some group.
    package var administersGroups = false
    /// Has the role `user_admin` in some group.
    package var administersUsers = false
    package var coaches = false
    /// Has direct reports.
    package var manages = false
    /// Is the main author or a co-author of a course.
    package var isAuthor = false
    /// Is an instructor of a session.
    package var instructs = false

    package init() {}

    /// The owner and platform administrators see all users.
    package var seesEverybody: Bool { isOwner || isPlatformAdministrator }
  }
}

extension Viewer {
  /// The viewer with this id, unless they are deleted or unknown.
  package init?(id: String, _ session: any SQLSession) throws {
    try self.init(session, where: "u.id = \(id)")
  }

  package init?(key: Int, _ session: any SQLSession) throws {
    try self.init(session, where: "u.key = \(key)")
  }

  /// Finds the viewer by email address, which is unique among users who are not deleted.
  package init?(email: String, _ session: any SQLSession) throws {
    try self.init(session, where: "u.email = \(EmailAddress.lookup(email))")
  }

  private init?(_ session: any SQLSession, where condition: SQLText) throws {
    let found = try session.first(
      """
      SELECT u.key, u.id, u.first_name, u.last_name, u.email, u.language,
        \(sql: Self.holds("m.role = 'owner'")), \(sql: Self.holds("m.role = 'admin' AND g.parent IS NULL")),
        \(sql: Self.holds("m.role = 'admin'")), \(sql: Self.holds("m.role = 'user_admin'")),
        \(sql: Self.holds("m.role = 'coach'")),
        EXISTS (SELECT 1 FROM managers AS m JOIN users AS r ON r.key = m.user_key AND r.deleted_at IS NULL
          WHERE m.manager_key = u.key AND m.until IS NULL),
        EXISTS (SELECT 1 FROM courses AS c WHERE c.author_key = u.key)
          OR EXISTS (SELECT 1 FROM course_co_authors AS c WHERE c.member_key = u.key),
        EXISTS (SELECT 1 FROM program_session_instructors AS i WHERE i.member_key = u.key)
          OR EXISTS (SELECT 1 FROM path_session_instructors AS i WHERE i.member_key = u.key)
      FROM users AS u WHERE u.deleted_at IS NULL AND \(sql: condition)
      """
    ) { Self.decode($0) }
    guard let found else { return nil }
    self = found
  }

  /// An open membership with such a role. A viewer is never deleted, so checking `until` is enough.
  private static func holds(_ role: SQLText) -> SQLText {
    """
    EXISTS (SELECT 1 FROM memberships AS m JOIN groups AS g ON g.key = m.group_key
      WHERE m.user_key = u.key AND m.until IS NULL AND \(sql: role))
    """
  }

  private static func decode(_ row: any SQLRow) -> Viewer {
    var roles = Roles()
    roles.isOwner = row.flag(6)
    roles.isPlatformAdministrator = row.flag(7)
    roles.administersGroups = row.flag(8)
    roles.administersUsers = row.flag(9)
    roles.coaches = row.flag(10)
    roles.manages = row.flag(11)
    roles.isAuthor = row.flag(12)
    roles.instructs = row.flag(13)
    return Viewer(
      key: row.integer(at: 0), id: row.text(at: 1), firstName: row.text(at: 2), lastName: row.text(at: 3),
      email: row.text(at: 4), language: row.text(5), roles: roles)
  }
}
