import Access
import Hummingbird

/// Redirects to the viewer's start page.
enum HomePage {
  static func show(_ visit: WebRequest) async throws -> Response {
    let viewer = try visit.viewer
    return .redirect(to: start(viewer), type: .normal)
  }

  /// Coaches and administrators start with their users, managers with their team, others with their own page.
  private static func start(_ viewer: Viewer) -> String {
    if viewer.roles.seesTeams { return "/users" }
    return viewer.roles.manages ? viewer.team : viewer.page
  }
}
