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
    ] + (path[0] == "questions" ? [Door("/api/v1\(address)", status, shown: seen)] : [])
  }

  /// The lists of sessions, courses, groups and tags name no users except the courses' authors.
  package var thingLists: [Door] {
    let opensAll = hasTeams
    let instructs =
      platform.programSessions.values.contains { $0.instructors.contains(viewer) }
      || platform.pathSessions.values.contains { $0.instructors.contains(viewer) }
    let opened = [
      ("program-sessions", opensAll || instructs), ("path-sessions", opensAll || instructs),
      ("courses", opensAll || !roles.authored.isEmpty), ("questions", opensAll || !roles.authored.isEmpty),
      ("groups", opensAll), ("tags", opensAll),
    ]
    return opened.map { page("/\($0)", $1 ? 200 : 403, shown: [], besides: authors) }
      + opened.map { Door("/\($0.0)/no-such", 404) }
      + opened.flatMap { list, isOpen in
        let status = isOpen ? 200 : 403
        let api = list == "tags" ? [] : filters(of: list).map { "/api/v1/\(list)?limit=500&\($0)" }
        return (api + ["/\(list)/download"]).map { Door($0, status, besides: authors) }
      }
  }

  /// Columns by which rows are sorted, and conditions and filters that hold for users outside the scope too.
  private func filters(of list: String) -> [String] {
    let numbers = RankedList(rawValue: list)?.numbers ?? []
    let conditions = list == "groups" ? ["completed_courses:gt:0", "last_activity:filled"] : ["\(numbers[0]):gt:0"]
    return numbers.map { "sort=\($0)&direction=desc" } + conditions.map { "where=\($0)" }
      + platform.users.map { "user=\(Door.encoded($0.id))" }
      + platform.groups.map { "subgroups=true&group=\(Door.encoded($0.id))" }
      + platform.programSessions.keys.sorted().map { "session=program:\(Door.encoded($0))" }
  }

  /// A course's main author is part of the course.
  private var authors: [String] { platform.courses.map(\.author) }
}
