// The permission to change an account: access.md, "What a viewer may open", and docs/decisions/0012 and 0034,
// implemented literally.

/// An action on an account.
package enum AccountDeed: Hashable, Sendable {
  case rename, changeAddress, sendLink, delete, restore
  case give(role: String, group: String)
  case take(role: String, group: String)
}

extension DoorKeeper {
  /// Whether the viewer may do it, and it has an effect.
  /// - Parameter hasWayIn: whether the user has, or has used, a credential.
  package func may(_ deed: AccountDeed, to id: String, hasWayIn: Bool) -> Bool {
    guard let user = platform.user(id), opensRecord(of: user) else { return false }
    let isDeleted = user.deletedAt != nil
    switch deed {
    case .rename: return !isDeleted && changes(id)
    case .changeAddress, .sendLink: return !isDeleted && changes(id) && (!hasWayIn || id == viewer || covers(id))
    case .delete: return !isDeleted && id != viewer && changes(id)
    case .restore: return isDeleted && changes(id)
    case .give(let role, let group): return !isDeleted && gives(role, in: group) && !holds(id, role, group)
    case .take(let role, let group): return !isDeleted && gives(role, in: group) && holds(id, role, group)
    }
  }

  /// "A viewer who sees a member in Current members may open their record; likewise the record of a deleted user whose
  /// membership there was open until the deletion."
  private func opensRecord(of user: ReferencePlatform.User) -> Bool {
    guard roles.opensMembers else { return false }
    let held = roles.administered.union(roles.userAdministered)
    return roles.seesEverybody
      || platform.memberships.contains {
        $0.user == user.id && held.contains($0.group) && platform.wasOpenToTheEnd($0)
      }
  }

  /// "In groups that they administer, administrators assign and remove every role except `owner`. User administrators
  /// assign and remove `learner` and `user_admin`."
  private func gives(_ role: String, in group: String) -> Bool {
    guard platform.group(group) != nil, role != "owner" else { return false }
    if roles.seesEverybody || roles.administered.contains(group) { return true }
    return roles.userAdministered.contains(group) && ["learner", "user_admin"].contains(role)
  }

  private func holds(_ id: String, _ role: String, _ group: String) -> Bool {
    platform.memberships.contains { $0.user == id && $0.role == role && $0.group == group && $0.until == nil }
  }

  /// "Closed to a viewer if the user is the owner, holds a role that the viewer could not assign, or has a direct
  /// report, a player of their course or a participant of their session that the viewer does not see."
  private func changes(_ id: String) -> Bool {
    if roles.isOwner || id == viewer { return true }
    let held = platform.memberships.filter { $0.user == id && $0.until == nil }
    if held.contains(where: { $0.role == "owner" }) { return false }
    if roles.seesEverybody { return true }
    let isWithin = held.allSatisfy { $0.role == "learner" || gives($0.role, in: $0.group) }
    return isWithin && seen(by: id).subtracting([id]).allSatisfy(sees)
  }

  /// Direct reports, players of their courses, and those enrolled in sessions that name them.
  private func seen(by id: String) -> Set<String> {
    let courses = Set(platform.courses.filter { $0.author == id || $0.coAuthors.contains(id) }.map(\.id))
    let players = platform.attempts.filter { $0.value.contains { courses.contains($0.course) } }.map(\.key)
    let sessions = Set(
      platform.programSessions.values.filter { $0.instructors.contains(id) }.map { SessionReference.program($0.id) }
        + platform.pathSessions.values.filter { $0.instructors.contains(id) }.map { .path($0.id) })
    let enrolled = platform.enrolments.filter { $0.value.contains { $0.isOpen && sessions.contains($0.session) } }
    return Set(players + enrolled.map(\.key) + platform.directReports(of: id))
  }

  /// "Who may see everything that the account opens, its own statistics included": each list, each page, each row.
  private func covers(_ id: String) -> Bool {
    if roles.seesEverybody { return true }
    let other = DoorKeeper(platform, viewer: id)
    guard platform.maySee(id, viewer: viewer), !other.roles.seesEverybody, other.current.isSubset(of: current),
      other.deleted.isSubset(of: deleted), isWithin(id, { platform.membersScope(of: $0) }),
      isWithin(id, { platform.collaborativeScope(of: $0) })
    else { return false }
    return platform.things.allSatisfy { thing in
      !platform.mayOpen(thing, viewer: id)
        || platform.mayOpen(thing, viewer: viewer) && isWithin(id) { platform.pageUsers(thing, viewer: $0) }
    }
  }

  private func isWithin(_ id: String, _ users: (String) -> [ReferencePlatform.User]?) -> Bool {
    Set((users(id) ?? []).map(\.id)).isSubset(of: (users(viewer) ?? []).map(\.id))
  }

  /// Actions that test this viewer and account, allowed or not.
  package func deeds(to id: String, by random: inout SplitMix64) -> AccountDeed {
    let group = random.pick(platform.groups).id
    let open = platform.memberships.filter { $0.user == id && $0.until == nil }
    switch random.whole(in: 0...11) {
    case 0...2: return .changeAddress
    case 3...5: return .sendLink
    case 6: return .rename
    case 7: return .delete
    case 8, 9:
      return platform.user(id)?.deletedAt == nil ? .give(role: random.pick(Self.given), group: group) : .restore
    default:
      guard !open.isEmpty else { return .give(role: random.pick(Self.given), group: group) }
      let held = random.pick(open)
      return .take(role: held.role, group: held.group)
    }
  }

  private static let given = ["learner", "author", "coach", "user_admin", "admin", "owner"]

  /// A group for the restored user, of those that the viewer may assign.
  package var groupToRestoreTo: String? { platform.groups.first { gives("learner", in: $0.id) }?.id }
}
