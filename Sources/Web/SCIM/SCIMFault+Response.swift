import Hummingbird
import Logging
import Records
import SCIM
import Store

extension SCIMFault {
  /// Converts any error into a SCIM error.
  private init(_ error: any Error) {
    switch error {
    case let fault as SCIMFault: self = fault
    case let faults as ValidationErrors:
      self = faults.first.first.map { SCIMFault($0.fault) } ?? SCIMFault(.invalidValue, "")
    case let fault as FieldError: self = SCIMFault(fault)
    default:
      let problem = Problem(error)
      self.init(status: problem.status.code, problem.detail)
    }
  }

  /// The response to a failed request. Only unforeseen errors are logged: others may contain personal data.
  static func answer(to error: any Error, _ context: Context) -> Response {
    let fault = SCIMFault(error)
    if fault.status == 500 { context.logger.error("A request failed", metadata: ["error": "\(error)"]) }
    let status = HTTPResponse.Status(code: fault.status)
    var response = fault.json.response(status, type: SCIMAPI.contentType)
    if status == .unauthorized { response.headers[.wwwAuthenticate] = "Bearer" }
    response.headers[.retryAfter] = error is SCIMFault ? nil : Problem(error).retryAfter.map(String.init)
    return response
  }
}
