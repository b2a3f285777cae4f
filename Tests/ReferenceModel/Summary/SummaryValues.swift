/// A value of a dimension: a row, or one part of it.
struct SummaryValue {
  /// Nil for `(none)`.
  var id: String?
  /// As shown, before the rules for CSV; for dates `YYYY-MM-DD`.
  var name: String
  var isDate = false
  /// The name that is added to equal ones.
  var owner: String?
  /// The users with the value; nil: all.
  var users: Set<String>?
  var course: String?
  var session: SessionReference?
  /// The dates of a unit of time.
  var dates: ClosedRange<String>?

  /// "The value as files show it."
  var cell: String { isDate && id != nil ? Instants.dateCell(name) : Cell.text(name) }

  static func none(_ users: Set<String>) -> SummaryValue { SummaryValue(id: nil, name: "(none)", users: users) }
}

extension ReferencePlatform {
  /// The values of a dimension for these users.
  func summaryValues(_ by: String, _ users: [User], _ filter: ReportFilter) -> [SummaryValue] {
    let ids = Set(users.map(\.id))
    switch by {
    case "group":
      let held = users.map { ($0.id, groups: heldGroups(of: $0.id, subgroups: filter.subgroups)) }
      return groups.map { group in
        SummaryValue(
          id: group.id, name: group.name, owner: group.parent.flatMap(self.group)?.name,
          users: Set(held.filter { $0.groups.contains(group.id) }.map(\.0)))
      }.filter { $0.users != [] } + none(ids.subtracting(held.filter { !$0.groups.isEmpty }.map(\.0)))
    case "manager":
      let relations = managers.filter { relation in
        relation.isOpen && ids.contains(relation.user) && user(relation.manager)?.deletedAt == nil
      }
      let values = Dictionary(grouping: relations, by: \.manager).map { manager, relations in
        SummaryValue(id: manager, name: user(manager)?.email ?? "", users: Set(relations.map(\.user)))
      }
      return values + none(ids.subtracting(relations.map(\.user)))
    case "title": return values(users) { ($0.title, false) }
    case "language": return values(users) { ($0.language, false) }
    case "course": return summaryCourses(users, filter)
    case "program_session", "path_session": return summarySessions(isPath: by == "path_session", users, filter)
    default:
      if SummaryQuestion.units.contains(by) { return summaryUnits(by, users, filter) }
      let field = customFields.first { equalByCodePoint("custom:\($0.id)", by) }
      return values(users) { ($0.customValues[field?.id ?? ""], field?.isDate ?? false) }
    }
  }

  private func none(_ users: Set<String>) -> [SummaryValue] { users.isEmpty ? [] : [.none(users)] }

  /// "Each value, by exact text; users without one in the row `(none)`."
  private func values(_ users: [User], _ value: (User) -> (String?, isDate: Bool)) -> [SummaryValue] {
    var values: [SummaryValue] = []
    var others: Set<String> = []
    for user in users {
      let (text, isDate) = value(user)
      guard let text else {
        others.insert(user.id)
        continue
      }
      if let place = values.firstIndex(where: { equalByCodePoint($0.name, text) }) {
        values[place].users?.insert(user.id)
      } else {
        values.append(SummaryValue(id: text, name: text, isDate: isDate, users: [user.id]))
      }
    }
    return values + none(others)
  }

  /// "Each course on which a user of the population has an attempt dated in the period, or that they first completed in
  /// it."
  private func summaryCourses(_ users: [User], _ filter: ReportFilter) -> [SummaryValue] {
    courses.filter { course in users.contains { isLearner($0.id, of: course.id, filter) } }
      .map { SummaryValue(id: $0.id, name: $0.name, course: $0.id) }
  }

  /// "With an attempt on it dated in P or a first completion of it in P."
  func isLearner(_ user: String, of course: String, _ filter: ReportFilter) -> Bool {
    let made = attempts[user, default: []].filter { $0.course == course && namesChosenSession($0, of: filter) }
    return made.contains { isInRange($0.lastActivityAt, of: filter) }
      || made.compactMap(\.completionDate).min().map { isInRange($0, of: filter) } ?? false
  }

  /// "Each with an enrolment (open or closed) of a user of the population; with `session=`, the chosen ones of that kind
  /// among them."
  private func summarySessions(isPath: Bool, _ users: [User], _ filter: ReportFilter) -> [SummaryValue] {
    let sessions = (isPath ? pathSessions : programSessions).values
    let owners = isPath ? paths : programs
    return sessions.compactMap { session in
      let reference: SessionReference = isPath ? .path(session.id) : .program(session.id)
      let enrolled = users.map(\.id).filter { user in
        enrolments[user, default: []].contains { $0.session == reference }
      }
      guard !enrolled.isEmpty, filter.sessions.isEmpty || filter.sessions.contains(reference) else { return nil }
      return SummaryValue(
        id: session.id, name: session.name, owner: owners[session.owner]?.name, users: Set(enrolled),
        session: reference)
    }
  }
}
