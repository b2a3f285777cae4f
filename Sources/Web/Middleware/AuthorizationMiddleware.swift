import Access
import DatabaseAccess
import Hummingbird
import Records

/// Authenticates the request, and checks its permission.
struct AuthorizationMiddleware: Sendable {
  let services: Services

  func answer(_ route: Route, _ request: Request, _ context: Context) async throws -> Response {
    try refuseBody(route, request)
    if case .client = route.permission {
      let visit = WebRequest(request: request, context: context, services: services, visitor: nil)
      return try await route.answer(visit)
    }
    let visitor = try await visitor(request)
    if let visitor {
      context.asker.isKnown(visitor)
      try services.background.checkRoom()
    }
    let visit = WebRequest(
      request: request, context: context, services: services, visitor: visitor, parameters: route.parameters)
    switch route.permission {
    case .anyone, .client: break
    case .signedIn: _ = try visit.viewer
    case .role(let holds): if !holds(try visit.viewer.roles) { throw AccessDenied.notPermitted }
    case .watcher: try MetricsAPI.check(visit)
    }
    // After the permission check: only those who may open a route are told which parameters it accepts.
    try visit.checkQuery()
    return try await route.answer(visit)
  }

  private func refuseBody(_ route: Route, _ request: Request) throws {
    guard route.method == .get else { return }
    let length = request.headers[.contentLength].flatMap { Int($0) } ?? 0
    if length > 0 || request.headers[.transferEncoding] != nil {
      throw BadRequest("body", "is not expected with \(request.method.rawValue)")
    }
  }

  /// Authenticates by API token, else by session cookie. An invalid token is an error rather than an anonymous request.
  func visitor(_ request: Request) async throws -> WebRequest.Principal? {
    let now = services.settings.machineNow()
    if let header = request.headers[.authorization] {
      let parts = header.splitBytes(at: " ", maxSplits: 1)
      guard parts.count == 2, parts[0].asciiLowercased == "bearer" else { throw AccessDenied.notSignedIn }
      let secret = parts[1]
      guard let bearer = try await services.database.read({ try Token.bearer(secret, now: now, $0) }) else {
        throw AccessDenied.notSignedIn
      }
      if bearer.isStale { services.background.write { try Token.touch(bearer.key, now: now, $0) } }
      return WebRequest.Principal(viewer: bearer.viewer, csrf: nil, isReadOnly: bearer.isReadOnly)
    }
    guard let secret = SiteCookie.session.value(in: request, isSecure: services.settings.isSecure),
      let session = try await services.database.read({ [pending = services.sessions.pending] in
        try pending.session(secret: secret, now: now, $0)
      })
    else { return nil }
    if session.isStale { services.background.write { try WebSession.touch(secret: secret, now: now, $0) } }
    return WebRequest.Principal(
      viewer: session.viewer, csrf: session.csrf, isReadOnly: false, session: session.id, isFresh: session.isFresh)
  }
}
