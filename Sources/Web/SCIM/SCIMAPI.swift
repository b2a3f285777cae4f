import Access
import DatabaseAccess
import Hummingbird
import Records
import Support

/// SCIM 2.0 resources (RFC 7644): read, create, replace, patch, delete.
enum SCIMAPI<Resource: SCIMResource> {
  static func list(_ visit: WebRequest) async throws -> Response {
    try await list(visit, try SCIMQuery(try visit.query()))
  }

  /// The same by POST, for queries that would be too long for a URL.
  static func search(_ visit: WebRequest) async throws -> Response {
    try await list(visit, try SCIMQuery(try await visit.scimBody()))
  }

  private static func list(_ visit: WebRequest, _ query: SCIMQuery) async throws -> Response {
    let scope = Scope.theirUsers(of: try visit.directory)
    let answer = try await visit.readDirectory { store in
      try query.list(Resource.self, Resource.name == "User" ? scope.holds("t.key") : "true", store)
    }
    visit.audit("directory.list", rows: answer["Resources"]?.items?.count)
    return answer.response(type: SCIM.contentType)
  }

  static func get(_ visit: WebRequest) async throws -> Response {
    _ = try visit.directory
    let id = try visit.parameter("id")
    let resource = try await visit.readDirectory { store in
      try Resource.read(try Resource.key(id, store), store)
    }
    visit.audit("directory.view", rows: 1)
    if visit.request.headers[.ifNoneMatch] == resource.version { return Response(status: .notModified) }
    return try answer(visit, resource)
  }

  static func create(_ visit: WebRequest) async throws -> Response {
    _ = try visit.directory
    let body = try await visit.scimBody()
    let resource = try await visit.writeDirectory { store in
      let key = try Resource.create(body, store)
      let resource = try Resource.read(key, store)
      try note("create", key, resource["id"]?.string ?? "", store)
      return resource
    }
    var response = try answer(visit, resource, .created)
    response.headers[.location] = resource["meta"]?["location"]?.string
    return response
  }

  static func replace(_ visit: WebRequest) async throws -> Response {
    let body = try await visit.scimBody()
    return try await update(visit) { _ in SCIMBody(value: body) }
  }

  static func patch(_ visit: WebRequest) async throws -> Response {
    let patch = try SCIMPatch(try await visit.scimBody())
    return try await update(visit) { patch.applied(to: $0, Resource.schemas) }
  }

  private static func update(
    _ visit: WebRequest, _ change: @escaping @Sendable (JSONValue) -> SCIMBody
  ) async throws -> Response {
    _ = try visit.directory
    let id = try visit.parameter("id")
    let condition = visit.request.headers[.ifMatch]
    let resource = try await visit.writeDirectory { store in
      let key = try Resource.key(id, store)
      let current = try Resource.read(key, store)
      try check(condition, current)
      try Resource.update(key, change(current), store)
      try note("change", key, id, store)
      return try Resource.read(key, store)
    }
    return try answer(visit, resource)
  }

  static func remove(_ visit: WebRequest) async throws -> Response {
    _ = try visit.directory
    let id = try visit.parameter("id")
    let condition = visit.request.headers[.ifMatch]
    try await visit.writeDirectory { store in
      let key = try Resource.key(id, store)
      if condition != nil { try check(condition, try Resource.read(key, store)) }
      try Resource.remove(key, store)
      try note("remove", key, id, store)
    }
    return Response(status: .noContent)
  }

  /// Writes the audit entry in the same transaction.
  private static func note(_ deed: String, _ key: Int, _ id: String, _ store: SCIMStore) throws {
    let isUser = Resource.name == "User"
    try Audit.note(
      "directory.\(deed)", by: store.viewer, subject: isUser ? key : nil,
      filters: isUser ? "" : "group=\(Query.encoded(id))", at: store.machineNow, store.session)
  }

  private static func check(_ condition: String?, _ current: JSONValue) throws {
    guard let condition, condition != "*", condition != current.version else { return }
    throw SCIMFault(.preconditionFailed, "The resource has changed since this version.")
  }

  private static func answer(
    _ visit: WebRequest, _ resource: JSONValue, _ status: HTTPResponse.Status = .ok
  ) throws -> Response {
    let projection = try SCIMQuery(try visit.query()).projection
    var response = projection.applied(resource).response(status, type: SCIM.contentType)
    response.headers[.eTag] = resource.version
    return response
  }
}

extension JSONValue {
  fileprivate var version: String? { self["meta"]?["version"]?.string }
}

extension SCIM {
  /// A weak ETag, which depends only on the content.
  static func version(of content: JSONValue) -> String { "W/\"\(Secret.hash(content.text).prefix(20))\"" }
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
      let (base, context, viewer, settings) = (scimBase, FieldContext(now: now), try viewer, services.settings)
      return {
        SCIMStore(
          session: $0, base: base, context: context, viewer: viewer, canMail: settings.mail != nil,
          machineNow: settings.machineNow())
      }
    }
  }

  var scimBase: String { siteAddress + SCIM.path }
}
