import Access
import Accounts
import Hummingbird

extension Site {
  /// Users and groups provisioned by a directory over SCIM 2.0.
  static let directory: [Route] =
    SCIMResourceType.all.flatMap(resources) + discovery + notOffered

  private static let writers = Permission.role { $0.writesRecords }

  private static func resources(_ type: SCIMResourceType) -> [Route] {
    let api = SCIMAPI(type: type)
    let all = "\(SCIMAPI.path)/\(type.folder)"
    let one = all + "/:id"
    return [
      scim(.get, all, api.list), scim(.post, all, api.create),
      scim(.post, all + "/.search", api.search), scim(.get, one, api.get),
      scim(.put, one, api.replace), scim(.patch, one, api.patch),
      scim(.delete, one, api.remove), scim(.put, all, SCIMDiscovery.methodNotAllowed),
      scim(.patch, all, SCIMDiscovery.methodNotAllowed), scim(.delete, all, SCIMDiscovery.methodNotAllowed),
      scim(.post, one, SCIMDiscovery.methodNotAllowed),
    ]
  }

  private static let discovery: [Route] =
    [
      scim(.get, "\(SCIMAPI.path)/ServiceProviderConfig", SCIMDiscovery.configuration),
      scim(.get, "\(SCIMAPI.path)/Schemas", SCIMDiscovery.schemas),
      scim(.get, "\(SCIMAPI.path)/Schemas/:id", SCIMDiscovery.schema),
      scim(.get, "\(SCIMAPI.path)/ResourceTypes", SCIMDiscovery.resourceTypes),
      scim(.get, "\(SCIMAPI.path)/ResourceTypes/:id", SCIMDiscovery.resourceType),
    ]
    + ["ServiceProviderConfig", "Schemas", "ResourceTypes"].flatMap { place in
      [HTTPRequest.Method.post, .put, .patch, .delete].map {
        scim($0, "\(SCIMAPI.path)/\(place)", SCIMDiscovery.methodNotAllowed)
      }
    }

  /// Searching users and groups in one request is not implemented.
  private static let notOffered: [Route] = [
    scim(.post, "\(SCIMAPI.path)/.search", SCIMDiscovery.notImplemented)
  ]

  private static func scim(
    _ method: HTTPRequest.Method, _ path: String, _ answer: @escaping @Sendable (WebRequest) async throws -> Response
  ) -> Route {
    Route(method: method, path: RouterPath(path), permission: writers, parameters: .anything, answer: answer)
  }
}
