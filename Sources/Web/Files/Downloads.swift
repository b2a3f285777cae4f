import Access
import Hummingbird
import Records
import Reports
import Statistics

/// The files (`pages.md`, *Files*).
enum Downloads {
  static func users(_ visit: Visit) async throws -> Response {
    let query = try visit.query()
    let wanted = try UserListRequest(query)
    let viewer = try visit.viewer
    let fields = query.list("field")
    return try await file(visit, query, "users").response("users.download") { session in
      try Report.users(wanted.population(for: viewer), fields: fields, session)
    }
  }

  static func user(_ visit: Visit) async throws -> Response {
    let id = try visit.parameter("id")
    let scope = Scope.page(of: try visit.viewer)
    let subject = try await visit.read { try Subject(id: id, in: scope, $0) }
    return try await file(visit, try visit.query(), named("general-stats", subject)).response(
      "user.download", subject: subject.key
    ) { session in
      try Report.individualGeneralStats(subject, session)
    }
  }

  /// A section of a user's page: all its rows, sorted as on the page.
  static func userSection(_ visit: Visit) async throws -> Response {
    let id = try visit.parameter("id")
    guard let section = UserSection(rawValue: try visit.parameter("section")) else { throw AccessDenied.notFound }
    let query = try visit.query()
    let view = try SectionRequest(section.rawValue, section.columns, query, rowsAPage: nil).view
    let scope = Scope.page(of: try visit.viewer)
    let (now, shown) = (visit.now, visit.shown)
    let subject = try await visit.read { try Subject(id: id, in: scope, $0) }
    return try await file(visit, query, named(section.rawValue, subject))
      .response("user.section.download", subject: subject.key) { session in
        SectionFile(section: try section.read(of: subject, view, now: now, session), shown: shown)
      }
  }

  static func team(_ visit: Visit) async throws -> Response {
    let id = try visit.parameter("id")
    let viewer = try visit.viewer
    let manager = try await visit.read { try Team.manager(id, for: viewer, $0) }
    return try await file(visit, try visit.query(), named("team", manager))
      .response("team.download", subject: manager.key) { [now = visit.now] _ in
        Report.team(of: manager, for: viewer, now: now)
      }
  }

  static func generalStats(_ visit: Visit) async throws -> Response {
    let query = try visit.query()
    let wanted = try GeneralStatsRequest(query, visit)
    let viewer = try visit.viewer
    return try await file(visit, query, "general-stats").response("general-stats.download") { session in
      try Report.generalStats(try wanted.filter(for: viewer, session), session)
    }
  }

  static func collaborativeActivities(_ visit: Visit) async throws -> Response {
    let scope = Scope.collaborators(of: try visit.viewer)
    let repliesCount = visit.services.settings.repliesCountAsPublications
    let query = try visit.query()
    let search = try UserListRequest.search(query)
    return try await file(visit, query, "collaborative-activities")
      .response("collaborative-activities.download") { _ in
        Report.collaborativeActivities(scope, search: search, repliesCount: repliesCount)
      }
  }

  static func registrations(_ visit: Visit) async throws -> Response {
    let scope = Scope.members(of: try visit.viewer)
    let query = try visit.query()
    let search = try UserListRequest.search(query)
    return try await file(visit, query, "registrations").response("members.download") { _ in
      Report.registrations(scope, search: search)
    }
  }

  /// `courses-LASTNAME`; a name that is a path stays in its place.
  private static func named(_ name: String, _ subject: Subject) -> String {
    "\(name)-\(subject.lastName.map { $0.isNewline || $0 == "/" ? "_" : String($0) }.joined())"
  }

  private static func file(_ visit: Visit, _ query: Query, _ name: String) throws -> FileAnswer {
    FileAnswer(visit: visit, format: try query.choice("format", default: .csv), name: name)
  }
}

extension GeneralStatsRequest {
  /// As an address asks for it, of the file and of the API alike.
  init(_ query: Query, _ visit: Visit) throws {
    try self.init(
      groups: query.all("group"), users: query.all("user"), sessions: query.all("session"), from: query["from"],
      to: query["to"], fields: query.list("field"), columns: query.list("column").flatMap { $0.isEmpty ? nil : $0 },
      visit.services.settings.style)
  }
}
