package import Access
import Calendar
package import DatabaseAccess
package import Records
import Store

/// A member as shown on their page, and what the viewer may do with them.
package struct MemberRecord: Sendable {
  package struct Membership: Sendable {
    package let place: MemberForm.Place
    package let group: String
    package let since: Int?
    package let isTheirs: Bool
  }

  package struct Manager: Sendable {
    package let id: String
    package let name: String
    package let email: String
  }

  package let key: Int
  package let row: RecordRow
  package let memberships: [Membership]
  package let managers: [Manager]
  /// Invited, but without a password yet.
  package let isAwaited: Bool
  package let hasPassword: Bool
  /// Whether the viewer may change the account.
  package let isTheirs: Bool
  /// Whether the viewer may change the address, and send links to set a password.
  package let isWayInTheirs: Bool
  /// Whether the viewer sees the user's statistics, and so may let others see them.
  package let isSeen: Bool

  /// What they had when they were deleted; empty if they are not deleted.
  package let former: MemberFormer

  package var id: String { row["id"].text ?? "" }
  package var email: String { row["email"].text ?? "" }
  package var name: String { "\(row["first_name"].text ?? "") \(row["last_name"].text ?? "")" }
  package var deletedAt: Int? { row["deleted_at"].integer }

  /// - Throws: `AccessDenied.notFound` for an unknown id, and for a user outside the viewer's scope.
  package init(_ id: String, _ access: MemberAccess, _ session: any SQLSession) throws {
    let viewer = access.viewer
    let scope = Scope.memberRecords(of: viewer)
    let key = try session.first("SELECT p.key FROM users AS p WHERE p.id = \(id) AND \(sql: scope.holds("p.key"))") {
      $0.integer(at: 0)
    }
    guard let key, let row = try RecordRow(user: key, session) else { throw AccessDenied.notFound }
    self.key = key
    self.row = row
    memberships = try Self.memberships(key, access, session)
    managers = try session.all(
      """
      SELECT p.id, p.first_name, p.last_name, p.email FROM managers AS m JOIN users AS p ON p.key = m.manager_key
      WHERE m.user_key = \(key) AND m.until IS NULL AND p.deleted_at IS NULL ORDER BY p.email, p.id
      """
    ) { Manager(id: $0.text(at: 0), name: "\($0.text(at: 1)) \($0.text(at: 2))", email: $0.text(at: 3)) }
    isAwaited = try PasswordLink.isAwaited(key, session)
    hasPassword = try SignIn.hasPassword(key, session)
    isTheirs = try access.mayChange(key, session)
    isWayInTheirs = try access.mayChangeWaysIn(of: key, session)
    isSeen = try Scope.theirUsers(of: viewer).contains(key, session)
    former = try MemberFormer(key, isSeen: isSeen, access, session)
  }

  /// The number of current users whose manager they are.
  package func directReports(_ session: any SQLSession) throws -> Int {
    try session.number(
      """
      SELECT count(*) FROM managers AS m JOIN users AS p ON p.key = m.user_key AND p.deleted_at IS NULL
      WHERE m.manager_key = \(key) AND m.until IS NULL
      """)
  }

  private static func memberships(
    _ key: Int, _ access: MemberAccess, _ session: any SQLSession
  ) throws -> [Membership] {
    let found = try session.all(
      """
      SELECT g.id, g.name, m.role, m.since, o.name FROM memberships AS m JOIN groups AS g ON g.key = m.group_key
      LEFT JOIN groups AS o ON o.id = g.parent
      WHERE m.user_key = \(key) AND m.until IS NULL ORDER BY g.name_key, g.id, m.role
      """
    ) { row in
      let place = MemberForm.Place(role: row.text(at: 2), group: row.text(at: 0))
      return (place: place, name: GroupName(row.text(at: 1), parent: row.text(4)), since: row.integer(3))
    }
    let titles = GroupName.titles(found.map { ($0.place.group, $0.name) })
    let given = try access.roles(in: found.map(\.place.group), session)
    return zip(found, titles).map { found, title in
      Membership(
        place: found.place, group: title, since: found.since,
        isTheirs: given[ID(text: found.place.group)]?.contains(found.place.role) ?? false)
    }
  }

  /// A form with the stored values.
  package var form: MemberForm {
    var form = MemberForm()
    for name in MemberForm.fields { form.texts[name] = row[name].text ?? "" }
    form.texts["auto_delete_on"] = row["auto_delete_on"].integer.map(Instant.dateText) ?? ""
    form.custom = row.custom
    form.keptPlaces = Set(memberships.map(\.place))
    form.keptManagers = Set(ids: managers.map(\.id))
    return form
  }
}
