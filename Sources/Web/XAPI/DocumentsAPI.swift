import Access
import DatabaseAccess
import HTTPTypes
import Hummingbird
import LRS
import Support

/// Documents that clients keep: state, activity profiles and agent profiles (xAPI 1.0.3, Communication 2.3, 2.6, 2.7).
struct DocumentsAPI: Sendable {
  /// The maximum size of its content type and its id, in bytes.
  private static let nameLimit = 2_000

  private let resource: DocumentPlace.Resource

  init(_ resource: DocumentPlace.Resource) { self.resource = resource }

  private var idName: String { resource == .state ? "stateId" : "profileId" }

  @Sendable func answer(_ request: XAPIRequest) async throws -> Response {
    let (credential, version) = try await request.authenticated()
    let isReading = request.method == .get || request.method == .head
    guard credential.canUse(resource == .state ? .state : .profile, reading: isReading) else {
      throw AccessDenied.notPermitted
    }
    let place = try place(request, version)
    let id = request.parameter(idName)
    if let id, id.isEmpty || id.utf8.count > Self.nameLimit {
      throw XAPIFault.bad("\(idName) has 1 to \(Self.nameLimit) bytes.")
    }
    guard isReading else { return try await change(request, place, id, version) }
    guard let id else {
      let since = try request.instant("since", version)
      let ids = try await request.visit.read { try DocumentStore($0, place).ids(since: since) }
      return JSONValue.array(ids.map { .string($0) }).response()
    }
    guard let document = try await request.visit.read({ try DocumentStore($0, place).document(id) }) else {
      throw XAPIFault(.notFound, "There is no such document.")
    }
    return response(document)
  }

  private func place(_ request: XAPIRequest, _ version: XAPIVersion) throws -> DocumentPlace {
    let isList = request.method == .get || request.method == .head
    var known = [idName] + (isList ? ["since"] : [])
    if resource != .agentProfile { known.append("activityId") }
    if resource != .activityProfile { known.append("agent") }
    if resource == .state { known.append("registration") }
    try request.checkParameters(known)
    if resource != .agentProfile { _ = try request.required("activityId") }
    let agent =
      resource == .activityProfile ? nil : try StatementParameter.actor(try request.required("agent"), version)
    return DocumentPlace(
      resource, activity: try request.iri("activityId"), agent: agent,
      registration: try request.uuid("registration"))
  }

  /// A document is sent as a file, so that no browser shows it as a page of this site.
  private func response(_ document: ClientDocument) -> Response {
    var response = Response(status: .ok, body: .init(byteBuffer: ByteBuffer(bytes: document.data)))
    response.headers[.contentType] = document.contentType
    response.headers[.contentDisposition] = "attachment"
    response.headers[.eTag] = document.tag
    response.headers[.lastModified] = HTTPDate.text(microseconds: document.updated)
    return response
  }

  private func change(
    _ request: XAPIRequest, _ place: DocumentPlace, _ id: String?, _ version: XAPIVersion
  ) async throws -> Response {
    let condition = DocumentCondition(
      ifMatch: request.headers[.ifMatch], ifNoneMatch: request.headers[.ifNoneMatch], requirement(version))
    guard let id else {
      guard resource == .state, request.method == .delete else {
        throw XAPIFault.bad("The parameter \(idName) is missing.")
      }
      try await request.visit.write { try DocumentStore($0, place).deleteAll() }
      return Response(status: .noContent)
    }
    if request.method == .delete {
      try await request.visit.write { try DocumentStore($0, place).delete(id, condition) }
      return Response(status: .noContent)
    }
    let (document, replaces) = (try await document(request), request.method == .put)
    try await request.visit.write { session in
      let store = DocumentStore(session, place)
      try replaces ? store.put(id, document, condition) : store.post(id, document, condition)
    }
    return Response(status: .noContent)
  }

  /// In 1.0.3 the conformance suite has a PUT of a profile without a condition refused even if the profile is new.
  private func requirement(_ version: XAPIVersion) -> DocumentCondition.Requirement {
    switch version {
    case .v1: resource == .state ? .never : .always
    case .v2: .forExisting
    }
  }

  private func document(_ request: XAPIRequest) async throws -> ClientDocument {
    let type = request.headers[.contentType] ?? "application/octet-stream"
    guard type.utf8.count <= Self.nameLimit else { throw XAPIFault.bad("Content-Type is too long.") }
    let data = try await request.body(limit: ClientDocument.limit)
    if request.mediaType == "application/json" { _ = try StatementUpload.json(data) }
    return ClientDocument(contentType: type, data: data, updated: request.now)
  }
}
