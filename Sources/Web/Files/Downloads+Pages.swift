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
    let viewer = try visit.viewer
    let manager = try await visit.read { try Team.manager(id, for: viewer, $0) }
    return try await FileResponse(visit, try visit.query(), stem: "team-\(manager.lastName)")
      .response("team.download", subject: manager.key) { [now = visit.now] _ in
        Report.team(of: manager, for: viewer, now: now)
      }
  }
}
