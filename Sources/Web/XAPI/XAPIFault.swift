import Access
import Hummingbird
import LRS
import Logging
import Support

/// Why a request to the xAPI door is refused.
struct XAPIFault: Error {
  let status: HTTPResponse.Status
  let reason: String
  var retryAfter: Int?

  init(_ status: HTTPResponse.Status, _ reason: String) { (self.status, self.reason) = (status, reason) }

  static func bad(_ reason: String) -> XAPIFault { XAPIFault(.badRequest, reason) }

  private init(_ error: any Error) {
    switch error {
    case let fault as XAPIFault: self = fault
    case let fault as StatementFault: self = .bad(fault.description)
    case let fault as JSONParser.Fault: self = .bad("The JSON \(fault.reason), at byte \(fault.offset).")
    case let conflict as StatementConflict:
      self.init(.conflict, "Another statement with the id \(conflict.id) is stored already.")
    case let fault as DocumentFault: self = XAPIFault(fault)
    case AccessDenied.notSignedIn: self.init(.unauthorized, "The credential is missing, wrong or revoked.")
    case AccessDenied.notPermitted: self.init(.forbidden, "The scopes of the credential do not allow this.")
    default:
      let problem = Problem(error)
      self.init(problem.status, problem.detail)
      retryAfter = problem.retryAfter
    }
  }

  private init(_ fault: DocumentFault) {
    switch fault {
    case .unconditional:
      self.init(
        .conflict,
        "The document exists. Read it, and send its ETag in If-Match, or If-Match: * to replace it in any case.")
    case .missingCondition:
      self.init(.badRequest, "Send If-None-Match: * with a new document, or If-Match with a known one.")
    case .conditionFailed: self.init(.preconditionFailed, "The condition of If-Match or If-None-Match does not hold.")
    case .tooLarge:
      self.init(.contentTooLarge, "The merged document would have more than \(ClientDocument.limit >> 20) MiB.")
    case .notMergeable: self.init(.badRequest, "Only JSON objects (application/json) can be merged.")
    }
  }

  /// The response to a failed request. Only unforeseen errors are logged: others may contain personal data.
  static func answer(to error: any Error, _ context: Context) -> Response {
    let fault = XAPIFault(error)
    if fault.status.code >= 500 { context.logger.error("A request failed", metadata: ["error": "\(error)"]) }
    var response = JSONValue.object([("error", .string(fault.reason))]).response(fault.status)
    response.headers[.retryAfter] = fault.retryAfter.map(String.init)
    if fault.status == .unauthorized { response.headers[.wwwAuthenticate] = "Basic realm=\"xAPI\", charset=\"UTF-8\"" }
    return response
  }
}
