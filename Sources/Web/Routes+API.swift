import Access
import Accounts
import HTTPTypes
import Hummingbird
import Reports
import Statistics

// What programs request: the API, SCIM, and xAPI.

extension Routes {
  static let api: [Route] = [
    .get("/api/v1/health", .anyone, .query(.none), HealthAPI.health),
    .get("/api/v1/ready", .anyone, .query(.none), HealthAPI.ready),
    .get("/api/v1/metrics", .watcher, .query(.none), MetricsAPI.show),
    .get("/api/v1/openapi.json", .anyone, .query(.none), OpenAPIDocument.show),
    .get("/api/v1/statistics", .signedIn, .query(.none), CatalogueAPI.list),
    .get("/api/v1/users", .role(\.seesUsers), .query(UserListRequest.parameters(.users)), UsersAPI.list),
    .get("/api/v1/users/:id/statistics", .signedIn, .query(.none), UsersAPI.statistics),
    .get("/api/v1/users/:id/statistics/:key/records", .signedIn, .query(EvidenceRequest.parameters), EvidenceAPI.list),
    .get("/api/v1/users/:id/programs/:session", .signedIn, .query(.none), DrillDownAPI.program),
    .get(
      "/api/v1/users/:id/courses/:course/attempts", .signedIn, .query(CourseAttempts.Narrowing.parameters),
      DrillDownAPI.attempts),
    .get("/api/v1/users/:id/questions/:question", .signedIn, .query(.none), DrillDownAPI.answers),
    .get("/api/v1/users/:id/team", .role(\.seesUsers), .query([.many(Condition.parameter)]), PeopleAPI.team),
    .get("/api/v1/users/:id/public", .signedIn, .query(.none), PeopleAPI.publicCard),
    .get(
      "/api/v1/collaborative-activities", .role(\.seesCollaborativeActivities),
      .query(UserListRequest.parameters(.members)), PeopleAPI.activities),
    .get("/api/v1/members", .role(\.seesMembers), .query(UserListRequest.parameters(.members)), PeopleAPI.members),
    .get("/api/v1/compare", .role(\.seesUsers), .query(CompareAPI.parameters), CompareAPI.show),
    .get("/api/v1/sources", .role(\.seesSources), .query(.none), SourcesAPI.list),
    .post("/api/v1/records/:kind", .role(\.writesRecords), .query(.none), RecordsAPI.post),
  ]

  /// The overview, and the lists of what needs attention now.
  static let overview: [Route] =
    [.get("/api/v1/overview", .role(\.seesUsers), .query(OverviewAPI.parameters), OverviewAPI.show)]
    + AttentionKind.allCases.map { kind in
      .get("/api/v1/overview/\(kind.rawValue)", .role(\.seesUsers), .query(AttentionAPI.parameters)) {
        try await AttentionAPI.answer(kind, $0)
      }
    }

  /// The lists of entities, and what is known about a question.
  static let entityRows: [Route] =
    EntityKind.allCases.filter { $0 != .tag }.map { kind in
      .get("/api/v1/\(kind.rawValue)", .role { $0.opens(kind) }, .query(EntityListRequest.programParameters)) {
        try await EntityListAPI.answer(kind, $0)
      }
    } + [.get("/api/v1/questions/:id", .signedIn, .query(["limit", "after"]), QuestionAPI.show)]

  /// The rows of a report of each type, and why a user is not among them.
  static let reportRows: [Route] = CustomReport.Kind.allCases.flatMap { kind -> [Route] in
    let permission = Route.Permission.role { kind.isOpen(to: $0) }
    let (path, choice) = ("/api/v1/reports/\(kind.rawValue)", ReportFilters.parameters(kind))
    return [
      .get(path, permission, .query(choice), ReportsAPI.rows(of: kind)),
      .get("\(path)/why", permission, .query(choice), PresenceAPI.answer(of: kind)),
    ]
  }

  /// Users and groups provisioned by a directory over SCIM 2.0. Searching both in one request is not implemented.
  static let directory: [Route] =
    SCIMResourceType.all.flatMap(resources) + discovery + [scim(.post, "/.search", SCIMDiscovery.notImplemented)]

  private static func resources(_ type: SCIMResourceType) -> [Route] {
    let api = SCIMAPI(type: type)
    let (all, one) = ("/\(type.folder)", "/\(type.folder)/:id")
    return [
      scim(.get, all, api.list), scim(.post, all, api.create), scim(.post, all + "/.search", api.search),
      scim(.get, one, api.get), scim(.put, one, api.replace), scim(.patch, one, api.patch),
      scim(.delete, one, api.remove), scim(.put, all, SCIMDiscovery.methodNotAllowed),
      scim(.patch, all, SCIMDiscovery.methodNotAllowed), scim(.delete, all, SCIMDiscovery.methodNotAllowed),
      scim(.post, one, SCIMDiscovery.methodNotAllowed),
    ]
  }

  private static let discovery: [Route] =
    [
      scim(.get, "/ServiceProviderConfig", SCIMDiscovery.configuration),
      scim(.get, "/Schemas", SCIMDiscovery.schemas), scim(.get, "/Schemas/:id", SCIMDiscovery.schema),
      scim(.get, "/ResourceTypes", SCIMDiscovery.resourceTypes),
      scim(.get, "/ResourceTypes/:id", SCIMDiscovery.resourceType),
    ]
    + ["/ServiceProviderConfig", "/Schemas", "/ResourceTypes"].flatMap { path in
      [HTTPRequest.Method.post, .put, .patch, .delete].map { scim($0, path, SCIMDiscovery.methodNotAllowed) }
    }

  private static func scim(
    _ method: HTTPRequest.Method, _ path: String, _ answer: @escaping Route.Answer
  ) -> Route {
    Route(
      method: method, path: RouterPath(SCIMAPI.path + path), permission: .role(\.writesRecords), parameters: .anything,
      answer: answer)
  }

  /// The xAPI door. Its routes have credentials of their own, and refuse unknown parameters themselves.
  static let xapi: [Route] = XAPIRoute.all.flatMap { route in
    [HTTPRequest.Method.get, .put, .post, .delete, .options].map { method in
      Route(
        method: method, path: RouterPath(route.path), permission: .client, parameters: .anything, answer: route.respond)
    }
  }
}
