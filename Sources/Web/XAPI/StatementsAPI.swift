import Access
import DatabaseAccess
import Foundation
import Hummingbird
import LRS
import Records
import Support

/// Statements (xAPI 1.0.3, Communication 2.1): writing.
enum StatementsAPI {
  /// The maximum size of a request, in bytes.
  static let bodyLimit = 16_777_216

  static func answer(_ request: XAPIRequest) async throws -> Response {
    switch request.method {
    case .put: try await put(request)
    case .post: try await post(request)
    default: try await StatementReading.answer(request)
    }
  }

  private static func put(_ request: XAPIRequest) async throws -> Response {
    let (credential, version) = try await request.authenticated()
    guard credential.canWriteStatements else { throw AccessDenied.notPermitted }
    try request.checkParameters(["statementId"])
    _ = try await insert(request, credential, version, id: try request.required("statementId"))
    return Response(status: .noContent)
  }

  private static func post(_ request: XAPIRequest) async throws -> Response {
    let (credential, version) = try await request.authenticated()
    guard credential.canWriteStatements else { throw AccessDenied.notPermitted }
    try request.checkParameters([])
    let ids = try await insert(request, credential, version)
    return JSONValue.array(ids.map { .string($0) }).response()
  }

  /// One statement, at an address that senders which know only one address use: for lenient credentials (xapi.md §16).
  static func postOne(_ request: XAPIRequest) async throws -> Response {
    let (credential, _) = try await request.authenticated()
    guard credential.isLenient else { throw XAPIFault(.notFound, "Statements are at \(XAPIRoute.root)/statements.") }
    return try await post(request)
  }

  private static func insert(
    _ request: XAPIRequest, _ credential: XAPICredential, _ version: XAPIVersion, id: String? = nil
  ) async throws -> [String] {
    let upload = try StatementUpload(
      mediaType: request.mediaType, contentType: request.headers[.contentType] ?? "",
      try await request.body(limit: bodyLimit))
    if id != nil, upload.json.items != nil { throw XAPIFault.bad("A PUT has one statement.") }
    let batch = try StatementBatch(upload.json, version, isLenient: credential.isLenient, id: id) {
      UUID().uuidString.lowercased()
    }
    try StatementAttachment.check(upload.attachments, of: batch.bodies)
    let authority = JSONValue.object([
      ("objectType", "Agent"), ("name", .string(credential.name)),
      ("account", ["homePage": .string(request.visit.siteAddress), "name": .string(credential.id)]),
    ])
    let sender = StatementSender(credential: credential.key, authority: authority, derives: credential.derives)
    let (clock, transaction) = (request.visit.services.statements, UUID())
    defer { clock.end(transaction) }
    let settings = request.visit.services.settings.derivation
    try await request.visit.write { session in
      try StatementInsert(session, by: sender, now: clock.begin(transaction), deriving: settings)
        .run(batch, upload.attachments)
    }
    return batch.ids
  }
}
