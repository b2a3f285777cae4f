import Access
import Hummingbird

/// Where the viewer's work starts.
enum HomePage {
  static func show(_ visit: Visit) async throws -> Response {
    let viewer = try visit.viewer
    return .redirect(to: viewer.roles.seesUsers ? "/users" : viewer.page, type: .normal)
  }
}
