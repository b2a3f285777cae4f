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
    ] + (path[0] == "questions" ? question(address, status, seen) : [])
      + conditioned(address, status, thing) + grouped(address, status, thing) + comparisons(of: thing)
  }

  private func question(_ address: String, _ status: Int, _ seen: [String]) -> [Door] {
    [
      Door("/api/v1\(address)", status, shown: seen),
      Door("/api/v1\(address)?limit=1", status, shown: seen.prefix(1), besides: seen),
    ]
  }

  /// Narrowed to the members of a group, whether or not the viewer may know it.
  private func grouped(_ address: String, _ status: Int, _ thing: ReferenceThing) -> [Door] {
    platform.groups.prefix(2).flatMap { group in
      [false, true].map { subgroups in
        var filter = ReportFilter()
        (filter.groups, filter.subgroups) = ([group.id], subgroups)
        let seen = platform.pageUsers(thing, viewer: viewer).filter { platform.passes($0, filter) }
        let query = "subgroups=\(subgroups)&group=\(Door.encoded(group.id))"
        return Door("\(address)/download?\(query)", status, shown: seen.map(\.id))
      }
    }
  }

  /// Conditions on what the page shows, and on what only viewers may test who see no other users there.
  private func conditioned(_ address: String, _ status: Int, _ thing: ReferenceThing) -> [Door] {
    let seen = platform.pageUsers(thing, viewer: viewer)
    let managed = seen.filter { user in
      platform.satisfies(["managers:filled"]) { platform.value($0, of: user, ReportFilter()) }
    }
    let seesOthers = !roles.seesEverybody && ownsPages(of: thing)
    return [
      Door("\(address)/download?where=first_name:contains:zq", status, shown: seen.map(\.id)),
      Door("\(address)/download?where=email:contains:nobody", status, shown: []),
      Door(
        "\(address)/download?where=managers:filled", seesOthers && status == 200 ? 400 : status,
        shown: managed.map(\.id)),
      page("\(address)?where=last_name:starts:L", status, shown: seen.map(\.id), besides: authors),
    ]
  }

  /// An author of some course, or an instructor of some session.
  private func ownsPages(of thing: ReferenceThing) -> Bool {
    switch thing {
    case .course, .question: !roles.authored.isEmpty
    case .programSession, .pathSession: instructs
    case .group, .tag: false
    }
  }

  private var instructs: Bool {
    platform.programSessions.values.contains { $0.instructors.contains(viewer) }
      || platform.pathSessions.values.contains { $0.instructors.contains(viewer) }
  }

  /// "As the lists and reports they are made of": groups by their pages, sessions by the viewer's users in them.
  private func comparisons(of thing: ReferenceThing) -> [Door] {
    let (name, own, other, isSeen): (String, String, String?, (String) -> Bool)
    switch thing {
    case .group(let id):
      (name, own, other) = ("group", id, platform.groups.first { $0.id != id }?.id)
      isSeen = { platform.mayOpen(.group($0), viewer: viewer) }
    case .programSession(let id):
      (name, own) = ("session", "program:\(id)")
      other = platform.pathSessions.keys.min().map { "path:\($0)" }
      isSeen = { session in
        roles.seesEverybody
          || current.union(deleted).contains { user in
            platform.enrolments[user, default: []].contains { $0.session.text == session }
          }
      }
    default: return []
    }
    guard let other else { return [] }
    let status = !roles.opensUsers ? 403 : isSeen(own) && isSeen(other) ? 200 : 404
    let query = "\(name)=\(Door.encoded(own))&\(name)=\(Door.encoded(other))"
    return [Door("/api/v1/compare?\(query)", status), page("/compare?\(query)", status, shown: [])]
  }

  /// The lists of sessions, courses, groups and tags name no users except the courses' authors.
  package var thingLists: [Door] {
    let opensAll = hasTeams
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
          + (list == "groups" ? [] : [Door("/choices/values?list=\(list)&column=name", status)])
      } + [suggestedAuthors]
  }

  /// Of the courses that the viewer may open.
  private var suggestedAuthors: Door {
    let opened = platform.courses.filter { platform.mayOpen(.course($0.id), viewer: viewer) }
    return Door(
      "/choices/values?list=courses&column=author", hasTeams || !roles.authored.isEmpty ? 200 : 403,
      besides: opened.map(\.author))
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
