package import Access
package import DatabaseAccess
import Statistics

extension ExportKind {
  /// Whether a user is in a report or a list of users.
  /// - Throws: `BadFilter`; `AccessDenied.notFound` for the file of one user, which is not a list.
  package func presence(
    of id: String, for viewer: Viewer, _ settings: FileSettings, now: Int, _ session: any SQLSession
  ) throws -> ReportPresence {
    let kind: CustomReport.Kind
    let choice: ReportFilters
    switch self {
    case .user: throw AccessDenied.notFound
    case .generalStats(let filters): (kind, choice) = (.generalStats, filters)
    case .table(let type, let filters): (kind, choice) = (type, filters)
    case .users, .collaborativeActivities, .registrations:
      return try presenceInList(of: id, for: viewer, settings, now: now, session)
    }
    return try choice.request(kind, at: settings.moment(now)).presence(
      of: id, for: viewer, repliesCount: settings.repliesCountAsPublications, session)
  }

  /// The key of a user whose presence is asked about; nil if the viewer does not see them there.
  package func asked(_ id: String, for viewer: Viewer, _ session: any SQLSession) throws -> Int? {
    try AskedUser(id, in: scope(of: viewer), session)?.key
  }

  private func presenceInList(
    of id: String, for viewer: Viewer, _ settings: FileSettings, now: Int, _ session: any SQLSession
  ) throws -> ReportPresence {
    let whole = population(for: viewer)
    guard let user = try AskedUser(id, in: whole.scope, session) else { return .notVisible }
    if user.isDeleted != (whole.tab == .deleted) { return user.isDeleted ? .deleted : .notDeleted }
    var population = Population(whole.scope, tab: whole.tab)
    population.search = whole.search
    guard try population.holds(user, session) else { return .notFound }
    population = whole
    guard try population.holds(user, session) else { return .notInGroups }
    let selection = Selection(at: settings.moment(now))
    for condition in try conditions(for: viewer, settings, now: now, session) {
      try population.narrow(byRows: [condition], over: selection, session)
      if try population.holds(user, session) { continue }
      return .condition(
        condition,
        values: try condition.column.values(
          of: user, selection, repliesCount: settings.repliesCountAsPublications, session))
    }
    let report = try report(for: viewer, settings, now: now, session)
    return .present(row: try report.place(of: user, session))
  }
}
