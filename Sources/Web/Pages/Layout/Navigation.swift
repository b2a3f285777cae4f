import Access

/// The sections of the top bar and the side columns, limited to what the viewer may open.
enum Navigation {
  static func items(_ viewer: Viewer, _ language: Language, _ path: String) -> [NavigationLink] {
    let roles = viewer.roles
    let all = all(roles)
    let isAll = all.contains { isCurrent($0.href, path) }
    let sections: [(isOpen: Bool, text: String, href: String)] = [
      (roles.seesUsers, "nav_overview", OverviewPage.path), (!roles.seesUsers, "nav_home", OwnHomePage.path),
      (!all.isEmpty, "nav_all", all.first?.href ?? ""),
      (roles.seesUsers, "nav_users", "/users"),
      (roles.opens(.programSession), "nav_program_sessions", "/program-sessions"),
      (roles.seesCollaborativeActivities, "nav_collaborative_activities", "/collaborative-activities"),
      (roles.manages, "nav_my_team", viewer.team),
    ]
    let open = sections.filter(\.isOpen)
    // The viewer's team is below Users: the longest matching URL is the current one.
    let current = open.filter { isCurrent($0.href, path) }.max { $0.href.count < $1.href.count }
    return open.map { section in
      NavigationLink(
        title: language(section.text), href: section.href,
        isCurrent: section.text == "nav_all" ? isAll : section.href == current?.href)
    }
  }

  /// What the viewer may create.
  static func create(_ roles: Viewer.Roles, _ language: Language) -> [Link] {
    let items = [
      (roles.seesMembers, "create_user", "/members/new"), (roles.seesUsers, "create_report_item", "/reports/new"),
    ]
    return items.filter(\.0).map { Link(title: language($0.1), href: $0.2) }
  }

  /// The side column of Create → User.
  static func members(_ roles: Viewer.Roles, _ language: Language, current: String) -> [SideSection] {
    let items = [
      (roles.seesMembers, "nav_invite", "/members/new"), (roles.seesMembers, "nav_members", "/members"),
      (roles.changesCustomFields, "nav_custom_fields", CustomFieldsPage.path),
    ].filter(\.0)
    return [
      SideSection(items: items.map { NavigationLink(title: language($0.1), href: $0.2, isCurrent: $0.2 == current) })
    ]
  }
}

extension Viewer {
  var page: String { "/users/\(Query.encoded(id))" }

  /// The manager dashboard.
  var team: String { page + "/team" }
}
