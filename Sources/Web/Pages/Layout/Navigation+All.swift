import Access
import Records

// The items below *All*, limited to what the viewer may open.

extension Navigation {
  typealias Item = (text: String, href: String)

  /// In the order of `pages.md`, *Where things stand*.
  static func all(_ roles: Viewer.Roles) -> [Item] { statistics(roles) + things(roles) }

  private static func statistics(_ roles: Viewer.Roles) -> [Item] {
    (roles.seesUsers ? [("nav_custom_reports", "/reports")] : [])
      + (roles.seesUsers ? [("nav_compare", ComparePage.path)] : [])
      + (roles.seesSchedules ? [("nav_schedules", SchedulesPage.path)] : []) + [("nav_downloads", "/downloads")]
  }

  private static func things(_ roles: Viewer.Roles) -> [Item] {
    let kinds: [(kind: EntityKind, text: String)] = [
      (.course, "nav_courses"), (.question, "nav_questions"), (.pathSession, "nav_paths"), (.group, "nav_groups"),
      (.tag, "nav_tags"),
    ]
    return kinds.filter { roles.opens($0.kind) }.map { (text: $0.text, href: "/\($0.kind.rawValue)") }
  }

  /// The side column; empty outside of *All*.
  static func side(_ roles: Viewer.Roles, _ language: Language, _ path: String) -> [SideSection] {
    guard all(roles).contains(where: { isCurrent($0.href, path) }) else { return [] }
    // The longest matching URL is the current one: all schedules are below the reports.
    let current = all(roles).filter { isCurrent($0.href, path) }.max { $0.href.utf8.count < $1.href.utf8.count }?.href
    func links(_ items: [Item]) -> [NavigationLink] {
      items.map { NavigationLink(title: language($0.text), href: $0.href, isCurrent: $0.href == current) }
    }
    let statistics = SideSection(title: language("nav_statistics"), items: links(statistics(roles)))
    let things = things(roles)
    return things.isEmpty ? [statistics] : [statistics, SideSection(items: links(things))]
  }

  static func isCurrent(_ href: String, _ path: String) -> Bool {
    path.equalsBytes(of: href) || path.startsWithBytes(of: href + "/")
  }
}
