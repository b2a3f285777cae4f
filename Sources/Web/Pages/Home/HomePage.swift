import Access
import Hummingbird

/// Redirects to the viewer's start page.
enum HomePage {
  static func show(_ visit: WebRequest) async throws -> Response {
    let viewer = try visit.viewer
    return .redirect(to: start(viewer), type: .normal)
  }

  /// Viewers who see users start with the overview, others with their own home.
  private static func start(_ viewer: Viewer) -> String {
    viewer.roles.seesUsers ? OverviewPage.path : OwnHomePage.path
  }
}
