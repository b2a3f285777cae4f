import Hummingbird

extension Site {
  /// The xAPI door. Its routes have credentials of their own, and refuse unknown parameters themselves.
  static let xapi: [Route] = XAPIRoute.all.flatMap { route in
    [HTTPRequest.Method.get, .put, .post, .delete, .options].map { method in
      Route(
        method: method, path: RouterPath(route.path), permission: .client, parameters: .anything, answer: route.respond)
    }
  }
}
