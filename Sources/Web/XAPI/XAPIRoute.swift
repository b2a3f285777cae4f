import Hummingbird
import LRS
import Records

/// A resource of xAPI (1.0.3, Communication 2).
struct XAPIRoute: Sendable {
  let path: String
  /// Without HEAD, which is where GET is.
  private let methods: [HTTPRequest.Method]
  private let answer: @Sendable (XAPIRequest) async throws -> Response

  private init(
    _ path: String, _ methods: [HTTPRequest.Method],
    _ answer: @escaping @Sendable (XAPIRequest) async throws -> Response
  ) {
    (self.path, self.methods, self.answer) = (Self.root + path, methods, answer)
  }

  static let root = "/xapi"

  static func isBelow(_ path: String) -> Bool {
    path.utf8.elementsEqual(root.utf8) || path.startsWithBytes(of: root + "/")
  }

  static let all = [
    XAPIRoute("/about", [.get], AboutAPI.show),
    XAPIRoute("/statements", [.get, .put, .post], StatementsAPI.answer),
    XAPIRoute("", [.post], StatementsAPI.postOne), XAPIRoute("/webhook", [.post], StatementsAPI.postOne),
    XAPIRoute("/activities", [.get], ActivitiesAPI.show), XAPIRoute("/agents", [.get], AgentsAPI.show),
    XAPIRoute("/activities/state", [.get, .put, .post, .delete], DocumentsAPI(.state).answer),
    XAPIRoute("/activities/profile", [.get, .put, .post, .delete], DocumentsAPI(.activityProfile).answer),
    XAPIRoute("/agents/profile", [.get, .put, .post, .delete], DocumentsAPI(.agentProfile).answer),
    XAPIRoute("/oauth2/token", [.post], AccessTokenAPI.issue),
  ]

  /// Answers a request of any method. Errors become answers here, so that browsers let content read them.
  @Sendable func respond(_ visit: WebRequest) async throws -> Response {
    let clock = visit.services.statements
    let begin = clock.consistentThrough
    guard visit.request.method != .options else { return finished(Response(status: .noContent), visit, nil, begin) }
    var envelope: XAPIEnvelope?
    do {
      let opened = try await XAPIEnvelope(visit)
      envelope = opened
      guard methods.contains(opened.method == .head ? .get : opened.method) else {
        throw XAPIFault(.methodNotAllowed, "This resource does not support \(opened.method.rawValue).")
      }
      let response = try await answer(XAPIRequest(visit, opened))
      let isReading = opened.method == .get || opened.method == .head
      return finished(response, visit, envelope, isReading ? begin : clock.consistentThrough)
    } catch {
      return finished(XAPIFault.answer(to: error, visit.context), visit, envelope, begin)
    }
  }

  /// - Parameter instant: up to which the answer knows all statements, in microseconds since 1970.
  private func finished(
    _ response: Response, _ visit: WebRequest, _ envelope: XAPIEnvelope?, _ instant: Int
  ) -> Response {
    var response = response
    response.headers[.consistentThrough] = StoredStatement.text(instant)
    let version = envelope?.headers[.experienceVersion] ?? visit.request.headers[.experienceVersion]
    response.headers[.experienceVersion] = XAPIVersion.answered(version)
    response.headers[.accessControlAllowOrigin] = "*"
    response.headers[.accessControlExposeHeaders] =
      "ETag, Last-Modified, X-Experience-API-Version, X-Experience-API-Consistent-Through"
    guard visit.request.method == .options else { return response }
    response.headers[.accessControlAllowMethods] = (methods + [.head, .options]).map(\.rawValue).joined(separator: ", ")
    response.headers[.accessControlAllowHeaders] =
      "Authorization, Content-Type, If-Match, If-None-Match, X-Experience-API-Version"
    response.headers[.accessControlMaxAge] = "86400"
    return response
  }
}

extension XAPIVersion {
  /// `1.0`, `1.0.x`, `2.0` and `2.0.x`; nil for any other text.
  init?(header: String) {
    let parts = header.splitBytes(at: ".", keepsEmpty: true)
    let isPatch = parts.count == 2 || parts.count == 3 && !parts[2].isEmpty
    guard isPatch, parts.allSatisfy({ $0.utf8.allSatisfy(\.isDecimalDigit) }), parts[1].equalsBytes(of: "0") else {
      return nil
    }
    switch parts[0] {
    case "1": self = .v1
    case "2": self = .v2
    default: return nil
    }
  }

  /// The version of an answer, also to a request for an unknown version.
  fileprivate static func answered(_ header: String?) -> String {
    let major = header.flatMap { Int(Substring($0.utf8.prefix { $0.isDecimalDigit })) } ?? 1
    return major >= 2 ? "2.0.0" : "1.0.3"
  }
}
