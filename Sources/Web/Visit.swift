import Access
import DatabaseAccess
import Foundation
import Hummingbird
import Logging
import NIOCore
import Records

/// One request, with all that answering it takes.
struct Visit: Sendable {
  let request: Request
  let context: Context
  let services: Services
  /// The instant that statistics are computed at, seconds UTC.
  let now: Int
  /// The viewer's language, or English.
  let language: Language
  let shown: Shown

  private let visitor: Visitor?
  /// What the route accepts.
  private let parameters: AcceptedParameters

  init(
    request: Request, context: Context, services: Services, visitor: Visitor?,
    parameters: AcceptedParameters = .anything
  ) {
    self.parameters = parameters
    self.request = request
    self.context = context
    self.services = services
    self.visitor = visitor
    now = services.settings.now()
    language = services.pages.languages.language(for: visitor?.viewer.language)
    shown = Shown(language: language, style: services.settings.style)
  }

  /// Who asks.
  struct Visitor: Sendable {
    let viewer: Viewer
    /// What the forms of their pages carry; nil for a token.
    let csrf: String?
    let isReadOnly: Bool
    /// Names their session among theirs; nil for a token.
    var session: String?
    /// Whether they signed in just now.
    var isFresh = false
  }

  /// - Throws: `AccessDenied.notSignedIn`; routes that are open to anyone alone need to reckon with it.
  var viewer: Viewer {
    get throws {
      guard let visitor else { throw AccessDenied.notSignedIn }
      return visitor.viewer
    }
  }

  var isSignedIn: Bool { visitor != nil }
  /// The viewer's session among theirs; nil for a token.
  var session: String? { visitor?.session }
  /// Whether the viewer signed in just now, and need not show once more who they are.
  var isFresh: Bool { visitor?.isFresh ?? false }
  /// The browser that asks.
  var client: Client { Client(address: address, agent: request.headers[.userAgent] ?? "") }
  var csrf: String { visitor?.csrf ?? "" }
  var isReadOnly: Bool { visitor?.isReadOnly ?? false }
  var isByToken: Bool { visitor != nil && visitor?.csrf == nil }

  /// An id in the path, percent-decoded.
  /// - Throws: `BadRequest` if it is no UTF-8, or holds a NUL.
  func parameter(_ name: String) throws -> String {
    let raw = try context.parameters.require(name)
    guard let text = PercentEncoding.decoded(raw.utf8) else {
      throw BadRequest(name, "is not percent-encoded UTF-8")
    }
    return text
  }

  /// The address that asks: that of the connection, or the one that the outermost proxy saw.
  var address: String {
    let proxies = services.settings.proxies
    let seen = request.headers[values: .init("X-Forwarded-For")!].flatMap { $0.splitBytes(at: ",") }
    guard proxies > 0, seen.count >= proxies else { return context.address }
    let address = seen[seen.count - proxies].asciiTrimmed
    let isSound = address.utf8.count <= 64 && address.utf8.allSatisfy(\.isOfAddress)
    return isSound && !address.isEmpty ? address : context.address
  }

  func query() throws -> Query { try Query(request.uri.query ?? "") }

  /// The fields of a form, which must carry this session's secret.
  func form() async throws -> Query {
    let fields = try await unguardedForm()
    guard Secret.areEqual(fields["csrf"] ?? "", csrf), !csrf.isEmpty else { throw AccessDenied.forgedForm }
    return fields
  }

  /// The fields of a form of somebody who is not signed in yet.
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

  /// - Throws: `BadRequest` for a parameter of the address that the route does not declare.
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

  /// Notes in the audit log, after the answer.
  ///
  /// - Parameter thing: the id of the thing, if it is not a user, that was looked at.
  func audit(_ action: String, subject: Int? = nil, about thing: String? = nil, rows: Int? = nil) {
    guard let viewer = visitor?.viewer, subject != viewer.key else { return }
    let named = thing.map { "id=\(Query.encoded($0))" }
    // As it is understood: what has no value asks for nothing, and bytes that need not be encoded take no room.
    let asked = (try? query())?.address("").dropFirst() ?? ""
    let filters = [named, String(asked)].compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: "&")
    let now = services.settings.machineNow()
    services.background.write { session in
      try Audit.note(action, by: viewer, subject: subject, filters: filters, rows: rows, at: now, session)
    }
  }
}

extension Request {
  /// The type of the body without its parameters, in lower case; empty if the request names none.
  var mediaType: String {
    (headers[.contentType] ?? "").splitBytes(at: ";", maxSplits: 1, keepsEmpty: true)[0].asciiTrimmed.asciiLowercased
  }

  var hasForm: Bool { mediaType == "application/x-www-form-urlencoded" }

  /// Whether an `Accept` header names a media type with these words, such as `html`.
  func accepts(_ words: String) -> Bool { (headers[.accept] ?? "").asciiLowercased.containsBytes(of: words) }
}

extension UInt8 {
  /// Of an address of the network: hexadecimal digits, dots and colons.
  fileprivate var isOfAddress: Bool {
    isDecimalDigit || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(self | 0x20) || self == UInt8(ascii: ".")
      || self == UInt8(ascii: ":")
  }
}

/// A request that makes no sense, and where.
struct BadRequest: Error {
  let place: String
  let reason: String
  /// Key and values of the text that a page says it with; nil: that something in the place makes no sense.
  let words: (key: String, values: [String: String])?

  init(_ place: String, _ reason: String, words: (key: String, values: [String: String])? = nil) {
    self.place = place
    self.reason = reason
    self.words = words
  }
}

/// Hummingbird's own context, and the secret of the request's error page.
struct Context: RequestContext {
  var coreContext: CoreRequestContextStorage
  /// The address at the other end of the connection, without its port.
  let address: String
  /// The connection.
  let channel: any Channel
  /// Who asks, once that is known, for the log.
  let asker = Asker()

  init(source: Source) {
    coreContext = .init(source: source)
    address = source.channel.remoteAddress?.ipAddress ?? ""
    channel = source.channel
    // Hummingbird counts; ids that count tell how much others ask.
    logger[metadataKey: LogLines.requestID] = .string(String(UInt64.random(in: .min ... .max), radix: 16))
  }

  var maxUploadSize: Int { RecordsAPI.bodyLimit }
}
