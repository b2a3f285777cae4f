import Access
import DatabaseAccess
import Foundation
import HTTPTypes
import Hummingbird
import LRS
import Records
import Support

/// A request to the xAPI door.
struct XAPIRequest: Sendable {
  let visit: WebRequest
  private let envelope: XAPIEnvelope

  init(_ visit: WebRequest, _ envelope: XAPIEnvelope) { (self.visit, self.envelope) = (visit, envelope) }

  var method: HTTPRequest.Method { envelope.method }
  var query: Query { envelope.query }
  var headers: HTTPFields { envelope.headers }
  /// In microseconds since 1970.
  var now: Int { visit.services.settings.preciseNow() }

  /// The media type of the body, without parameters and in lower case.
  var mediaType: String {
    (headers[.contentType] ?? "").splitBytes(at: ";", maxSplits: 1, keepsEmpty: true)[0].asciiTrimmed.asciiLowercased
  }

  /// - Parameter limit: the maximum size, in bytes.
  func body(limit: Int) async throws -> [UInt8] {
    guard let content = envelope.content else {
      return envelope.isAlternate ? [] : try await Upload(visit, limit: limit).bytes()
    }
    if content.count > limit { throw UploadTooLarge() }
    return content
  }

  /// - Throws: `XAPIFault` for a parameter that is not in the list, or that is given twice.
  func checkParameters(_ known: [String]) throws {
    var seen: Set<String> = []
    for item in query.items {
      guard known.contains(where: { $0.equalsBytes(of: item.name) }) else {
        throw XAPIFault.bad("\(item.name.prefix(60)) is not a parameter of this resource.")
      }
      guard seen.insert(item.name).inserted else { throw XAPIFault.bad("\(item.name) is given twice.") }
    }
  }

  /// A parameter, even if it is empty.
  func parameter(_ name: String) -> String? { query.items.first { $0.name.equalsBytes(of: name) }?.value }

  func required(_ name: String) throws -> String {
    guard let value = parameter(name), !value.isEmpty else { throw XAPIFault.bad("The parameter \(name) is missing.") }
    return value
  }

  func iri(_ name: String) throws -> String? {
    guard let text = parameter(name) else { return nil }
    guard StatementParameter.isIRI(text) else { throw XAPIFault.bad("\(name) is not an IRI with a scheme.") }
    return text
  }

  func uuid(_ name: String) throws -> String? {
    guard let text = parameter(name) else { return nil }
    guard StatementParameter.isUUID(text) else { throw XAPIFault.bad("\(name) is not a UUID.") }
    return text
  }

  func flag(_ name: String) throws -> Bool {
    switch parameter(name) {
    case nil, "false": false
    case "true": true
    default: throw XAPIFault.bad("\(name) is neither true nor false.")
    }
  }

  /// In microseconds since 1970.
  func instant(_ name: String, _ version: XAPIVersion) throws -> Int? {
    guard let text = parameter(name) else { return nil }
    guard let instant = Timestamp.microseconds(text, version) else {
      throw XAPIFault.bad("\(name) is not a timestamp.")
    }
    return instant
  }
}

/// Signing in.
extension XAPIRequest {
  /// The credential of the request, and the version of xAPI whose rules it follows.
  /// - Throws: `AccessDenied.notSignedIn`.
  func authenticated() async throws -> (credential: XAPICredential, version: XAPIVersion) {
    let credential = try await Self.credential(headers[.authorization] ?? "", visit)
    let now = visit.services.settings.machineNow()
    if credential.isStale(now: now) {
      visit.services.background.write(once: "xapi \(credential.key)") { try credential.touch(now: now, $0) }
    }
    return (credential, try version(credential))
  }

  /// - Parameter authorization: the value of the header.
  /// - Throws: `AccessDenied.notSignedIn`.
  static func credential(_ authorization: String, _ visit: WebRequest) async throws -> XAPICredential {
    let parts = authorization.splitBytes(at: " ", maxSplits: 1)
    guard parts.count == 2 else { throw AccessDenied.notSignedIn }
    let (now, secret) = (visit.services.settings.machineNow(), parts[1])
    let found: XAPICredential?
    switch parts[0].asciiLowercased {
    case "basic":
      guard let pair = pair(secret) else { throw AccessDenied.notSignedIn }
      found = try await visit.read { try XAPICredential.signedIn(id: pair.id, secret: pair.secret, $0) }
    case "bearer": found = try await visit.read { try XAPICredential.bearer(secret, now: now, $0) }
    default: found = nil
    }
    guard let found else { throw AccessDenied.notSignedIn }
    return found
  }

  /// The user name and password of HTTP Basic (RFC 7617).
  static func pair(_ text: String) -> (id: String, secret: String)? {
    guard let data = Data(base64Encoded: text.asciiTrimmed), let pair = String(data: data, encoding: .utf8),
      !pair.utf8.contains(0), let colon = pair.utf8.firstIndex(of: UInt8(ascii: ":"))
    else { return nil }
    return (String(pair[..<colon]), String(pair.utf8[pair.utf8.index(after: colon)...]) ?? "")
  }

  private func version(_ credential: XAPICredential) throws -> XAPIVersion {
    guard let header = headers[.experienceVersion] else {
      if credential.isLenient { return .v1 }
      throw XAPIFault.bad("The header X-Experience-API-Version is missing.")
    }
    guard let version = XAPIVersion(header: header.asciiTrimmed) else {
      throw XAPIFault.bad("The door knows 1.0.3 and 2.0.0, not the version of X-Experience-API-Version.")
    }
    if envelope.isAlternate, version == .v2 {
      throw XAPIFault.bad("The alternate request syntax is not part of xAPI 2.0.")
    }
    return version
  }
}
