extension ReferencePlatform {
  /// The tabs of Users.
  package enum Tab: String, CaseIterable, Sendable {
    case current
    case deleted
  }

  /// "Their users": the users that a viewer sees on a tab of Users, in order; "the union over the first four rows: one
  /// scope for every list, file and report".
  package func scope(of viewer: String, tab: Tab) -> [User] {
    let roles = roles(of: viewer)
    let tabUsers = users.filter { ($0.deletedAt != nil) == (tab == .deleted) }
    if roles.seesEverybody { return tabUsers }
    let visible = memberships.filter { membership in
      wasOpenToTheEnd(membership)
        && (roles.administered.contains(membership.group)
          || membership.role == "learner" && roles.coached.contains(membership.group))
    }
    let ids = Set(visible.map(\.user)).union(roles.directReports)
    return tabUsers.filter { ids.contains($0.id) }
  }

  /// Whether the viewer may open a user's page and its file: one of theirs, or "everybody: themself".
  package func maySee(_ id: String, viewer: String) -> Bool {
    guard let user = user(viewer), user.deletedAt == nil else { return false }
    return viewer == id || Tab.allCases.contains { tab in scope(of: viewer, tab: tab).contains { $0.id == id } }
  }

  /// The users in the collaborative activities file, in order; `nil` if the viewer may not have it. "Owner, platform
  /// administrator: everybody. Group administrator: the members of the groups that they administer. Author: also users
  /// who played a course of which they are main author or co-author (duplicates not included)."
  package func collaborativeScope(of viewer: String) -> [User]? {
    let roles = roles(of: viewer)
    guard roles.opensCollaborativeActivities else { return nil }
    return users.filter { user in
      guard user.deletedAt == nil else { return false }
      return roles.seesEverybody
        || openMemberships(of: user.id).contains { roles.administered.contains($0.group) }
        || attempts[user.id, default: []].contains { roles.authored.contains($0.course) }
    }
  }

  /// The users in the registration file, in order; `nil` if the viewer may not have it. "Owner, platform administrator:
  /// everybody who is not deleted. Group administrator, user administrator: users with an open membership in their
  /// groups or below."
  package func membersScope(of viewer: String) -> [User]? {
    let roles = roles(of: viewer)
    guard roles.opensMembers else { return nil }
    let held = roles.administered.union(roles.userAdministered)
    return users.filter { user in
      user.deletedAt == nil
        && (roles.seesEverybody || openMemberships(of: user.id).contains { held.contains($0.group) })
    }
  }

  /// Open, or of a deleted user and "open until the deletion (`until` empty, or not before `deleted_at`)".
  func wasOpenToTheEnd(_ membership: Membership) -> Bool {
    guard let until = membership.until else { return true }
    guard let deletedAt = user(membership.user)?.deletedAt else { return false }
    return until >= deletedAt
  }
}
