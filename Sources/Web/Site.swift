import Access
import Hummingbird

/// Every address of the site, in one list. A route names who may open it; there is no default.
struct Site {
  struct Route: Sendable {
    let method: HTTPRequest.Method
    let path: RouterPath
    let permission: Permission
    let answer: @Sendable (Visit) async throws -> Response
  }

  /// Who may open a route. What they see there is the matter of the `Scope` that its queries are built with.
  enum Permission: Sendable {
    case anyone
    case signedIn
    case role(@Sendable (Viewer.Roles) -> Bool)
    /// Whoever watches over the server: see `MetricsAPI.check`.
    case watcher
  }

  static let routes: [Route] =
    pages + account + files + downloads + api + evidence + charts + reports + reportTypes + things + directory
    + singleSignOn + drillDowns + people + members + customFields + sharedReports

  private static let pages: [Route] = [
    Route(method: .get, path: "/", permission: .signedIn, answer: HomePage.show),
    Route(method: .get, path: "/signin", permission: .anyone, answer: SignInPage.show),
    Route(method: .post, path: "/signin", permission: .anyone, answer: SignInPage.signIn),
    Route(method: .post, path: "/signout", permission: .signedIn, answer: SignInPage.signOut),
    Route(method: .get, path: "/users", permission: .role { $0.seesUsers }, answer: UsersPage.show),
    Route(method: .get, path: "/users/:id", permission: .signedIn, answer: UserPage.show),
    Route(method: .get, path: "/help/statistics", permission: .signedIn, answer: HelpPage.show),
  ]

  private static let files: [Route] = [
    Route(
      method: .get, path: "/users/download", permission: .role { $0.seesUsers }, answer: Downloads.now(Downloads.users)),
    Route(method: .get, path: "/users/:id/download", permission: .signedIn, answer: Downloads.now(Downloads.user)),
    Route(
      method: .get, path: "/collaborative-activities/download",
      permission: .role { $0.seesCollaborativeActivities }, answer: Downloads.now(Downloads.collaborativeActivities)),
    Route(
      method: .get, path: "/members/download", permission: .role { $0.seesMembers },
      answer: Downloads.now(Downloads.registrations)),
  ]

  private static let api: [Route] = [
    Route(method: .get, path: "/api/v1/health", permission: .anyone, answer: HealthAPI.health),
    Route(method: .get, path: "/api/v1/ready", permission: .anyone, answer: HealthAPI.ready),
    Route(method: .get, path: "/api/v1/metrics", permission: .watcher, answer: MetricsAPI.show),
    Route(method: .get, path: "/api/v1/openapi.json", permission: .anyone, answer: OpenAPIDocument.show),
    Route(method: .get, path: "/api/v1/statistics", permission: .signedIn, answer: CatalogueAPI.list),
    Route(method: .get, path: "/api/v1/users", permission: .role { $0.seesUsers }, answer: UsersAPI.list),
    Route(method: .get, path: "/api/v1/users/:id/statistics", permission: .signedIn, answer: UsersAPI.statistics),
    Route(
      method: .post, path: "/api/v1/records/:kind", permission: .role { $0.writesRecords }, answer: RecordsAPI.take),
  ]
}
