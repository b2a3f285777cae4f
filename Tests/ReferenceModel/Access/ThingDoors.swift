// "Session, path session, course, tag, group pages."

extension DoorKeeper {
  /// The page and the file of a session, course, group or tag: "only their users (for author and instructor: those
  /// named above)".
  package func doors(to thing: ReferenceThing) -> [Door] {
    let path = thing.path.split(separator: "/", maxSplits: 1).map(String.init)
    let address = "/\(path[0])/\(Door.encoded(path[1]))"
    let status = platform.mayOpen(thing, viewer: viewer) ? 200 : 404
    let seen = platform.pageUsers(thing, viewer: viewer).map(\.id)
    return [
      page(address, status, shown: seen, besides: authors), Door("\(address)/download", status, shown: seen),
      page("\(address)?sort=email&direction=desc", status, shown: seen, besides: authors),
    ]
  }

  /// The lists of sessions, courses, groups and tags name no users except the courses' authors.
  package var thingLists: [Door] {
    let opensAll = hasTeams
    let instructs =
      platform.programSessions.values.contains { $0.instructors.contains(viewer) }
      || platform.pathSessions.values.contains { $0.instructors.contains(viewer) }
    let opened = [
      ("program-sessions", opensAll || instructs), ("path-sessions", opensAll || instructs),
      ("courses", opensAll || !roles.authored.isEmpty), ("groups", opensAll), ("tags", opensAll),
    ]
    return opened.map { page("/\($0)", $1 ? 200 : 403, shown: [], besides: authors) }
      + opened.map { Door("/\($0.0)/no-such", 404) }
  }

  /// A course's main author is part of the course.
  private var authors: [String] { platform.courses.map(\.author) }
}
