package import Access
package import DatabaseAccess
import Statistics

/// The kinds of files (`pages.md`, *Files*), each with its filters.
package enum ExportKind: Sendable, Codable, Equatable {
  case users(UsersChoice)
  /// The individual general stats of the user with this id.
  case user(String)
  case generalStats(ReportFilters)
  /// A custom report of another type.
  case table(CustomReport.Kind, ReportFilters)
  case collaborativeActivities(search: String?, conditions: [String]? = nil)
  case registrations(search: String?, conditions: [String]? = nil)

  /// A custom report.
  package init(_ kind: CustomReport.Kind, _ choice: ReportFilters) {
    self = kind == .generalStats ? .generalStats(choice) : .table(kind, choice)
  }

  /// Filters of the Users file.
  package struct UsersChoice: Sendable, Codable, Equatable {
    /// `current` or `deleted`.
    package var tab: String
    package var search: String?
    package var groups: [String]
    /// Whether a group includes those below it; nil: no.
    package var subgroups: Bool?
    /// Nil for none.
    package var conditions: [String]?
    /// Ids of custom fields; nil for all.
    package var fields: [String]?

    package init(
      tab: String, search: String?, groups: [String], subgroups: Bool? = nil, conditions: [String]? = nil,
      fields: [String]?
    ) {
      self.tab = tab
      self.search = search
      self.groups = groups
      self.subgroups = subgroups
      self.conditions = conditions
      self.fields = fields
    }
  }

  /// Whether these roles may have such a file at all; which users it contains depends on the scope.
  package func isOpen(to roles: Viewer.Roles) -> Bool {
    switch self {
    case .users, .generalStats: roles.seesUsers
    case .table(let kind, _): kind.isOpen(to: roles)
    case .user: true
    case .collaborativeActivities: roles.seesCollaborativeActivities
    case .registrations: roles.seesMembers
    }
  }

  /// The users it may contain.
  package func scope(of viewer: Viewer) -> Scope {
    switch self {
    case .users, .generalStats: .theirUsers(of: viewer)
    case .table(let kind, _): kind.scope(of: viewer)
    case .user: .page(of: viewer)
    case .collaborativeActivities: .collaborators(of: viewer)
    case .registrations: .members(of: viewer)
    }
  }

  /// Its rows.
  /// - Throws: `AccessDenied.notFound` for a user outside the scope, `BadFilter`.
  package func report(
    for viewer: Viewer, _ settings: FileSettings, now: Int, _ session: any SQLSession
  ) throws -> Report {
    switch self {
    case .users(let choice):
      return try .users(
        try population(for: viewer, settings, now: now, session), fields: choice.fields, at: settings.moment(now),
        session)
    case .user(let id):
      let subject = try Subject(id: id, in: scope(of: viewer), session)
      return .individualGeneralStats(subject, at: settings.moment(now))
    case .generalStats(let choice):
      let request = try choice.request(at: settings.moment(now))
      return try request.report(for: viewer, repliesCount: settings.repliesCountAsPublications, session)
    case .table(let kind, let choice):
      let request = try choice.request(kind, at: settings.moment(now))
      return try request.report(for: viewer, repliesCount: settings.repliesCountAsPublications, session)
    case .collaborativeActivities:
      return .collaborativeActivities(
        try population(for: viewer, settings, now: now, session), repliesCount: settings.repliesCountAsPublications,
        at: settings.moment(now))
    case .registrations: return .registrations(try population(for: viewer, settings, now: now, session))
    }
  }

  /// The first part of the file's name.
  package var stem: String {
    switch self {
    case .users: "users"
    case .user, .generalStats: "general-stats"
    case .table(let kind, _): kind.rawValue
    case .collaborativeActivities: "collaborative-activities"
    case .registrations: "registrations"
    }
  }

  /// The type of report, if its name in the audit log does not include it.
  package var type: String? { if case .table(let kind, _) = self { kind.rawValue } else { nil } }

  /// Its name in the audit log, before `.download`.
  package var kind: String {
    switch self {
    case .users: "users"
    case .user: "user"
    case .generalStats: "general-stats"
    case .table: "report"
    case .collaborativeActivities: "collaborative-activities"
    case .registrations: "members"
    }
  }
}

// The files of lists of users, whose filters are those of the list.

extension ExportKind {
  /// The users of the file of a list.
  private func population(
    for viewer: Viewer, _ settings: FileSettings, now: Int, _ session: any SQLSession
  ) throws -> Population {
    var population = population(for: viewer)
    let conditions = try conditions(for: viewer, settings, now: now, session)
    try population.narrow(bySearch: session)
    try population.narrow(byRows: conditions, over: Selection(at: settings.moment(now)), session)
    return population
  }

  /// The same, without conditions.
  func population(for viewer: Viewer) -> Population {
    var population = Population(scope(of: viewer))
    switch self {
    case .users(let choice):
      population.tab = Population.Tab(rawValue: choice.tab) ?? .current
      population.search = choice.search
      population.groups = choice.groups
      population.includesSubgroups = choice.subgroups ?? false
    case .collaborativeActivities(let search, _), .registrations(let search, _): population.search = search
    case .user, .generalStats, .table: break
    }
    return population
  }

  /// Checks what `report` would refuse: the conditions, and custom fields as dimensions.
  /// - Throws: `BadFilter`.
  package func check(
    for viewer: Viewer, _ settings: FileSettings, now: Int, _ session: any SQLSession
  ) throws {
    _ = try conditions(for: viewer, settings, now: now, session)
    guard case .table(.summary, let choice) = self else { return }
    let request = try choice.request(.summary, at: settings.moment(now))
    _ = try BadFilter.of { try request.choice?.headings(session) }
  }

  /// Its conditions, read.
  /// - Throws: `BadFilter`.
  func conditions(
    for viewer: Viewer, _ settings: FileSettings, now: Int, _ session: any SQLSession
  ) throws -> [Condition] {
    func all(_ texts: [String]?, _ kind: UserList.Kind) throws -> [Condition] {
      try Condition.all(texts ?? [], of: kind, for: viewer, at: settings.moment(now), session)
    }
    return switch self {
    case .users(let choice): try all(choice.conditions, .users)
    case .collaborativeActivities(_, let texts):
      try all(texts, .activities(repliesCount: settings.repliesCountAsPublications))
    case .registrations(_, let texts): try all(texts, .members)
    case .generalStats(let choice):
      try choice.request(at: settings.moment(now)).conditions(for: viewer, session)
    case .table(let kind, let choice):
      try choice.request(kind, at: settings.moment(now)).conditions(for: viewer, session)
    case .user: []
    }
  }
}
