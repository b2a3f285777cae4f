// The lists of insights.md §5, in the plainest way.

extension ReferencePlatform {
  /// The rows, in order: "no value last in both directions; ties by name, id"; sessions by both of their names.
  package func ranked(
    _ list: RankedList, viewer: String, _ filter: ReportFilter, sort: String, descending: Bool
  ) -> [RankedRow] {
    rankedRows(list, viewer: viewer, filter).sorted { left, right in
      if let order = precedes(left, right, sort, descending) { return order }
      for key in list.names { if let order = precedes(left, right, key, false) { return order } }
      return precedesByCodePoint(left.id, right.id)
    }
  }

  private func precedes(_ a: RankedRow, _ b: RankedRow, _ key: String, _ descending: Bool) -> Bool? {
    switch (a[key], b[key]) {
    case (.none, .none): return nil
    case (.none, _): return false
    case (_, .none): return true
    case (.number(let left), .number(let right)): return left == right ? nil : (left < right) != descending
    case (.instant(let left), .instant(let right)): return left == right ? nil : (left < right) != descending
    case (.text(let left), .text(let right)):
      let (left, right) = (SortKey(left), SortKey(right))
      return left == right ? nil : (left < right) != descending
    default: return nil
    }
  }

  private func rankedRows(_ list: RankedList, viewer: String, _ filter: ReportFilter) -> [RankedRow] {
    let rows: [RankedRow] =
      switch list {
      case .courses: courses.filter { mayOpen(.course($0.id), viewer: viewer) }.map { course($0, viewer, filter) }
      case .questions:
        questions.values.filter { mayOpen(.question($0.id), viewer: viewer) }
          .compactMap { question($0, viewer, filter) }
      case .programSessions:
        programSessions.values.filter { mayOpen(.programSession($0.id), viewer: viewer) }
          .compactMap { rankedSession($0, .program($0.id), viewer, filter) }
      case .pathSessions:
        pathSessions.values.filter { mayOpen(.pathSession($0.id), viewer: viewer) }
          .compactMap { rankedSession($0, .path($0.id), viewer, filter) }
      case .groups:
        groups.filter { mayOpen(.group($0.id), viewer: viewer) }.map { rankedGroup($0, viewer, filter) }
      }
    // "On /groups a condition is one on a user's row of General stats and narrows the population."
    return list == .groups ? rows : rows.filter { row in satisfies(filter.conditions) { row[$0] } }
  }

  /// "Over the users, not deleted, that the viewer sees on the thing's page", narrowed by the filters.
  func counted(_ thing: ReferenceThing, _ viewer: String, _ filter: ReportFilter) -> [User] {
    pageUsers(thing, viewer: viewer).filter { passes($0, filter) }
  }

  func passes(_ user: User, _ filter: ReportFilter) -> Bool {
    let chosen = groups(chosen: filter.groups, filter.subgroups)
    return (filter.groups.isEmpty || openMemberships(of: user.id).contains { chosen.contains($0.group) })
      && (filter.users.isEmpty || filter.users.contains(user.id))
      && (filter.sessions.isEmpty
        || enrolments[user.id, default: []].contains { filter.sessions.contains($0.session) })
  }
}
