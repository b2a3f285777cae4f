import Accounts
import Hummingbird
import SCIM
import Support

/// Discovery (RFC 7644, 4): what this server supports, and which attributes it has.
enum SCIMDiscovery {
  static func configuration(_ visit: WebRequest) async throws -> Response {
    _ = try visit.directory
    func support(_ isSupported: Bool, _ more: [(String, JSONValue)] = []) -> JSONValue {
      .object([("supported", .bool(isSupported))] + more)
    }
    let scheme = JSONValue.object([
      ("type", "oauthbearertoken"), ("name", "Bearer token"),
      ("description", "A token from `tallybook token create` for the owner or a platform administrator."),
      ("specUri", "https://www.rfc-editor.org/info/rfc6750"), ("primary", true),
    ])
    return JSONValue.object([
      ("schemas", .array([.string("urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig")])),
      ("patch", support(true)),
      ("bulk", support(false, [("maxOperations", 0), ("maxPayloadSize", 0)])),
      ("filter", support(true, [("maxResults", .integer(SCIMQuery.limit))])), ("changePassword", support(false)),
      ("sort", support(true)), ("etag", support(true)), ("authenticationSchemes", .array([scheme])),
      ("meta", ["resourceType": "ServiceProviderConfig", "location": "\(visit.scimBase)/ServiceProviderConfig"]),
    ]).response(type: SCIMAPI.contentType)
  }

  static func schemas(_ visit: WebRequest) async throws -> Response {
    _ = try visit.directory
    return list(SCIMSchema.all.map { $0.json(visit.scimBase) })
  }

  static func schema(_ visit: WebRequest) async throws -> Response {
    _ = try visit.directory
    let id = try visit.parameter("id")
    return try found(SCIMSchema.all.first { $0.id == id }?.json(visit.scimBase))
  }

  static func resourceTypes(_ visit: WebRequest) async throws -> Response {
    _ = try visit.directory
    return list(SCIMResourceType.all.map { description(of: $0, visit) })
  }

  static func resourceType(_ visit: WebRequest) async throws -> Response {
    _ = try visit.directory
    let id = try visit.parameter("id")
    return try found(SCIMResourceType.all.first { $0.name == id }.map { description(of: $0, visit) })
  }

  static func methodNotAllowed(_ visit: WebRequest) async throws -> Response {
    throw SCIMFault(status: 405, "This URL does not support \(visit.request.method.rawValue).")
  }

  static func notImplemented(_ visit: WebRequest) async throws -> Response {
    throw SCIMFault(status: 501, "This part of SCIM is not implemented; see ServiceProviderConfig.")
  }

  private static func description(of type: SCIMResourceType, _ visit: WebRequest) -> JSONValue {
    let extensions = type.schemas.dropFirst().map { schema in
      JSONValue.object([("schema", .string(schema.id)), ("required", false)])
    }
    return [
      "schemas": ["urn:ietf:params:scim:schemas:core:2.0:ResourceType"], "id": .string(type.name),
      "name": .string(type.name), "endpoint": "/\(type.folder)",
      "description": .string(type.schemas[0].description), "schema": .string(type.schemas[0].id),
      "schemaExtensions": .array(extensions),
      "meta": ["resourceType": "ResourceType", "location": "\(visit.scimBase)/ResourceTypes/\(type.name)"],
    ]
  }

  private static func list(_ resources: [JSONValue]) -> Response {
    JSONValue.listResponse(resources, total: resources.count).response(type: SCIMAPI.contentType)
  }

  private static func found(_ resource: JSONValue?) throws -> Response {
    guard let resource else { throw SCIMFault.notFound }
    return resource.response(type: SCIMAPI.contentType)
  }
}
