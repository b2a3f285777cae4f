import Access
import Hummingbird
import Reports
import Statistics

// Downloads of single pages, which are small and sent at once.

extension Downloads {
  /// A section of a user's page: all rows, sorted as on the page.
  static func userSection(_ section: UserSection, _ visit: WebRequest) async throws -> Response {
    let id = try visit.parameter("id")
    let query = try visit.query()
    let view = try SectionRequest(section.rawValue, section.table.columns, query, rowsAPage: nil).view
    let scope = Scope.page(of: try visit.viewer)
    let (now, shown) = (visit.now, visit.shown)
    let subject = try await visit.read { try Subject(id: id, in: scope, $0) }
    return try await FileResponse(visit, query, stem: "\(section.rawValue)-\(subject.lastName)")
      .response("user.section.download", subject: subject.key) { session in
        SectionFile(section: try section.table.section(of: subject.user, view, now: now, session), shown: shown)
      }
  }

  static func team(_ visit: WebRequest) async throws -> Response {
    let id = try visit.parameter("id")
    let (viewer, query) = (try visit.viewer, try visit.query())
    let manager = try await visit.read { session in
      let manager = try Team.manager(id, for: viewer, session)
      // Check the conditions before the response starts, so that a refusal is an error page.
      _ = try TeamPage.population(of: manager, query, visit, session)
      return manager
    }
    return try await FileResponse(visit, query, stem: "team-\(manager.lastName)")
      .response("team.download", subject: manager.key) { session in
        Report.team(try TeamPage.population(of: manager, query, visit, session), now: visit.now)
      }
  }
}
