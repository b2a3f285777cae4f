/// "Why is this person not here?" (insights.md §6): whether a user is in a report and, if not, the first reason that
/// applies.
package struct Presence: Equatable, Sendable {
  package let reason: String
  /// Of the user's first row, "in the file", without the header.
  package var row: Int?
  /// "Which one, and the user's value."
  package var condition: String?
  /// As canonical JSON texts, sorted; of a column of rows, of the first 20 rows.
  package var values: [String] = []

  package init(_ reason: String, row: Int? = nil, condition: String? = nil, values: [String] = []) {
    self.reason = reason
    self.row = row
    self.condition = condition
    self.values = values
  }
}

extension ReferencePlatform {
  /// - Returns: `nil` if the viewer may not have the report.
  package func presence(of id: String, in kind: ReportKind, viewer: String, filter: ReportFilter) -> Presence? {
    guard let listed = mayBeListed(kind, viewer: viewer) else { return nil }
    if scope(of: viewer, tab: .deleted).contains(where: { $0.id == id }) { return Presence("deleted") }
    guard let user = self.user(id), listed.contains(id) else { return Presence("not_visible") }
    if !filter.users.isEmpty && !filter.users.contains(id) { return Presence("not_chosen") }
    let chosen = groups(chosen: filter.groups, filter.subgroups)
    if !filter.groups.isEmpty && !openMemberships(of: id).contains(where: { chosen.contains($0.group) }) {
      return Presence("not_in_groups")
    }
    let enrolled = enrolments[id, default: []].map(\.session)
    if !filter.sessions.isEmpty && !enrolled.contains(where: filter.sessions.contains) {
      return Presence("no_enrolment")
    }
    if let found = refusal(of: user, kind, filter) { return found }
    let before = reportedUsers(viewer: viewer, filter: filter).filter { listed.contains($0.id) }.prefix { $0.id != id }
    return Presence("present", row: before.map { rowCount(of: $0, kind, filter) }.reduce(1, +))
  }

  /// The viewer's users who are not deleted and, for types that are a file too, are in that file.
  private func mayBeListed(_ kind: ReportKind, viewer: String) -> Set<String>? {
    guard roles(of: viewer).opensUsers else { return nil }
    let theirs = Set(scope(of: viewer, tab: .current).map(\.id))
    switch kind {
    case .collaborativeActivities: return collaborativeScope(of: viewer).map { theirs.intersection($0.map(\.id)) }
    case .registrations: return membersScope(of: viewer).map { theirs.intersection($0.map(\.id)) }
    default: return theirs
    }
  }

  /// The condition that keeps out a user that the other filters select, or that the user has no fact in range.
  private func refusal(of user: User, _ kind: ReportKind, _ filter: ReportFilter) -> Presence? {
    var free = filter
    free.conditions = []
    let isOneRow = [.generalStats, .users, .collaborativeActivities, .registrations].contains(kind)
    func isOfUser(_ condition: String) -> Bool { isOneRow || self.isOfUser(column(of: condition)) }
    if rowCount(of: user, kind, free) == 0 {
      let failing = filter.conditions.first { condition in
        isOfUser(condition) && !satisfies([condition]) { value($0, of: user, filter) }
      }
      guard let failing else { return Presence("no_rows") }
      let own = value(column(of: failing), of: user, filter)
      return Presence("condition", condition: failing, values: texts([own]))
    }
    for (index, condition) in filter.conditions.enumerated() {
      var some = filter
      some.conditions = Array(filter.conditions[...index])
      if rowCount(of: user, kind, some) > 0 { continue }
      some.conditions.removeLast()
      let (key, kept) = (column(of: condition), narrowed(to: filter))
      let values =
        isOfUser(condition)
        ? [value(key, of: user, filter)]
        : kept.records(kind, of: user, some, on: self).prefix(20).map { kept.value(key, of: $0, kind, of: user) }
      return Presence("condition", condition: condition, values: texts(values))
    }
    return nil
  }

  private func column(of condition: String) -> String { parts(of: condition).column }

  private func rowCount(of user: User, _ kind: ReportKind, _ filter: ReportFilter) -> Int {
    switch kind {
    case .generalStats, .users, .collaborativeActivities, .registrations:
      let isKept = satisfies(filter.conditions) { value($0, of: user, filter) }
      return isKept && (kind != .registrations || isInRange(user.createdAt, of: filter)) ? 1 : 0
    default: return narrowed(to: filter).records(kind, of: user, filter, on: self).count
    }
  }

  /// Each once, as canonical JSON.
  private func texts(_ values: [ConditionValue]) -> [String] {
    let all = values.flatMap { value -> [ExactJSON] in
      switch value {
      case .none: []
      case .text(let text): text.isEmpty ? [] : [.text(text)]
      case .code(let code): [.text(Self.statuses[code] ?? code)]
      case .names(let names): names.map { .text($0) }
      case .number(let number): [.mean(number)]
      case .instant(let seconds): [.instant(seconds)]
      case .date(let date): [.text(date)]
      }
    }
    return Set(all.map(\.compareForm)).sorted(by: precedesByCodePoint)
  }
}
