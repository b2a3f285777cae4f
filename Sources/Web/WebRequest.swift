import Access
import Calendar
import DatabaseAccess
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Records
import Spreadsheets
import Support

/// One request, and everything needed to answer it.
struct WebRequest: Sendable {
  let request: Request
  let context: Context
  let services: Services
  /// When and where statistics are viewed.
  let moment: Moment
  /// The viewer's language, or English.
  let language: Language
  let shown: DisplayFormat

  private let visitor: Principal?
  private let parameters: AcceptedParameters

  init(
    request: Request, context: Context, services: Services, visitor: Principal?,
    parameters: AcceptedParameters = .anything
  ) {
    self.parameters = parameters
    self.request = request
    self.context = context
    self.services = services
    self.visitor = visitor
    moment = Moment(services.settings.now(), in: services.settings.style.time)
    language = services.pages.languages.language(for: visitor?.viewer.language)
    shown = DisplayFormat(language: language, style: services.settings.style)
  }

  /// The authenticated principal.
  struct Principal: Sendable {
    let viewer: Viewer
    /// The CSRF token of their forms; nil for an API token.
    let csrf: String?
    let isReadOnly: Bool
    /// Identifies this session among the viewer's sessions; nil for an API token.
    var session: String?
    /// Whether they signed in recently.
    var isFresh = false
  }

  /// - Throws: `AccessDenied.notSignedIn`; only routes open to anyone need to handle it.
  var viewer: Viewer {
    get throws {
      guard let visitor else { throw AccessDenied.notSignedIn }
      return visitor.viewer
    }
  }

  /// The instant at which statistics are computed, seconds UTC.
  var now: Int { moment.now }
  var isSignedIn: Bool { visitor != nil }
  /// Identifies this session among the viewer's sessions; nil for an API token.
  var session: String? { visitor?.session }
  /// Whether the viewer signed in recently, and need not enter the password again.
  var isFresh: Bool { visitor?.isFresh ?? false }
  /// The requesting browser.
  var client: Client { Client(address: address, agent: request.headers[.userAgent] ?? "") }
  var csrf: String { visitor?.csrf ?? "" }
  var isReadOnly: Bool { visitor?.isReadOnly ?? false }
  var isByToken: Bool { visitor != nil && visitor?.csrf == nil }

  /// An id in the path, percent-decoded.
  /// - Throws: `BadRequest` if it is not UTF-8, or contains NUL.
  func parameter(_ name: String) throws -> String {
    let raw = try context.parameters.require(name)
    guard let text = PercentEncoding.decoded(raw.utf8) else {
      throw BadRequest(name, "is not percent-encoded UTF-8")
    }
    return text
  }

  /// The client's address: that of the connection, or the one seen by the outermost trusted proxy.
  var address: String {
    let proxies = services.settings.proxies
    let seen = request.headers[values: .forwardedFor].flatMap { $0.splitBytes(at: ",") }
    guard proxies > 0, seen.count >= proxies else { return context.address }
    let address = seen[seen.count - proxies].asciiTrimmed
    let isSound = address.utf8.count <= 64 && address.utf8.allSatisfy(\.isOfAddress)
    return isSound && !address.isEmpty ? address : context.address
  }

  func query() throws -> Query { try Query(request.uri.query ?? "") }

  /// The fields of a form, which must contain this session's CSRF token.
  func form() async throws -> Query {
    let fields = try await unguardedForm()
    guard Secret.areEqual(fields["csrf"] ?? "", csrf), !csrf.isEmpty else { throw AccessDenied.forgedForm }
    return fields
  }

  /// The fields of a form that is submitted before sign-in, without a CSRF check.
  func unguardedForm() async throws -> Query {
    guard request.hasForm else {
      throw BadRequest("Content-Type", "is not application/x-www-form-urlencoded")
    }
    let body = try await Upload(self, limit: Query.limit).bytes()
    let fields = try Query(String(decoding: body, as: UTF8.self))
    try checkForm(fields)
    return fields
  }

  /// - Throws: `BadRequest` for a field that the route does not declare.
  func checkForm(_ fields: Query) throws { try parameters.form?.check(fields, as: .form) }

  /// - Throws: `BadRequest` for a query parameter that the route does not declare.
  func checkQuery() throws {
    guard let declared = parameters.query else { return }
    try declared.check(try query(), as: .address)
  }

  func read<T: Sendable>(_ body: @escaping @Sendable (any SQLSession) throws -> T) async throws -> T {
    try await services.database.read(body)
  }

  func write<T: Sendable>(_ body: @escaping @Sendable (any SQLSession) throws -> T) async throws -> T {
    try await services.database.write(body)
  }

  /// Queues an audit entry; the response does not wait for it. Nothing is written when viewers look at their own data.
  ///
  /// - Parameter thing: the id of what was looked at, if it is not a user.
  func audit(_ action: String, subject: Int? = nil, about thing: String? = nil, rows: Int? = nil) {
    guard let viewer = visitor?.viewer, subject != viewer.key else { return }
    let named = thing.map { "id=\(Query.encoded($0))" }
    // The query as understood: without empty values, and without needless encoding.
    let asked = (try? query())?.address("").dropFirst() ?? ""
    let filters = [named, String(asked)].compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: "&")
    let now = services.settings.machineNow()
    services.background.write { session in
      try Audit.note(action, by: viewer, subject: subject, filters: filters, rows: rows, at: now, session)
    }
  }
}

extension Request {
  /// The body's media type without parameters, in lower case; empty if the request has none.
  var mediaType: String {
    (headers[.contentType] ?? "").splitBytes(at: ";", maxSplits: 1, keepsEmpty: true)[0].asciiTrimmed.asciiLowercased
  }

  var hasForm: Bool { mediaType == "application/x-www-form-urlencoded" }

  /// Whether the `Accept` header contains this text, such as `html`.
  func accepts(_ words: String) -> Bool { (headers[.accept] ?? "").asciiLowercased.containsBytes(of: words) }
}

extension UInt8 {
  /// A character of an IP address: hexadecimal digits, dots and colons.
  fileprivate var isOfAddress: Bool {
    isDecimalDigit || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(self | 0x20) || self == UInt8(ascii: ".")
      || self == UInt8(ascii: ":")
  }
}

/// An invalid request, and the parameter, field or header at fault.
struct BadRequest: Error {
  let place: String
  let reason: String
  /// Key and values of the message on a page; nil: the general message about an invalid value.
  let words: (key: String, values: [String: String])?

  init(_ place: String, _ reason: String, words: (key: String, values: [String: String])? = nil) {
    self.place = place
    self.reason = reason
    self.words = words
  }
}

/// Hummingbird's own context, with the connection and, for the log, the principal.
struct Context: RequestContext {
  var coreContext: CoreRequestContextStorage
  /// The client's IP address, without its port.
  let address: String
  let channel: any Channel
  /// The principal, once known, for the log.
  let asker = RequesterBox()

  init(source: Source) {
    coreContext = .init(source: source)
    address = source.channel.remoteAddress?.ipAddress ?? ""
    channel = source.channel
    // Hummingbird's ids are sequential, which would reveal how many requests others make.
    logger[metadataKey: LineLogHandler.requestID] = .string(String(UInt64.random(in: .min ... .max), radix: 16))
  }

  var maxUploadSize: Int { RecordsAPI.bodyLimit }
}
