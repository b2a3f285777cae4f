import HTTPTypes
import Hummingbird
import Records

/// Method, parameters and headers of a request, which the form of a POST can have as well: the *alternate request
/// syntax* for browsers that cannot send them otherwise (xAPI 1.0.3, Communication 1.3).
struct XAPIEnvelope: Sendable {
  private(set) var method: HTTPRequest.Method
  private(set) var query: Query
  private(set) var headers: HTTPFields
  /// The body that a form contains; nil for ordinary requests.
  private(set) var content: [UInt8]?
  let isAlternate: Bool

  /// A form with a document or with statements, in bytes. A stranger can send less: only then is the credential known.
  private static let formLimit = StatementsAPI.bodyLimit
  private static let anonymousFormLimit = 1_048_576
  /// The most fields of a form.
  private static let fieldLimit = 100

  init(_ visit: WebRequest) async throws {
    (method, headers, query) = (visit.request.method, visit.request.headers, try visit.query())
    isAlternate = method == .post && query.items.contains { $0.name.equalsBytes(of: "method") }
    if isAlternate { try await open(visit) }
  }

  private mutating func open(_ visit: WebRequest) async throws {
    let asked = query["method"]?.asciiUppercased ?? ""
    guard query.items.count == 1, let method = HTTPRequest.Method(rawValue: asked) else {
      throw XAPIFault.bad("With the parameter method, all other parameters belong in the form.")
    }
    guard visit.request.hasForm else { throw XAPIFault.bad("The body is not application/x-www-form-urlencoded.") }
    let authorization = headers[.authorization]
    if let authorization { _ = try await XAPIRequest.credential(authorization, visit) }
    let limit = authorization == nil ? Self.anonymousFormLimit : Self.formLimit
    let body = try await Upload(visit, limit: limit).bytes()
    guard body.count(where: { $0 == UInt8(ascii: "&") }) < Self.fieldLimit else {
      throw XAPIFault.bad("The form has more than \(Self.fieldLimit) fields.")
    }
    (self.method, headers[.contentType]) = (method, nil)
    let fields = try Query(String(decoding: body, as: UTF8.self), limit: limit).items
    query = Query(fields.filter { !take($0.name, $0.value) })
    if content != nil, headers[.contentType] == nil { headers[.contentType] = "application/json" }
  }

  /// - Returns: whether the field is the body or a header; the others are parameters.
  private mutating func take(_ name: String, _ value: String) -> Bool {
    if name.equalsBytes(of: "content") {
      content = Array(value.utf8)
    } else if let header = Self.headers.first(where: { $0.rawName.asciiLowercased == name.asciiLowercased }) {
      headers[header] = value
    } else {
      return false
    }
    return true
  }

  private static let headers: [HTTPField.Name] = [
    .authorization, .experienceVersion, .contentType, .contentLength, .ifMatch, .ifNoneMatch, .accept, .acceptLanguage,
    .acceptEncoding,
  ]
}
