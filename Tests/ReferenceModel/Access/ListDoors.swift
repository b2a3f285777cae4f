// Lists, files and reports: "one scope for every list, file and report".

extension DoorKeeper {
  package var lists: [Door] {
    users + conditionedLists + suggestions + reports + attention + activities + members + log
      + ["/account", "/help/statistics"].map {
        Door($0, 200, shown: [viewer], besides: platform.users.map(\.id))
      }
  }

  private var users: [Door] {
    let status = roles.opensUsers ? 200 : 403
    return [("current", current), ("deleted", deleted)].flatMap { tab, seen in
      [
        page("/users?tab=\(tab)", status, shown: seen),
        page("/users?tab=\(tab)&sort=time_spent&direction=desc", status, shown: seen),
        Door("/api/v1/users?tab=\(tab)&limit=500", status, shown: seen),
        Door("/api/v1/users?tab=\(tab)&sort=direct_reports&direction=desc&limit=500", status, shown: seen),
        Door("/api/v1/users?tab=\(tab)&limit=500&q=zq", status, shown: seen),
        Door(
          "/users/download?tab=\(tab)", status, shown: seen, besides: contacts(of: seen),
          file: ReferencePlatform.Tab(rawValue: tab).flatMap { platform.usersFile(viewer: viewer, tab: $0) }),
      ]
    } + byGroup(status)
  }

  /// Filtered by each group, whether or not the viewer may know it.
  private func byGroup(_ status: Int) -> [Door] {
    platform.groups.flatMap { group in
      [false, true].map { subgroups in
        let listed = platform.listedUsers(
          viewer: viewer, tab: .current, groups: [group.id], subgroups: subgroups)
        return Door(
          "/api/v1/users?limit=500&subgroups=\(subgroups)&group=\(Door.encoded(group.id))", status,
          shown: listed.map(\.id))
      }
    }
  }

  /// "Existing values of the column that the viewer sees"; at most twenty, so that some may be missing.
  private var suggestions: [Door] {
    let (members, players) = (platform.membersScope(of: viewer), platform.collaborativeScope(of: viewer))
    let row = Array(current) + contacts(of: current)
    return ["email", "last_name", "managers"].map { column in
      Door("/choices/values?list=users&column=\(column)&q=zq", roles.opensUsers ? 200 : 403, besides: row)
    } + [
      Door("/choices/values?report=summary&column=managers", roles.opensUsers ? 200 : 403, besides: row),
      Door(
        "/choices/values?list=members&column=invited_by", members == nil ? 403 : 200,
        besides: contacts(of: members?.map(\.id) ?? [])),
      Door(
        "/choices/values?list=members&column=email&q=zq", members == nil ? 403 : 200,
        besides: members?.map(\.id) ?? []),
      Door(
        "/choices/values?list=collaborative-activities&column=first_name", players == nil ? 403 : 200,
        besides: players?.map(\.id) ?? []),
    ]
  }

  private var reports: [Door] {
    let status = roles.opensUsers ? 200 : 403
    return [
      page("/reports/new?type=general-stats", status, shown: [], besides: Array(current) + contacts(of: current)),
      page("/reports", status, shown: []),
      Door(
        "/reports/general-stats/download", status, shown: current, besides: contacts(of: current),
        file: platform.generalStatsFile(viewer: viewer)),
      Door("/api/v1/reports/general-stats", status, shown: current, besides: contacts(of: current)),
    ] + summaries(status)
  }

  /// "Question pages, Summary, overview, compare: as the lists and reports they are made of."
  private var attention: [Door] {
    ReferencePlatform.attentionLists.map { list in
      let shown = platform.attention(list, viewer: viewer)?.map(\.user)
      return Door("/api/v1/overview/\(list)?limit=500", shown == nil ? 403 : 200, shown: shown ?? [])
    }
      + ReferencePlatform.attentionLists.map { list in
        let shown = platform.attention(list, viewer: viewer)?.prefix(50).map(\.user)
        return page("/overview/\(list)", shown == nil ? 403 : 200, shown: shown ?? [])
      }
      + [
        page("/overview", roles.opensUsers ? 200 : 403, shown: [], besides: Array(current)),
        Door("/api/v1/overview", roles.opensUsers ? 200 : 403), page("/home", 200, shown: []),
      ]
  }

  /// "Statistics of users outside are never shown, not even summed."
  private func summaries(_ status: Int) -> [Door] {
    [["manager"], ["group"], ["course"], ["language", "program_session"]].map { by in
      let question = SummaryQuestion(by: by)
      let query = question.query(total: true).map { "\($0.name)=\(Door.encoded($0.value))" }.joined(separator: "&")
      return Door(
        "/reports/summary/download?\(query)", status, shown: [], besides: contacts(of: current),
        file: platform.summaryFile(viewer: viewer, question))
    }
  }

  private var activities: [Door] {
    let seen = platform.collaborativeScope(of: viewer)?.map(\.id)
    let status = seen == nil ? 403 : 200
    return [
      page("/collaborative-activities", status, shown: seen ?? []),
      Door("/api/v1/collaborative-activities?limit=500", status, shown: seen ?? []),
      Door(
        "/collaborative-activities/download", status, shown: seen ?? [],
        file: platform.collaborativeActivitiesFile(viewer: viewer)),
    ]
  }

  private var members: [Door] {
    let seen = platform.membersScope(of: viewer)?.map(\.id)
    let status = seen == nil ? 403 : 200
    let row = contacts(of: seen ?? [])
    return [
      page("/members", status, shown: seen ?? [], besides: row),
      Door("/api/v1/members?limit=500", status, shown: seen ?? [], besides: row),
      Door(
        "/members/download", status, shown: seen ?? [], besides: row, file: platform.registrationsFile(viewer: viewer)),
    ]
  }

  /// The audit log, the sources and the directory belong to the owner and platform administrators.
  private var log: [Door] {
    let (status, everybody) = (roles.seesEverybody ? 200 : 403, platform.users.map(\.id))
    return [
      Door("/audit", status, shown: [viewer], besides: everybody), Door("/audit/download", status, besides: everybody),
      page("/sources", status, shown: []), page("/sources/records", status, shown: []), Door("/api/v1/sources", status),
      Door("/scim/v2/Users?count=500", status, besides: everybody),
      Door("/scim/v2/Groups?count=500", status, besides: everybody),
    ]
  }
}
