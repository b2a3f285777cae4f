import Access
import Accounts
import DatabaseAccess
import Hummingbird
import SCIM
import Support

/// SCIM 2.0 resources (RFC 7644): read, create, replace, patch, delete.
struct SCIMAPI: Sendable {
  static let path = "/scim/v2"
  static let contentType = "application/scim+json"

  let type: SCIMResourceType

  func list(_ visit: WebRequest) async throws -> Response {
    let query = try visit.query()
    return try await list(visit, try SCIMQuery { query[$0] })
  }

  /// The same by POST, for queries that would be too long for a URL.
  func search(_ visit: WebRequest) async throws -> Response {
    try await list(visit, try SCIMQuery(try await visit.scimBody()))
  }

  private func list(_ visit: WebRequest, _ query: SCIMQuery) async throws -> Response {
    let list = try await visit.readDirectory { [type] in try type.list(query, $0) }
    visit.audit("directory.list", rows: list["Resources"]?.items?.count)
    return list.response(type: Self.contentType)
  }

  func get(_ visit: WebRequest) async throws -> Response {
    let id = try visit.parameter("id")
    let resource = try await visit.readDirectory { [type] in try type.get(id, $0) }
    visit.audit("directory.view", rows: 1)
    if visit.request.headers[.ifNoneMatch] == resource.version { return Response(status: .notModified) }
    return try answer(visit, resource)
  }

  func create(_ visit: WebRequest) async throws -> Response {
    _ = try visit.directory
    let body = try await visit.scimBody()
    let resource = try await visit.writeDirectory { [type] in try type.create(body, $0) }
    var response = try answer(visit, resource, .created)
    response.headers[.location] = resource["meta"]?["location"]?.string
    return response
  }

  func replace(_ visit: WebRequest) async throws -> Response {
    let body = try await visit.scimBody()
    return try await update(visit) { _ in SCIMBody(value: body) }
  }

  func patch(_ visit: WebRequest) async throws -> Response {
    let patch = try SCIMPatch(try await visit.scimBody())
    return try await update(visit) { [type] in patch.applied(to: $0, type.schemas) }
  }

  private func update(
    _ visit: WebRequest, _ change: @escaping @Sendable (JSONValue) -> SCIMBody
  ) async throws -> Response {
    let (id, version) = (try visit.parameter("id"), visit.request.headers[.ifMatch])
    let resource = try await visit.writeDirectory { [type] in
      try type.update(id, ifMatch: version, $0, change)
    }
    return try answer(visit, resource)
  }

  func remove(_ visit: WebRequest) async throws -> Response {
    let (id, version) = (try visit.parameter("id"), visit.request.headers[.ifMatch])
    try await visit.writeDirectory { [type] in try type.remove(id, ifMatch: version, $0) }
    return Response(status: .noContent)
  }

  private func answer(
    _ visit: WebRequest, _ resource: JSONValue, _ status: HTTPResponse.Status = .ok
  ) throws -> Response {
    let query = try visit.query()
    let projection = try SCIMQuery { query[$0] }.projection
    var response = projection.applied(resource).response(status, type: Self.contentType)
    response.headers[.eTag] = resource.version
    return response
  }
}

extension WebRequest {
  /// The viewer that a directory acts for; needs an API token that may write, as for records.
  var directory: Viewer {
    get throws {
      if isReadOnly || !isByToken { throw AccessDenied.notPermitted }
      return try viewer
    }
  }

  func scimBody() async throws -> JSONValue {
    let bytes = try await Upload(self, limit: RecordsAPI.bodyLimit).bytes()
    guard let body = JSONValue(parsing: bytes), body.members != nil else {
      throw SCIMFault(.invalidSyntax, "The body is not a JSON object in UTF-8.")
    }
    return body
  }

  fileprivate func readDirectory<T: Sendable>(_ body: @escaping @Sendable (SCIMStore) throws -> T) async throws -> T {
    let store = try directoryStore
    return try await read { try body(store($0)) }
  }

  fileprivate func writeDirectory<T: Sendable>(_ body: @escaping @Sendable (SCIMStore) throws -> T) async throws -> T {
    let store = try directoryStore
    return try await write { try body(store($0)) }
  }

  private var directoryStore: @Sendable (any SQLSession) -> SCIMStore {
    get throws {
      let (server, now, viewer, settings) = (
        SCIMServer(base: scimBase, digest: Secret.hash), now, try directory, services.settings
      )
      return {
        SCIMStore(
          $0, server, now: now, viewer: viewer, canMail: settings.mail != nil, machineNow: settings.machineNow())
      }
    }
  }

  var scimBase: String { siteAddress + SCIMAPI.path }
}
