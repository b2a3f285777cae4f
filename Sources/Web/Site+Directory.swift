import Access
import Hummingbird

extension Site {
  /// Users and groups provisioned by a directory over SCIM 2.0.
  static let directory: [Route] =
    resources(SCIMUsers.self) + resources(SCIMGroups.self) + discovery + notOffered

  private static let writers = Permission.role { $0.writesRecords }

  private static func resources<Resource: SCIMResource>(_ resource: Resource.Type) -> [Route] {
    let all = "\(SCIM.path)/\(Resource.folder)"
    let one = all + "/:id"
    return [
      scim(.get, all, SCIMAPI<Resource>.list), scim(.post, all, SCIMAPI<Resource>.create),
      scim(.post, all + "/.search", SCIMAPI<Resource>.search), scim(.get, one, SCIMAPI<Resource>.get),
      scim(.put, one, SCIMAPI<Resource>.replace), scim(.patch, one, SCIMAPI<Resource>.patch),
      scim(.delete, one, SCIMAPI<Resource>.remove), scim(.put, all, SCIMDiscovery.methodNotAllowed),
      scim(.patch, all, SCIMDiscovery.methodNotAllowed), scim(.delete, all, SCIMDiscovery.methodNotAllowed),
      scim(.post, one, SCIMDiscovery.methodNotAllowed),
    ]
  }

  private static let discovery: [Route] =
    [
      scim(.get, "\(SCIM.path)/ServiceProviderConfig", SCIMDiscovery.configuration),
      scim(.get, "\(SCIM.path)/Schemas", SCIMDiscovery.schemas),
      scim(.get, "\(SCIM.path)/Schemas/:id", SCIMDiscovery.schema),
      scim(.get, "\(SCIM.path)/ResourceTypes", SCIMDiscovery.resourceTypes),
      scim(.get, "\(SCIM.path)/ResourceTypes/:id", SCIMDiscovery.resourceType),
    ]
    + ["ServiceProviderConfig", "Schemas", "ResourceTypes"].flatMap { place in
      [HTTPRequest.Method.post, .put, .patch, .delete].map {
        scim($0, "\(SCIM.path)/\(place)", SCIMDiscovery.methodNotAllowed)
      }
    }

  /// Searching users and groups in one request is not implemented.
  private static let notOffered: [Route] = [
    scim(.post, "\(SCIM.path)/.search", SCIMDiscovery.notImplemented)
  ]

  private static func scim(
    _ method: HTTPRequest.Method, _ path: String, _ answer: @escaping @Sendable (WebRequest) async throws -> Response
  ) -> Route {
    Route(method: method, path: RouterPath(path), permission: writers, parameters: .anything, answer: answer)
  }
}
