import Access
import Hummingbird

extension Navigation {
  /// The left column of *All*: what belongs to statistics.
  static func statistics(_ visit: Visit) -> [PageModel] {
    let (language, path) = (visit.language, visit.request.uri.path)
    let seesUsers = (try? visit.viewer.roles.seesUsers) ?? false
    let places: [(isOpen: Bool, text: String, href: String)] = [
      (seesUsers, "nav_custom_reports", "/reports"), (true, "nav_downloads", "/downloads"),
    ]
    let items = places.filter(\.isOpen).map { place -> PageModel in
      let isCurrent = path == place.href || path.hasPrefix(place.href + "/")
      return ["title": language(place.text), "href": place.href, "current": isCurrent]
    }
    return [["title": language("nav_statistics"), "items": items]]
  }
}
