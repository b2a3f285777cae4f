extension ReferencePlatform {
  /// A user's rights: roles by open memberships, direct reports and own courses.
  package struct Roles: Sendable {
    package var isOwner = false
    /// "An `admin` of the platform group is a *platform administrator*."
    package var isPlatformAdministrator = false
    /// Groups held as `admin` or below one: "`admin` and `user_admin` flow down to all groups below".
    package var administered: Set<String> = []
    /// Likewise as `user_admin`.
    package var userAdministered: Set<String> = []
    /// Groups held as `coach`: "`coach` and `author` do not [flow down]".
    package var coached: Set<String> = []
    package var directReports: Set<String> = []
    /// Courses whose main author or co-author the user is, "whatever the role".
    package var authored: Set<String> = []

    package var seesEverybody: Bool { isOwner || isPlatformAdministrator }
    /// Users (Current, Deleted), their pages and custom reports: "owner, platform administrator, group administrator,
    /// coach, manager".
    package var opensUsers: Bool {
      seesEverybody || !administered.isEmpty || !coached.isEmpty || !directReports.isEmpty
    }
    /// "Owner, platform administrator, group administrator, author."
    package var opensCollaborativeActivities: Bool {
      seesEverybody || !administered.isEmpty || !authored.isEmpty
    }
    /// "Owner, platform administrator, group administrator, user administrator."
    package var opensMembers: Bool { seesEverybody || !administered.isEmpty || !userAdministered.isEmpty }
  }

  /// The roles of a user; a deleted or unknown user has none.
  package func roles(of id: String) -> Roles {
    var roles = Roles()
    guard let user = user(id), user.deletedAt == nil else { return roles }
    for membership in openMemberships(of: id) {
      switch membership.role {
      case "owner": roles.isOwner = true
      case "admin":
        if group(membership.group)?.parent == nil { roles.isPlatformAdministrator = true }
        roles.administered.formUnion(groupsFrom(membership.group))
      case "user_admin": roles.userAdministered.formUnion(groupsFrom(membership.group))
      case "coach": roles.coached.insert(membership.group)
      default: break
      }
    }
    roles.directReports = Set(directReports(of: id))
    roles.authored = Set(courses.filter { $0.author == id || $0.coAuthors.contains(id) }.map(\.id))
    return roles
  }

  package func group(_ id: String) -> Group? { groups.first { $0.id == id } }

  /// "*Open* means: `until` is empty"; "deleting a user closes the memberships at `deleted_at`".
  func isOpen(_ membership: Membership) -> Bool {
    membership.until == nil && user(membership.user)?.deletedAt == nil
  }

  package func openMemberships(of user: String) -> [Membership] {
    memberships.filter { $0.user == user && isOpen($0) }
  }

  /// "Number of users, not deleted, whose open `managers` rows name this user. Not transitive."
  package func directReports(of manager: String) -> [String] {
    managers.filter { $0.manager == manager && $0.isOpen && user($0.user)?.deletedAt == nil }.map(\.user)
  }

  /// A group and all groups below it.
  func groupsFrom(_ top: String) -> Set<String> {
    groups.filter { $0.parent == top }.reduce(into: [top]) { $0.formUnion(groupsFrom($1.id)) }
  }

  /// The e-mail address of the one user with an open `owner` membership.
  var ownerEmail: String? {
    memberships.first { $0.role == "owner" && isOpen($0) }.flatMap { user($0.user)?.email }
  }
}
