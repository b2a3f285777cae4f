import Access
import HTTPTypes
import Hummingbird

/// A route of the site. It declares its permission and the parameters that it accepts; neither has a default.
struct Route: Sendable {
  typealias Answer = @Sendable (WebRequest) async throws -> Response

  let method: HTTPRequest.Method
  let path: RouterPath
  let permission: Permission
  let parameters: AcceptedParameters
  let answer: Answer

  /// The permission to open a route. Which users they see there depends on the `Scope` of its queries.
  enum Permission: Sendable {
    case anyone
    case signedIn
    case role(@Sendable (Viewer.Roles) -> Bool)
    /// Monitoring: see `MetricsAPI.check`.
    case watcher
    /// Clients of the xAPI door, which have their own credentials: see `XAPIRequest`.
    case client
  }

  static func get(
    _ path: String, _ permission: Permission, _ parameters: AcceptedParameters, _ answer: @escaping Answer
  ) -> Route {
    Route(method: .get, path: RouterPath(path), permission: permission, parameters: parameters, answer: answer)
  }

  static func post(
    _ path: String, _ permission: Permission, _ parameters: AcceptedParameters, _ answer: @escaping Answer
  ) -> Route {
    Route(method: .post, path: RouterPath(path), permission: permission, parameters: parameters, answer: answer)
  }
}
