// Addresses about one user: their page and file, its drill-downs, their team, their public statistics, searches for
// them.

extension DoorKeeper {
  /// - Parameter id: of any user, or unknown.
  package func doors(to id: String) -> [Door] {
    own(id) + evidence(id) + drillDowns(id) + team(id) + published(id) + searches(id) + presence(id) + comparison(id)
  }

  private func status(_ user: String) -> Int { platform.maySee(user, viewer: viewer) ? 200 : 404 }

  private func own(_ id: String) -> [Door] {
    let (path, status) = ("/users/\(Door.encoded(id))", status(id))
    return [
      page(path, status, shown: [id]), page("\(path)?courses.sort=score&courses.direction=desc", status, shown: [id]),
      Door("/api/v1\(path)/statistics", status), Door("\(path)/sections/courses/download", status),
      Door("\(path)/sections/no-such/download", 404),
      Door(
        "\(path)/download", status, shown: [id], besides: contacts(of: [id]),
        file: platform.individualGeneralStatsFile(viewer: viewer, user: id)),
    ]
  }

  /// Reports that the viewer may not see count, and are not listed.
  private func evidence(_ id: String) -> [Door] {
    let (path, status) = ("/users/\(Door.encoded(id))/statistics", status(id))
    let seen = platform.managers.map(\.user).filter { platform.maySee($0, viewer: viewer) }
    let related = Set(platform.managers.filter { $0.manager == id }.map(\.user)).intersection(seen)
    return [
      page("\(path)/direct_reports", status, shown: [id], besides: Array(related)),
      page("\(path)/messages", status, shown: [id]), page("\(path)/total_time_spent", status, shown: [id]),
      Door("/api/v1\(path)/direct_reports/records", status, besides: related),
      Door("/api/v1\(path)/average_score/records", status),
    ]
  }

  /// Of the user's records; the question as answered is open to "who sees that user's page".
  private func drillDowns(_ id: String) -> [Door] {
    let (path, status) = ("/users/\(Door.encoded(id))", status(id))
    var doors: [Door] = []
    if let course = platform.attempts[id]?.first?.course {
      let below = "\(path)/courses/\(Door.encoded(course))/attempts"
      doors += [page(below, status, shown: [id]), Door("/api/v1\(below)", status)]
    }
    if let answer = platform.answers[id]?.first {
      let below = "\(path)/questions/\(Door.encoded(answer.question))"
      doors += [page(below, status, shown: [id]), Door("/api/v1\(below)", status)]
      doors.append(page("\(path)/answers/\(Door.encoded(answer.id))", status, shown: [id]))
    }
    for enrolment in (platform.enrolments[id] ?? []).filter(\.isOpen).prefix(2) {
      switch enrolment.session {
      case .program(let session):
        let below = "\(path)/programs/\(Door.encoded(session))"
        doors += [page(below, status, shown: [id]), Door("/api/v1\(below)", status)]
      case .path(let session): doors.append(page("\(path)/paths/\(Door.encoded(session))", status, shown: [id]))
      }
    }
    return doors
  }

  /// "A manager: their own. Coaches, group administrators, platform administrators and the owner: that of any of
  /// *their* users"; it lists only reports who are also among the viewer's users.
  private func team(_ id: String) -> [Door] {
    let isOwn = id == viewer && !roles.directReports.isEmpty
    let status = !roles.opensUsers ? 403 : isOwn ? 200 : !sees(id) ? 404 : hasTeams ? 200 : 403
    let path = "/users/\(Door.encoded(id))/team"
    let listed = current.intersection(platform.directReports(of: id))
    return [
      page(path, status, shown: listed, besides: [id]), Door("/api/v1\(path)", status, shown: listed, besides: [id]),
      Door("\(path)/download", status, shown: listed, besides: [id]),
      Door("/api/v1\(path)?where=first_name:contains:zq", status, shown: listed, besides: [id]),
      Door("\(path)/download?where=email:contains:nobody", status, besides: []),
    ]
  }

  /// "Any signed-in user, of any user who is not deleted."
  private func published(_ id: String) -> [Door] {
    let (user, path) = (Door.encoded(id), "/people/\(Door.encoded(id))")
    let status = platform.user(id).map { $0.deletedAt == nil } == true ? 200 : 404
    return [
      page(path, status, shown: [id]), Door("\(path)/card", status, shown: [id]),
      Door("/api/v1/users/\(user)/public", status),
    ]
  }

  /// Of two of their users who are not deleted.
  private func comparison(_ id: String) -> [Door] {
    guard let other = current.sorted().first(where: { $0 != id }) ?? platform.users.first(where: { $0.id != id })?.id
    else { return [] }
    let status = !roles.opensUsers ? 403 : current.isSuperset(of: [id, other]) ? 200 : 404
    let query = "user=\(Door.encoded(id))&user=\(Door.encoded(other))"
    return [
      Door("/api/v1/compare?\(query)", status, shown: [id, other]),
      page("/compare?\(query)", status, shown: [id, other]),
      page("/compare?user=\(Door.encoded(id))", roles.opensUsers ? 200 : 403, shown: current.intersection([id])),
    ]
  }

  /// "Why is this person not here?" "The answer never tells more than the viewer may see."
  private func presence(_ id: String) -> [Door] {
    let (user, row) = (Door.encoded(id), contacts(of: current.intersection([id])))
    func reports(_ kind: ReferencePlatform.ReportKind, _ conditions: [String]) -> Door {
      let found = platform.presence(of: id, in: kind, viewer: viewer, filter: ReportFilter(conditions: conditions))
      let query = conditions.map { "&where=\(Door.encoded($0))" }.joined()
      return Door(
        "/api/v1/reports/\(kind.rawValue)/why?user=\(user)\(query)", found == nil ? 403 : 200, shown: [],
        besides: row + current.intersection([id]), text: found.map { "\"reason\":\"\($0.reason)\"" })
    }
    let isSeen = sees(id)
    let isGone = deleted.contains(id)
    let told = !isSeen ? "There is no such user" : isGone ? "This user is deleted" : "This user is included"
    return [
      reports(.generalStats, []), reports(.generalStats, ["managers:is:nobody@example.com"]),
      reports(.users, ["email:contains:nobody"]), reports(.registrations, ["invited_by:is:nobody@example.com"]),
      reports(.collaborativeActivities, ["last_name:is:nobody"]), reports(.tags, []),
      page(
        "/users?q=nobody&why=\(user)", roles.opensUsers ? 200 : 403, shown: [], besides: [id],
        text: roles.opensUsers ? (isSeen && current.contains(id) ? "The search does not match" : told) : nil),
      page(
        "/reports/new?type=general-stats&why=\(user)", roles.opensUsers ? 200 : 403, shown: [],
        besides: Array(current) + contacts(of: current) + [id], text: roles.opensUsers ? told : nil),
    ]
  }

  /// By their name and address, and as a filter.
  private func searches(_ id: String) -> [Door] {
    let status = roles.opensUsers ? 200 : 403
    let (encoded, text) = (Door.encoded(id), platform.user(id).map { TellingNames.text($0.number) } ?? "no-such")
    let (now, then) = (current.intersection([id]), deleted.intersection([id]))
    let collaborators = platform.collaborativeScope(of: viewer)?.map(\.id)
    let members = platform.membersScope(of: viewer)?.map(\.id)
    let row = contacts(of: now)
    return [
      Door("/api/v1/users?q=\(text)", status, shown: now),
      Door("/api/v1/users?tab=deleted&q=\(text)", status, shown: then),
      Door("/users/download?q=\(text)", status, shown: now, besides: row),
      page("/reports/new?type=general-stats&user=\(encoded)", status, shown: now, besides: row),
      Door("/reports/general-stats/download?user=\(encoded)", status, shown: now, besides: row),
      Door("/api/v1/reports/general-stats?user=\(encoded)&user=no-such", status, shown: now, besides: row),
      Door(
        "/api/v1/collaborative-activities?q=\(text)", collaborators == nil ? 403 : 200,
        shown: Set(collaborators ?? []).intersection([id])),
      Door(
        "/api/v1/members?q=\(text)", members == nil ? 403 : 200, shown: Set(members ?? []).intersection([id]),
        besides: contacts(of: [id])),
    ]
  }
}
