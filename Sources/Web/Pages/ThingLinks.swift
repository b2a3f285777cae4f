import Access

/// Where *View* leads: the page of a thing itself, for a viewer who may open it.
struct ThingLinks: Sendable {
  enum Thing: String {
    case programSession = "program-sessions"
    case pathSession = "path-sessions"
    case course = "courses"
    case tag = "tags"
  }

  let viewer: Viewer

  /// - Returns: nil for a viewer who may not open it.
  func address(of thing: Thing, _ id: String) -> String? {
    let roles = viewer.roles
    guard roles.seesEverybody || roles.administersGroups || roles.coaches else { return nil }
    return "/\(thing.rawValue)/\(Query.encoded(id))"
  }
}
