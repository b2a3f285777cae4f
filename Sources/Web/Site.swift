import Access
import Hummingbird
import Statistics

/// All routes of the site: the lists of `Site+….swift`, concatenated. A route declares its permission and the parameters
/// that it accepts; there is no default for either.
struct Site {
  struct Route: Sendable {
    let method: HTTPRequest.Method
    let path: RouterPath
    let permission: Permission
    let parameters: AcceptedParameters
    let answer: @Sendable (WebRequest) async throws -> Response
  }

  /// The permission to open a route. Which users they see there depends on the `Scope` of its queries.
  enum Permission: Sendable {
    case anyone
    case signedIn
    case role(@Sendable (Viewer.Roles) -> Bool)
    /// Monitoring: see `MetricsAPI.check`.
    case watcher
  }

  static let routes: [Route] =
    pages + account + files + downloads + api + evidence + charts + reports + reportTypes + things + directory
    + singleSignOn + drillDowns + people + members + customFields + sharedReports + pickers

  private static let pages: [Route] = [
    Route(method: .get, path: "/", permission: .signedIn, parameters: .query(.none), answer: HomePage.show),
    Route(
      method: .get, path: "/signin", permission: .anyone, parameters: .query(["return_to", "password"]),
      answer: SignInPage.show),
    Route(
      method: .post, path: "/signin", permission: .anyone, parameters: .form(["email", "password", "return_to"]),
      answer: SignInPage.signIn),
    Route(
      method: .post, path: "/signout", permission: .signedIn, parameters: .form(.none), answer: SignInPage.signOut),
    Route(
      method: .get, path: "/users", permission: .role { $0.seesUsers },
      parameters: .query(UserListRequest.pageParameters(.users)), answer: UsersPage.show),
    Route(
      method: .get, path: "/users/:id", permission: .signedIn,
      parameters: .query(SectionRequest.parameters(UserSection.allCases.map(\.rawValue))), answer: UserPage.show),
    Route(
      method: .get, path: "/help/statistics", permission: .signedIn, parameters: .query(.none), answer: HelpPage.show),
  ]

  private static let files: [Route] = [
    Route(
      method: .get, path: "/users/download", permission: .role { $0.seesUsers },
      parameters: .query(Downloads.pageParameters + UserListRequest.fileParameters(.users)),
      answer: Downloads.now(Downloads.users)),
    Route(
      method: .get, path: "/users/:id/download", permission: .signedIn, parameters: .query(Downloads.pageParameters),
      answer: Downloads.now(Downloads.user)),
    Route(
      method: .get, path: "/collaborative-activities/download",
      permission: .role { $0.seesCollaborativeActivities },
      parameters: .query(Downloads.pageParameters + UserListRequest.fileParameters(.members)),
      answer: Downloads.now(Downloads.collaborativeActivities)),
    Route(
      method: .get, path: "/members/download", permission: .role { $0.seesMembers },
      parameters: .query(Downloads.pageParameters + UserListRequest.fileParameters(.members)),
      answer: Downloads.now(Downloads.registrations)),
  ]

  private static let api: [Route] = [
    Route(
      method: .get, path: "/api/v1/health", permission: .anyone, parameters: .query(.none), answer: HealthAPI.health),
    Route(
      method: .get, path: "/api/v1/ready", permission: .anyone, parameters: .query(.none), answer: HealthAPI.ready),
    Route(
      method: .get, path: "/api/v1/metrics", permission: .watcher, parameters: .query(.none), answer: MetricsAPI.show),
    Route(
      method: .get, path: "/api/v1/openapi.json", permission: .anyone, parameters: .query(.none),
      answer: OpenAPIDocument.show),
    Route(
      method: .get, path: "/api/v1/statistics", permission: .signedIn, parameters: .query(.none),
      answer: CatalogueAPI.list),
    Route(
      method: .get, path: "/api/v1/users", permission: .role { $0.seesUsers },
      parameters: .query(UserListRequest.parameters(.users)), answer: UsersAPI.list),
    Route(
      method: .get, path: "/api/v1/users/:id/statistics", permission: .signedIn, parameters: .query(.none),
      answer: UsersAPI.statistics),
    Route(
      method: .post, path: "/api/v1/records/:kind", permission: .role { $0.writesRecords }, parameters: .query(.none),
      answer: RecordsAPI.post),
  ]
}
