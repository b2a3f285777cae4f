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
  case collaborativeActivities(search: String?)
  case registrations(search: String?)

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
    /// Ids of custom fields; nil for all.
    package var fields: [String]?

    package init(tab: String, search: String?, groups: [String], fields: [String]?) {
      self.tab = tab
      self.search = search
      self.groups = groups
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
    let scope = scope(of: viewer)
    switch self {
    case .users(let choice):
      var population = Population(scope, tab: Population.Tab(rawValue: choice.tab) ?? .current)
      population.search = choice.search
      population.groups = choice.groups
      return try .users(population, fields: choice.fields, session)
    case .user(let id): return try .individualGeneralStats(try Subject(id: id, in: scope, session), session)
    case .generalStats(let choice):
      let request = try choice.request(settings.style, now: now)
      return try request.report(for: viewer, repliesCount: settings.repliesCountAsPublications, session)
    case .table(let kind, let choice):
      let request = try choice.request(settings.style, now: now, kind)
      return try request.report(for: viewer, repliesCount: settings.repliesCountAsPublications, session)
    case .collaborativeActivities(let search):
      return .collaborativeActivities(
        scope, search: search, repliesCount: settings.repliesCountAsPublications)
    case .registrations(let search): return .registrations(scope, search: search)
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
