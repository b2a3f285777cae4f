import Access
import DatabaseAccess
import Records

/// What a deleted user had when deleted, and whether the viewer may restore each.
package struct MemberFormer: Sendable {
  package struct Membership: Sendable {
    package let place: MemberForm.Place
    package let group: String
    package let isTheirs: Bool
  }

  package struct Manager: Sendable {
    package let person: MemberRecord.Manager
    package let isTheirs: Bool
  }

  package let memberships: [Membership]
  package let managers: [Manager]

  /// - Parameter isSeen: whether the viewer sees the user's statistics, as managers do.
  init(_ key: Int, isSeen: Bool, _ access: MemberAccess, _ session: any SQLSession) throws {
    // Active at the deletion: closed by it, or still open.
    let open: SQLText = "(m.until IS NULL OR m.until >= u.deleted_at)"
    let had = try session.all(
      """
      SELECT g.id, g.name, m.role, o.name FROM memberships AS m JOIN groups AS g ON g.key = m.group_key
      LEFT JOIN groups AS o ON o.id = g.parent JOIN users AS u ON u.key = m.user_key
      WHERE m.user_key = \(key) AND u.deleted_at IS NOT NULL AND \(sql: open) AND m.role <> 'owner'
      ORDER BY g.name_key, g.id, m.role
      """
    ) { (id: $0.text(at: 0), name: GroupName($0.text(at: 1), parent: $0.text(3)), role: $0.text(at: 2)) }
    let given = try access.roles(in: had.map(\.id), session)
    let titles = GroupName.titles(had.map { ($0.id, $0.name) })
    memberships = zip(had, titles).map { place, title in
      Membership(
        place: MemberForm.Place(role: place.role, group: place.id), group: title,
        isTheirs: given[ID(text: place.id)]?.contains(place.role) ?? false)
    }
    let own = access.viewer.key
    let theirs = Scope.members(of: access.viewer).holds("p.key")
    managers = try session.all(
      """
      SELECT p.id, p.first_name, p.last_name, p.email,
        CASE WHEN p.key = \(own) OR \(sql: theirs) THEN 1 ELSE 0 END
      FROM managers AS m JOIN users AS p ON p.key = m.manager_key AND p.deleted_at IS NULL
      JOIN users AS u ON u.key = m.user_key
      WHERE m.user_key = \(key) AND u.deleted_at IS NOT NULL AND \(sql: open) ORDER BY p.email, p.id
      """
    ) { found in
      let name = "\(found.text(at: 1)) \(found.text(at: 2))"
      return Manager(
        person: MemberRecord.Manager(id: found.text(at: 0), name: name, email: found.text(at: 3)),
        isTheirs: isSeen && found.flag(4))
    }
  }
}
