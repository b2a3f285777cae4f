/// The filters of a general stats report. "Several kinds of filter intersect; within one kind, union." An empty list is
/// no filter.
package struct ReportFilter: Sendable {
  /// "Users with an open membership in any chosen group itself."
  package var groups: [String] = []
  /// "… or in any group below one of them."
  package var subgroups = false
  /// `COLUMN:OP:VALUE` each, all of which hold.
  package var conditions: [String] = []
  package var users: [String] = []
  package var sessions: [SessionReference] = []
  /// Dates in the platform's zone, `YYYY-MM-DD`, both inclusive.
  package var from: String?
  package var to: String?
  /// The custom fields that appear, by id; `nil` for all of them.
  package var fields: [String]?

  package init(conditions: [String] = []) { self.conditions = conditions }

  /// As the query of `/reports/general-stats/download`, not percent-encoded: name and value.
  package var query: [(name: String, value: String)] {
    var query: [(name: String, value: String)] = groups.map { ("group", $0) }
    if subgroups { query.append(("subgroups", "true")) }
    query += users.map { ("user", $0) } + sessions.map { ("session", $0.text) }
    query += [("from", from), ("to", to)].compactMap { name, value in value.map { (name, $0) } }
    return query + (fields ?? []).map { ("field", $0) } + conditions.map { ("where", $0) }
  }
}

extension ReferencePlatform {
  /// "Only facts dated in the range": on a day from `from` to `to` in the platform's zone.
  func isInRange(_ instant: Int, of filter: ReportFilter) -> Bool {
    if filter.from == nil && filter.to == nil { return true }
    let date = Instants.localDate(instant, in: timeZone)
    return (filter.from ?? date) <= date && date <= (filter.to ?? date)
  }

  /// "Only facts that name one of them as their `program_session` or `path_session`."
  func namesChosenSession(_ fact: any SessionFact, of filter: ReportFilter) -> Bool {
    filter.sessions.isEmpty || filter.sessions.contains(where: fact.names)
  }

  /// The chosen groups and, if they are included, all below them.
  func groups(chosen: [String], _ subgroups: Bool) -> Set<String> {
    subgroups ? chosen.reduce(into: []) { $0.formUnion(groupsFrom($1)) } : Set(chosen)
  }

  /// The groups in which the user has an open membership; with subgroups, in which or in any group below which.
  func heldGroups(of user: String, subgroups: Bool) -> [String] {
    openMemberships(of: user).flatMap { membership in
      var held = [membership.group]
      while subgroups, let last = held.last, let parent = group(last)?.parent, !held.contains(parent) {
        held.append(parent)
      }
      return held
    }
  }

  /// The users of a report, in order: the viewer's users who are not deleted and match every kind of filter.
  func reportedUsers(viewer: String, filter: ReportFilter) -> [User] {
    let chosenGroups = groups(chosen: filter.groups, filter.subgroups)
    return scope(of: viewer, tab: .current).filter { user in
      let inGroups =
        filter.groups.isEmpty || openMemberships(of: user.id).contains { chosenGroups.contains($0.group) }
      let chosen = filter.users.isEmpty || filter.users.contains(user.id)
      // "only users with an enrolment, open or closed, in one of them"
      let inSessions =
        filter.sessions.isEmpty || enrolments[user.id, default: []].contains { filter.sessions.contains($0.session) }
      return inGroups && chosen && inSessions
    }
  }
}

/// The facts of one user that pass a report's filter: those that name a chosen session, "dated in the range".
struct FilteredFacts {
  let attempts: [ReferencePlatform.Attempt]
  let results: [ReferencePlatform.AssessmentResult]
  /// The slots at which the user was present.
  let presences: [ReferencePlatform.ClassroomSlot]
  let posts: [ReferencePlatform.Post]
  let answers: [ReferencePlatform.Answer]

  /// "Facts date from: attempts `last_activity_at` · assessment results `assessed_at` · attendance the slot's
  /// `starts_at` · posts `created_at` · answers `answered_at`." "Facts that name no session drop out [of a filter by
  /// sessions], so Messages is 0."
  init(of user: String, on platform: ReferencePlatform, filter: ReportFilter) {
    attempts = platform.attempts[user, default: []].filter {
      platform.namesChosenSession($0, of: filter) && platform.isInRange($0.lastActivityAt, of: filter)
    }
    results = platform.assessmentResults[user, default: []].filter {
      platform.namesChosenSession($0, of: filter) && platform.isInRange($0.assessedAt, of: filter)
    }
    presences = platform.attendances[user, default: []]
      .filter { $0.isPresent && platform.namesChosenSession($0, of: filter) }
      .compactMap { platform.slots[$0.slot] }
      .filter { platform.isInRange($0.startsAt, of: filter) }
    posts =
      filter.sessions.isEmpty
      ? platform.posts.filter { $0.author == user && platform.isInRange($0.createdAt, of: filter) } : []
    answers =
      filter.sessions.isEmpty
      ? platform.answers[user, default: []].filter { platform.isInRange($0.answeredAt, of: filter) } : []
  }
}
