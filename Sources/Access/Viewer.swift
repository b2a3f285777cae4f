package import DatabaseAccess
import Records

/// The user of a request, and everything that permissions depend on, read once per request.
package struct Viewer: Sendable, Hashable {
  package let key: Int
  package let id: String
  package let firstName: String
  package let lastName: String
  package let email: String
  package let language: String?
  package let roles: Roles

  package var name: String { "\(firstName) \(lastName)" }

  /// The roles that a user currently has (`access.md`, *Roles*).
  package struct Roles: Sendable, Hashable {
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
    let found = try session.lookUp(
      """
      SELECT \(sql: Self.reader.columns) FROM users AS u WHERE u.deleted_at IS NULL AND \(sql: condition)
      """, Self.reader.read)
    guard let found else { return nil }
    self = found
  }

  /// Reads a viewer from the table `users AS u`.
  private static let reader = RowReader { row in
    Viewer(
      key: row.integer(at: "u.key"), id: row.text(at: "u.id"), firstName: row.text(at: "u.first_name"),
      lastName: row.text(at: "u.last_name"), email: row.text(at: "u.email"), language: row.text("u.language"),
      roles: Roles(&row))
  }
}

extension Viewer.Roles {
  fileprivate init(_ row: inout NamedColumns) {
    isOwner = row.flag(Self.holds("m.role = 'owner'"))
    isPlatformAdministrator = row.flag(Self.holds("m.role = 'admin' AND g.parent IS NULL"))
    administersGroups = row.flag(Self.holds("m.role = 'admin'"))
    administersUsers = row.flag(Self.holds("m.role = 'user_admin'"))
    coaches = row.flag(Self.holds("m.role = 'coach'"))
    manages = row.flag(
      """
      EXISTS (SELECT 1 FROM managers AS m JOIN users AS r ON r.key = m.user_key AND r.deleted_at IS NULL
        WHERE m.manager_key = u.key AND m.until IS NULL)
      """)
    isAuthor = row.flag(
      """
      EXISTS (SELECT 1 FROM courses AS c WHERE c.author_key = u.key)
        OR EXISTS (SELECT 1 FROM course_co_authors AS c WHERE c.member_key = u.key)
      """)
    instructs = row.flag(
      """
      EXISTS (SELECT 1 FROM program_session_instructors AS i WHERE i.member_key = u.key)
        OR EXISTS (SELECT 1 FROM path_session_instructors AS i WHERE i.member_key = u.key)
      """)
  }

  /// An open membership with such a role. A viewer is never deleted, so checking `until` is enough.
  private static func holds(_ role: SQLText) -> SQLText {
    """
    EXISTS (SELECT 1 FROM memberships AS m JOIN groups AS g ON g.key = m.group_key
      WHERE m.user_key = u.key AND m.until IS NULL AND \(sql: role))
    """
  }
}
