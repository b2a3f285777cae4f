import Access

/// The sections of the top bar and what stands beside them, each only for those who may open it.
enum Navigation {
  static func items(_ viewer: Viewer, _ language: Language, _ path: String) -> [PageModel] {
    let roles = viewer.roles
    let sections: [(isOpen: Bool, text: String, href: String)] = [
      (roles.seesUsers, "nav_users", "/users"),
      (roles.seesCollaborativeActivities, "nav_collaborative_activities", "/collaborative-activities"),
      (roles.manages, "nav_my_team", viewer.team),
    ]
    let open = sections.filter(\.isOpen)
    // One's team lies below Users: the longest address that leads here is the current one.
    let current = open.filter { path == $0.href || path.hasPrefix($0.href + "/") }.max { $0.href.count < $1.href.count }
    return open.map { section in
      ["title": language(section.text), "href": section.href, "current": section.href == current?.href]
    }
  }

  /// What the viewer may create.
  static func create(_ roles: Viewer.Roles, _ language: Language) -> [PageModel] {
    roles.seesMembers ? [["title": language("create_user"), "href": "/members"]] : []
  }

  /// The left column of Current members.
  static func members(_ language: Language) -> [PageModel] {
    [["items": [["title": language("nav_members"), "href": "/members", "current": true] as PageModel]]]
  }
}

extension Viewer {
  /// The address of their own page.
  var page: String { "/users/\(Query.encoded(id))" }

  /// The address of their manager dashboard.
  var team: String { page + "/team" }
}
