import Access

// What lies below *All*, each item only for those who may open it.

extension Navigation {
  /// In the order of `pages.md`, *Where things stand*.
  static func all(_ roles: Viewer.Roles) -> [(text: String, href: String)] {
    let kinds: [(kind: ThingKind, text: String)] = [
      (.course, "nav_courses"), (.pathSession, "nav_paths"), (.group, "nav_groups"), (.tag, "nav_tags"),
    ]
    return kinds.filter { roles.opens($0.kind) }.map { (text: $0.text, href: "/\($0.kind.rawValue)") }
  }

  /// The left column; none outside of *All*.
  static func side(_ roles: Viewer.Roles, _ language: Language, _ path: String) -> [PageModel] {
    let items = all(roles)
    guard items.contains(where: { isCurrent($0.href, path) }) else { return [] }
    let links = items.map { item -> PageModel in
      ["title": language(item.text), "href": item.href, "current": isCurrent(item.href, path)]
    }
    return [["items": links]]
  }

  static func isCurrent(_ href: String, _ path: String) -> Bool { path == href || path.hasPrefix(href + "/") }
}
