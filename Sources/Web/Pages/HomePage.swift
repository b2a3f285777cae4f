import Access
import Hummingbird

/// Where the viewer's work starts.
enum HomePage {
  static func show(_ visit: Visit) async throws -> Response {
    let viewer = try visit.viewer
    return .redirect(to: start(viewer), type: .normal)
  }

  /// Coaches and administrators begin with their users, managers with their team, everybody else with their own page.
  private static func start(_ viewer: Viewer) -> String {
    if viewer.roles.seesTeams { return "/users" }
    return viewer.roles.manages ? viewer.team : viewer.page
  }
}
