import Access
import DatabaseAccess
import Hummingbird
import Jobs
import Reports
import Spreadsheets
import Support

/// An error response: `application/problem+json` (RFC 9457) with a stable type.
struct Problem {
  enum Kind: String, CaseIterable {
    case notFound = "not_found"
    case notSignedIn = "not_signed_in"
    case forbidden
    case formExpired = "form_expired"
    case badRequest = "bad_request"
    case tooLarge = "too_large"
    case tooSlow = "too_slow"
    case badRecords = "bad_records"
    case unsupportedType = "unsupported_type"
    case tooMany = "too_many"
    case tooManyFiles = "too_many_files"
    case limitReached = "limit_reached"
    case workbook
    case busy
    case full
    case storage
    case internalError = "internal"
  }

  let kind: Kind
  let status: HTTPResponse.Status
  var detail = ""
  /// The invalid parameter or field, and the message on a page; nil: the general message.
  private(set) var place = ""
  private(set) var words: (key: String, values: [String: String])?
  var retryAfter: Int?
  /// The first errors of a batch, and their number.
  private var errors: [JSONValue] = []
  private var errorCount = 0

  private init(_ kind: Kind, _ status: HTTPResponse.Status, _ detail: String, retryAfter: Int? = nil) {
    self.kind = kind
    self.status = status
    self.detail = detail
    self.retryAfter = retryAfter
  }

  init(_ error: any Error) {
    switch error {
    case let denied as AccessDenied: self = Problem(denied)
    case let bad as BadRequest:
      self.init(.badRequest, .badRequest, "\(bad.place) \(bad.reason).")
      (place, words) = (bad.place, bad.words)
    case let bad as BadFilter:
      self.init(.badRequest, .badRequest, bad.description)
      (place, words) = (bad.name, bad.text)
    case is TooManyJobs:
      self.init(.tooManyFiles, .tooManyRequests, "\(Job.openLimit) of your files are in progress; wait or cancel some.")
    case let limit as LimitReached:
      self.init(.limitReached, .tooManyRequests, limit.description, retryAfter: limit.retryAfter)
      words = ("limit_\(limit.kind.rawValue)", ["limit": String(limit.limit)])
    case is StoreIsAway: self.init(.busy, .serviceUnavailable, "The store does not respond.", retryAfter: 5)
    case let storage as StorageError: self = Problem(storage)
    case SpreadsheetError.noRoom, JobFailure.disk:
      self.init(.full, .init(code: 507, reasonPhrase: "Insufficient Storage"), "The disk is too full for the file.")
    case SpreadsheetError.cannotWrite, JobFailure.unwritable:
      self.init(.storage, .internalServerError, "The file cannot be written on the server; see the server's log.")
    case let error as SpreadsheetError: self.init(.workbook, .unprocessableContent, error.description)
    case let refused as RejectedBatch:
      let status: HTTPResponse.Status = refused.hasReservedID ? .badRequest : .unprocessableContent
      self.init(.badRecords, status, "The records are invalid (errors: \(refused.count)); none was imported.")
      errors = refused.errors
      errorCount = refused.count
    case let type as UnsupportedType: self.init(.unsupportedType, .unsupportedMediaType, type.description)
    case is UploadTooLarge: self.init(.tooLarge, .contentTooLarge, "The body is too large for this URL.")
    case is UploadTimedOut:
      self.init(.tooSlow, .requestTimeout, "The request arrived too slowly or incompletely; nothing was saved.")
    case let error as any HTTPResponseError where error.status.code == 413:
      self.init(.tooLarge, .contentTooLarge, "The body is too large for this URL.")
    case let error as any HTTPResponseError where error.status.code == 404:
      self.init(.notFound, .notFound, Self.nothing)
    case let error as any HTTPResponseError where error.status.code < 500:
      self.init(.badRequest, error.status, "The request is malformed.")
    default: self.init(.internalError, .internalServerError, "Internal error; see the server's log for the request id.")
    }
  }

  private static let nothing = "Not found, or not visible to you."

  private init(_ denied: AccessDenied) {
    switch denied {
    case .notSignedIn:
      self.init(.notSignedIn, .unauthorized, "Sign in, or send a valid token: known, not expired and not revoked.")
    case .notPermitted: self.init(.forbidden, .forbidden, "Your role does not allow this.")
    case .notFound: self.init(.notFound, .notFound, Self.nothing)
    case .forgedForm: self.init(.formExpired, .forbidden, "The form has expired; reload the page.")
    case .tooManyFailures(let seconds):
      self.init(.tooMany, .tooManyRequests, "Too many failed sign-ins.", retryAfter: seconds)
    }
  }

  private init(_ error: StorageError) {
    switch error {
    case .busy, .interrupted: self.init(.busy, .serviceUnavailable, "The store is busy; try again.", retryAfter: 5)
    case .full:
      self.init(
        .full, .init(code: 507, reasonPhrase: "Insufficient Storage"), "The disk of the store is full.")
    case .inputOutput:
      self.init(
        .storage, .internalServerError,
        "The files of the store cannot be read or written; see the server's log for the request id.")
    default: self.init(.internalError, .internalServerError, "Internal error; see the server's log for the request id.")
    }
  }

  func response(requestID: String) -> Response {
    var members: [(String, JSONValue)] = [
      ("type", "urn:tallybook:problem:\(kind.rawValue)"), ("title", .string(status.reasonPhrase)),
      ("status", .integer(status.code)), ("detail", .string(detail)),
    ]
    if kind == .internalError || kind == .storage { members.append(("request", .string(requestID))) }
    if errorCount > 0 { members += [("errors", .array(errors)), ("error_count", .integer(errorCount))] }
    var response = JSONValue.object(members).response(status, type: "application/problem+json")
    response.headers[.retryAfter] = retryAfter.map(String.init)
    if status == .unauthorized { response.headers[.wwwAuthenticate] = "Bearer" }
    return response
  }
}
