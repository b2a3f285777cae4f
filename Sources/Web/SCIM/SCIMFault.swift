import Access
import Hummingbird
import Logging
import Records
import Store
import Support

/// A SCIM error response (RFC 7644, 3.12).
struct SCIMFault: Error {
  /// The `scimType`s of RFC 7644, table 9.
  enum Kind: String {
    case invalidFilter, tooMany, uniqueness, mutability, invalidSyntax, invalidPath, noTarget, invalidValue
  }

  let status: HTTPResponse.Status
  let kind: Kind?
  let detail: String

  init(_ kind: Kind, _ detail: String) {
    status = kind == .uniqueness ? .conflict : .badRequest
    self.kind = kind
    self.detail = detail
  }

  init(_ status: HTTPResponse.Status, _ detail: String) {
    self.status = status
    kind = nil
    self.detail = detail
  }
}

extension SCIMFault {
  static let notFound = SCIMFault(.notFound, "The resource does not exist.")

  /// Converts any error into a SCIM error.
  init(_ error: any Error) {
    switch error {
    case let fault as SCIMFault: self = fault
    case let faults as ValidationErrors:
      self = faults.first.first.map(SCIMFault.init(_:)) ?? SCIMFault(.invalidValue, "")
    case let fault as RowError: self = SCIMFault(fault)
    case let fault as FieldError: self = SCIMFault(fault)
    default:
      let problem = Problem(error)
      self.init(problem.status, problem.detail)
    }
  }

  private init(_ fault: RowError) { self.init(fault.fault) }

  private init(_ fault: FieldError) {
    let value = String(fault.value.prefix(80))
    self.init(.invalidValue, "\(Self.attribute(fault.field)) \(value.isEmpty ? "" : "\"\(value)\" ")\(fault.reason).")
  }

  /// The attribute that is stored in a record's field.
  private static func attribute(_ field: String) -> String {
    let names = [
      "email": "emails.value", "first_name": "name.givenName", "last_name": "name.familyName", "name": "displayName",
      "language": "preferredLanguage", "time_zone": "timezone", "deleted_at": "active", "user": "members.value",
    ]
    return names[field] ?? field
  }

  /// The response to a failed request. Only unforeseen errors are logged: others may contain personal data.
  static func answer(to error: any Error, _ context: Context) -> Response {
    let fault = SCIMFault(error)
    if fault.status == .internalServerError {
      context.logger.error("A request failed", metadata: ["error": "\(error)"])
    }
    return fault.response(retryAfter: error is SCIMFault ? nil : Problem(error).retryAfter)
  }

  private func response(retryAfter: Int?) -> Response {
    var members: [(String, JSONValue)] = [
      ("schemas", .array([.string("urn:ietf:params:scim:api:messages:2.0:Error")])),
      ("status", .string(String(status.code))),
    ]
    if let kind { members.append(("scimType", .string(kind.rawValue))) }
    members.append(("detail", .string(detail)))
    var response = JSONValue.object(members).response(status, type: SCIM.contentType)
    if status == .unauthorized { response.headers[.wwwAuthenticate] = "Bearer" }
    response.headers[.retryAfter] = retryAfter.map(String.init)
    return response
  }
}
