import Access
import DatabaseAccess
import Foundation
import LRS
import Support
import Testing
import TestSupport

/// A client of the xAPI door. It sends raw bytes: URLSession waits for ever if it is asked for a password (401, Basic).
struct XAPIClient {
  /// Kept, since the server stops with it.
  private let site: TestSite
  let created: XAPICredential.Created
  var version: String? = "1.0.3"

  init(
    _ site: TestSite, _ scopes: Set<XAPIScope> = [.all], isLenient: Bool = false, name: String = "Sender"
  ) async throws {
    let now = site.clock.now
    self.site = site
    created = try await site.store.database.write {
      try XAPICredential.create(name: name, scopes: scopes, isLenient: isLenient, derives: true, now: now, $0)
    }
  }

  var basic: String { "Basic " + Data("\(created.id):\(created.secret)".utf8).base64EncodedString() }

  func ask(
    _ method: String, _ path: String, _ body: String? = nil, type: String = "application/json",
    headers: [String: String] = [:]
  ) async throws -> Answer {
    var all = ["Authorization": basic]
    if let version { all["X-Experience-API-Version"] = version }
    if body != nil { all["Content-Type"] = type }
    all.merge(headers) { $1 }
    return try await raw(method, "/xapi\(path)", headers: all, body: body)
  }

  /// Without a credential and a version.
  func raw(
    _ method: String, _ path: String, headers: [String: String] = [:], body: String? = nil
  ) async throws -> Answer {
    let length = body.map { ["Content-Length: \($0.utf8.count)"] } ?? []
    let answer = try await Wire.ask(
      site.port, method, path, headers: headers.map { "\($0): \($1)" } + length, body: Array((body ?? "").utf8))
    answer.expectSecurity("\(method) \(path.prefix(200))")
    guard answer.headers["transfer-encoding"] == "chunked" else { return answer }
    return Answer(status: answer.status, headers: answer.headers, data: try Self.joined(answer.data))
  }

  /// The content of a body in chunks.
  private static func joined(_ body: Data) throws -> Data {
    var (rest, result) = (body, Data())
    while let end = rest.firstRange(of: Data("\r\n".utf8)) {
      let size = try #require(Int(String(decoding: rest[..<end.lowerBound], as: UTF8.self), radix: 16))
      if size == 0 { break }
      result += rest[end.upperBound..<end.upperBound + size]
      rest = rest[(end.upperBound + size + 2)...]
    }
    return result
  }

  /// Sends a form without a credential.
  func submit(_ path: String, _ fields: [String: String]) async throws -> Answer {
    let body = fields.map { "\(Browser.encoded($0))=\(Browser.encoded($1))" }.joined(separator: "&")
    return try await raw("POST", path, headers: ["Content-Type": "application/x-www-form-urlencoded"], body: body)
  }

  /// Sends statements, and returns their ids.
  @discardableResult func send(_ body: String) async throws -> [String] {
    let answer = try await ask("POST", "/statements", body)
    #expect(answer.status == 200, "\(answer.text)")
    return try answer.value().items?.compactMap(\.string) ?? []
  }

  /// The ids of the statements that a query finds.
  func find(_ query: String) async throws -> [String] {
    let answer = try await ask("GET", "/statements?\(query)")
    #expect(answer.status == 200, "\(query): \(answer.text)")
    return try answer.value()["statements"]?.items?.compactMap { $0["id"]?.string } ?? []
  }

  /// A statement that is valid in both versions.
  static func statement(
    id: String? = nil, verb: String = "http://adlnet.gov/expapi/verbs/completed",
    object: String = "{\"id\":\"http://x.org/fire\"}", actor: String = "ada@x.org", more: String = ""
  ) -> String {
    let start = id.map { "\"id\":\"\($0)\"," } ?? ""
    return
      "{\(start)\"actor\":{\"mbox\":\"mailto:\(actor)\"},\"verb\":{\"id\":\"\(verb)\"},\"object\":\(object)\(more)}"
  }

  static func voiding(_ id: String, own: String? = nil) -> String {
    statement(
      id: own, verb: "http://adlnet.gov/expapi/verbs/voided",
      object: "{\"objectType\":\"StatementRef\",\"id\":\"\(id)\"}")
  }

  static func id(_ number: Int) -> String {
    "00000000-0000-4000-8000-" + String(repeating: "0", count: 12 - String(number).count) + String(number)
  }
}

extension Answer {
  func value() throws -> JSONValue { try JSONParser.parse(Array(data)) }
}
